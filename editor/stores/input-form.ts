import type { z } from 'zod';
import type { inputPolicySchema } from '@twinloom/runtime/graph/scenario';
import { parseDuration } from '@twinloom/runtime/signal/quantity';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { questionWords } from '../words/question.ts';
import type { FaultTarget } from './fault-targets.ts';
import { readAmount } from './read-amount.ts';
import { readPastTime } from './read-past-time.ts';

const says = questionWords.input;

type PolicyBody = z.input<typeof inputPolicySchema>;

/** How an input is fed; see `runtime/graph/scenario`. */
export type PolicyName = PolicyBody['policy'];

/** Values at times in s since the start. */
export type ProfilePoints = Extract<PolicyBody, { policy: 'profile' }>['points'];

/** What feeds an input while nothing listens to the outside, as the form asks for it: each policy has fields of its own. */
export interface InputForm {
  id: number;
  /** Name of the input. */
  input: string;
  policy: PolicyName;
  /** Where a ramp goes to. */
  to: string;
  over: string;
  factor: string;
  /** Time in the past from which it is replayed. */
  from: string;
  /** The port that forecasts it. */
  by: string;
  points: ProfilePoints;
  /** What the file of the points is called, or why it cannot be read. */
  file: string;
  problem: string;
  between: 'step' | 'line';
  /** What the form does not show, kept as it is. */
  more: Readonly<Record<string, unknown>>;
}

const NO_INPUT: Omit<InputForm, 'id' | 'input' | 'policy'> = {
  to: '',
  over: '',
  factor: '',
  from: '',
  by: '',
  points: [],
  file: '',
  problem: '',
  between: 'step',
  more: {},
};

/** One more input that is fed otherwise. */
export function newInput(others: readonly InputForm[]): InputForm {
  const id = Math.max(-1, ...others.map((one) => one.id)) + 1;
  return { ...NO_INPUT, id, input: '', policy: 'ramp' };
}

/** How a question feeds an input, as the form shows it. */
export function inputFormOf(input: string, kept: PolicyBody, id: number): InputForm {
  const { policy, ...rest } = kept;
  const form: InputForm = { ...NO_INPUT, id, input, policy };
  const more = (own: readonly string[]): InputForm['more'] =>
    Object.fromEntries(Object.entries(rest).filter(([name]) => !own.includes(name)));
  switch (kept.policy) {
    case 'hold':
      return { ...form, more: more([]) };
    case 'ramp': {
      const over = typeof kept.over === 'number' ? `${kept.over} s` : kept.over;
      return { ...form, to: String(kept.to), over, more: more(['to', 'over']) };
    }
    case 'profile': {
      const { points, between = 'step' } = kept;
      return { ...form, points, between, more: more(['points', 'between']) };
    }
    case 'scaled':
      return { ...form, factor: String(kept.factor), more: more(['factor']) };
    case 'forecast':
      return { ...form, by: kept.by, more: more(['by']) };
    case 'replay':
      return { ...form, from: fromText(kept.from), more: more(['from']) };
    default:
      return kept satisfies never;
  }
}

function fromText(from: number | string): string {
  return typeof from === 'number' ? new Date(from * 1000).toISOString() : from;
}

/** What feeds the input, as the server is asked for it; `now` in s since 1970. */
export function inputOf(form: InputForm, target: FaultTarget | undefined, now: number): PolicyBody {
  const { policy, more } = form;
  switch (policy) {
    case 'hold':
      return { ...more, policy };
    case 'ramp': {
      const to = readAmount(form.to, target?.unit ?? '');
      return { ...more, policy, to: 'value' in to ? to.value : form.to.trim(), over: form.over.trim() };
    }
    case 'profile':
      return { ...more, policy, points: form.points, between: form.between };
    case 'scaled':
      return { ...more, policy, factor: Number(form.factor) };
    case 'forecast':
      return { ...more, policy, by: form.by };
    case 'replay':
      return { ...more, policy, from: readPastTime(form.from, now) ?? form.from };
    default:
      return policy satisfies never;
  }
}

/** What is wrong with how an input is fed, and what to do; undefined where nothing is that can be seen here. */
export function inputProblem(
  form: InputForm,
  target: FaultTarget | undefined,
  now: number,
): string | undefined {
  if (form.input.trim() === '') return says.none;
  switch (form.policy) {
    case 'hold':
      return undefined;
    case 'ramp':
      return rampProblem(form, target);
    case 'profile':
      if (form.problem !== '') return form.problem;
      return form.points.length === 0 ? says.noFile : undefined;
    case 'scaled':
      return form.factor.trim() === '' || !Number.isFinite(Number(form.factor)) ? says.noFactor : undefined;
    case 'forecast':
      if (target && target.forecasts.length === 0) return says.noForecast;
      return form.by === '' ? says.noPredictor : undefined;
    case 'replay': {
      const from = readPastTime(form.from, now);
      if (from === undefined) return says.noPast;
      return from >= now ? says.notPast : undefined;
    }
    default:
      return form.policy satisfies never;
  }
}

function rampProblem({ to, over }: InputForm, target: FaultTarget | undefined): string | undefined {
  const unit = formatUnit(target?.unit ?? '');
  const read = readAmount(to, target?.unit ?? '');
  if ('problem' in read) return says.badGoal(read.problem, unit);
  return over.trim() === '' || 'problem' in parseDuration(over.trim()) ? says.noTime : undefined;
}

/** What of a profile is worth a line: how many points, and until when. */
export function describePoints({ points, file }: Pick<InputForm, 'points' | 'file'>): string {
  const last = points.at(-1);
  if (!last) return '';
  const seconds = last[0].toLocaleString('en');
  return file === ''
    ? questionWords.profile.points(points.length, seconds)
    : questionWords.profile.pointsOfFile(points.length, file, seconds);
}
