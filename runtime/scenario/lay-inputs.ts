import { nearNames } from '../compile/near-names.ts';
import type { Plan, PlanNode, PlanOutput } from '../compile/plan.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import type { InputFault, InputPolicy } from '../graph/scenario.ts';
import { parseDifference, parseDuration, parseQuantity } from '../signal/quantity.ts';
import { parseUnit } from '../signal/unit.ts';
import type { LaidFault, LaidInput } from './feed.ts';
import { forecastPort } from './forecast-port.ts';
import { refusal } from './refusal.ts';

/** A sample a second, or two in the time after which silence is bad. */
const USUAL_SECONDS = 1;

/** What an input said in the past: s since the start of the stretch it is replayed from, and numbers in its unit; NaN where it was bad. */
export interface Recording {
  times: Float64Array;
  values: Float64Array;
}

/** By `recordingName`; what is wrong where it is no time that is past. */
export type Recorded = ReadonlyMap<string, Recording | { problem: string }>;

/** Names a recording of an input: the same input may be replayed from several times. */
export function recordingName(input: string, from: number | string): string {
  return `${input} from ${from}`;
}

export interface InputsOfVariant {
  inputs: Readonly<Record<string, InputPolicy>>;
  faults: readonly InputFault[];
  recorded?: Recorded | undefined;
  /** How long what is replayed has to last, s. */
  horizon?: number;
}

/** What feeds each output of the listening sources of a plan. What names none, or does not fit, is a diagnostic. */
export function layInputs(plan: Plan, asked: InputsOfVariant, diagnostics: Diagnostic[]): LaidInput[] {
  const listening = new Set(plan.sources.map(({ node }) => node));
  const sources = plan.nodes.filter(({ id }) => listening.has(id));
  const laid = new Map<string, LaidInput>();
  for (const node of sources) {
    for (const output of node.outputs) {
      // An event that is said again each second would happen again.
      if (output.type === 'event') continue;
      laid.set(`${node.id}.${output.name}`, newInput(node, output));
    }
  }
  for (const [name, policy] of Object.entries(asked.inputs)) {
    const found = find(name, `inputs.${name}`, plan, laid, diagnostics);
    if (found)
      Object.assign(
        found,
        layPolicy(policy, found, plan, replayedBy(name, policy, asked), `inputs.${name}`, diagnostics),
      );
  }
  asked.faults.forEach((fault, i) => {
    const found = find(fault.input, `faults.${i}`, plan, laid, diagnostics);
    const { unit = '' } = (found && plan.ports[found.port]) ?? {};
    const one = found && layFault(fault, plan.ports[found.port]!, `faults.${i}`, diagnostics);
    if (!found || !one) return;
    if (one.kind === 'step' && isOutside(one.size, plan, found.node))
      diagnostics.push(
        refusal(
          'bad-fault',
          `faults.${i}`,
          sayOutside(one.size, unit, plan, found.node),
          'Stay inside that range, or let the signal drop out.',
        ),
      );
    found.faults = [...found.faults, one];
  });
  return [...laid.values()];
}

function newInput({ id, staleAfter }: PlanNode, { name, port }: PlanOutput): LaidInput {
  const every = Math.min(USUAL_SECONDS, staleAfter / 2);
  return { node: id, output: name, port, every, policy: { kind: 'hold' }, faults: [] };
}

/** A source by `node`, or one output of it by `node.port`. */
function find(
  name: string,
  param: string,
  plan: Plan,
  laid: ReadonlyMap<string, LaidInput>,
  diagnostics: Diagnostic[],
): LaidInput | undefined {
  const [id = ''] = name.split('.', 1);
  const found = laid.get(name) ?? [...laid].find(([, { node }]) => !name.includes('.') && node === id)?.[1];
  if (!found) diagnostics.push(notFound(name, param, plan, [...laid.keys()]));
  return found;
}

/** Why a name is no input: its node is gone, or has no such output, or hears nothing. */
function notFound(name: string, param: string, { nodes, sources }: Plan, known: string[]): Diagnostic {
  const [id = ''] = name.split('.', 1);
  const near = (names: string[]): string | undefined => {
    const found = nearNames(name, names);
    return found.length > 0 ? `Did you mean ${found.join(' or ')}?` : undefined;
  };
  const says = (names: string[]): string => names.slice(0, 20).join(', ') || 'none';
  if (!nodes.some((node) => node.id === id)) {
    const alike = known.filter((one) => nearNames(id, [one.split('.', 1)[0]!]).length > 0);
    const remedy = near(alike) ?? `The inputs of the flow are ${says(known)}.`;
    return refusal('unknown-input', param, `the flow has no node ${id}`, remedy);
  }
  if (!sources.some(({ node }) => node === id))
    return refusal('not-an-input', param, `${name} does not listen to the outside`, 'Set it under values.');
  const own = known.filter((one) => one.startsWith(`${id}.`));
  if (own.length === 0)
    return refusal('not-an-input', param, `${id} says events, which are not said again`, 'Leave it out.');
  const remedy = near(own) ?? `Its outputs are ${says(own)}.`;
  return refusal('unknown-input', param, `${id} has no output ${name.slice(id.length + 1)}`, remedy);
}

interface Replayed {
  recording: Recording | undefined;
  horizon: number;
  /** What is wrong with the time it is replayed from. */
  problem?: string | undefined;
}

function replayedBy(name: string, asked: InputPolicy, { recorded, horizon = 0 }: InputsOfVariant): Replayed {
  const found = asked.policy === 'replay' ? recorded?.get(recordingName(name, asked.from)) : undefined;
  const recording = found && 'times' in found ? found : undefined;
  return { recording, horizon, problem: found && 'problem' in found ? found.problem : undefined };
}

function layPolicy(
  asked: InputPolicy,
  { node, port, every }: LaidInput,
  plan: Plan,
  replayed: Replayed,
  param: string,
  diagnostics: Diagnostic[],
): Partial<LaidInput> {
  const { type, unit } = plan.ports[port]!;
  const refuse = (says: string, remedy: string): Partial<LaidInput> => {
    diagnostics.push(refusal('bad-input', param, says, remedy));
    return {};
  };
  const { staleAfter } = plan.nodes.find(({ id }) => id === node)!;
  const spacing = asked.every === undefined ? every : secondsOf(asked.every);
  if (!(spacing >= 0.001)) return refuse('every is shorter than 1 ms', 'Write it as "1 s".');
  if (asked.policy === 'replay' && replayed.problem !== undefined)
    return refuse(replayed.problem, 'Write it as 2026-11-27T14:00:00Z, a time that is past.');
  if (asked.policy === 'replay' && type !== 'number' && type !== 'boolean')
    return refuse(`it carries a ${type}, of which no history is kept`, 'Use hold or profile.');
  if (!['hold', 'profile', 'replay'].includes(asked.policy) && type !== 'number')
    return refuse(`it carries a ${type}, which cannot be ${asked.policy}`, 'Use hold or profile.');
  const policy =
    asked.policy === 'replay'
      ? replayOf(replayed, type, staleAfter)
      : asked.policy === 'forecast'
        ? forecastOf(asked.by, unit, plan)
        : policyOf(asked, type, unit);
  if ('problem' in policy) return refuse(policy.problem, policy.remedy);
  const isBad = (value: unknown): boolean => typeof value === 'number' && isOutside(value, plan, node);
  // What was said under other limits is bad under those of now, as it would be of a sensor.
  if (asked.policy === 'replay' && policy.kind === 'profile')
    policy.values = policy.values.map((value) => (isBad(value) ? null : value));
  const outside = goalsOf(policy, replayed.horizon).find(isBad);
  if (outside !== undefined) return refuse(sayOutside(outside, unit, plan, node), INSIDE);
  return { every: Math.min(spacing, staleAfter / 2), policy };
}

/** What can be done about a value that the source does not take. */
export const INSIDE = 'Stay inside that range, or widen it at the source.';

/** The source would take such a value for bad, as it does while it lives. */
export function isOutside(value: number, plan: Plan, node: string): boolean {
  const [least, most] = rangeOf(plan, node);
  return value < least || value > most;
}

/** Says that a source does not take a value. */
export function sayOutside(value: number, unit: string, plan: Plan, node: string): string {
  const [least, most] = rangeOf(plan, node);
  const said = (number: number): string => `${Number(number.toPrecision(12))} ${unit}`.trim();
  return value > most
    ? `${said(value)} is more than ${said(most)}, the most that its source takes for good`
    : `${said(value)} is less than ${said(least)}, the least that its source takes for good`;
}

function rangeOf({ nodes }: Plan, id: string): [number, number] {
  const { min, max } = nodes.find((node) => node.id === id)?.params ?? {};
  return [typeof min === 'number' ? min : -Infinity, typeof max === 'number' ? max : Infinity];
}

/** Numbers a policy comes to before the end, as far as they are known before it runs. */
function goalsOf(policy: LaidInput['policy'], horizon: number): number[] {
  if (policy.kind === 'ramp') return policy.over <= horizon ? [policy.to] : [];
  if (policy.kind !== 'profile') return [];
  const reached = policy.values.filter((_, i) => policy.times[i]! <= horizon);
  return reached.filter((value) => typeof value === 'number');
}

function forecastOf(
  by: string,
  unit: string,
  plan: Plan,
): LaidInput['policy'] | { problem: string; remedy: string } {
  const found = forecastPort(by, unit, plan);
  return 'problem' in found ? found : { kind: 'forecast', ...found };
}

/** Its samples one after the other, each until the next. */
function replayOf(
  { recording, horizon }: Replayed,
  type: string,
  staleAfter: number,
): LaidInput['policy'] | { problem: string; remedy: string } {
  if (recording === undefined || recording.times.length === 0)
    return {
      problem: 'its history holds nothing from the time it is replayed from on',
      remedy: 'Choose a stretch that the history of the input reaches back to; the scope shows it.',
    };
  const { times, values } = recording;
  const gap = times.findIndex(
    (t, i) => i > 0 && t - times[i - 1]! > staleAfter && !Number.isNaN(values[i - 1]!),
  );
  if (gap > 0 || times[0]! > staleAfter) {
    const [from, to] = gap > 0 ? [times[gap - 1]!, times[gap]!] : [0, times[0]!];
    return {
      problem: `its history has a gap, from ${Math.round(from)} s to ${Math.round(to)} s after the time it is replayed from`,
      remedy: 'Choose a stretch in which the twin ran and the input spoke.',
    };
  }
  const end = times.at(-1)!;
  if (horizon - end > staleAfter && !Number.isNaN(values.at(-1)!))
    return {
      problem: `its history ends ${Math.round(end)} s after the time it is replayed from, and ${Math.round(horizon)} s are looked ahead`,
      remedy: 'Replay from an earlier time, or look less far ahead.',
    };
  return {
    kind: 'profile',
    times: [...times],
    values: Array.from(values, (value) =>
      Number.isNaN(value) ? null : type === 'boolean' ? value === 1 : value,
    ),
    isLine: false,
  };
}

function policyOf(
  asked: Exclude<InputPolicy, { policy: 'replay' | 'forecast' }>,
  type: string,
  unit: string,
): LaidInput['policy'] | { problem: string; remedy: string } {
  switch (asked.policy) {
    case 'hold':
      return { kind: 'hold' };
    case 'scaled': {
      const parsed = parseUnit(unit || '1');
      if ('unit' in parsed && (parsed.unit.offset !== 0 || parsed.unit.curve !== undefined))
        return {
          problem: `${unit} has a zero of its own: a multiple of it means nothing`,
          remedy: 'Use a fault with a bias, or a ramp.',
        };
      return { kind: 'scaled', factor: asked.factor };
    }
    case 'ramp': {
      const [to, over] = [numberIn(asked.to, unit), secondsOf(asked.over)];
      if ('problem' in to) return { problem: to.problem, remedy: `Give a value in ${unit || 'its unit'}.` };
      if (Number.isNaN(over))
        return { problem: `"${asked.over}" is no duration`, remedy: 'Write it as "10 min".' };
      return { kind: 'ramp', to: to.value, over };
    }
    case 'profile':
      return profileOf(asked, type, unit);
    default:
      throw new Error(`there is no policy ${JSON.stringify(asked satisfies never)}`);
  }
}

function profileOf(
  { points, between }: Extract<InputPolicy, { policy: 'profile' }>,
  type: string,
  unit: string,
): LaidInput['policy'] | { problem: string; remedy: string } {
  const times = points.map(([t]) => t);
  if (times.some((t, i) => i > 0 && t <= times[i - 1]!))
    return { problem: 'its times do not rise', remedy: 'Put the points in order of time.' };
  const values: unknown[] = [];
  for (const [t, value] of points) {
    const read = type === 'number' ? numberIn(value, unit) : { value };
    const fits = type !== 'boolean' || typeof value === 'boolean';
    if ('problem' in read || !fits)
      return {
        problem: `at ${t} s: ${'problem' in read ? read.problem : `"${String(value)}" is no truth value`}`,
        remedy: `Give each value ${type === 'number' ? `in ${unit || '1'}` : `as a ${type}`}.`,
      };
    values.push(read.value);
  }
  return { kind: 'profile', times, values, isLine: between === 'line' && type === 'number' };
}

/** A fault with numbers in the unit of what it concerns; a diagnostic where it does not fit. */
export function layFault(
  { kind, size, at, for: lasts }: InputFault,
  { type, unit }: { type: string; unit: string },
  param: string,
  diagnostics: Diagnostic[],
): LaidFault | undefined {
  const refuse = (says: string, remedy: string): undefined => {
    diagnostics.push(refusal('bad-fault', param, says, remedy));
  };
  const [from, time] = [secondsOf(at), lasts === undefined ? Infinity : secondsOf(lasts)];
  if (Number.isNaN(from) || Number.isNaN(time))
    return refuse('its times are no durations', 'Write them as "10 min".');
  if (kind === 'stuck' || kind === 'dropout') return { kind, size: 0, from, to: from + time };
  if (type !== 'number') return refuse(`a ${type} cannot have a ${kind}`, 'Use stuck or dropout.');
  if (size === undefined)
    return refuse(
      `a ${kind} needs a size`,
      `Give it in ${unit || '1'}${kind === 'drift' ? ' a second' : ''}.`,
    );
  const read =
    kind === 'step'
      ? numberIn(size, unit)
      : typeof size === 'number'
        ? { value: size }
        : parseDifference(size, unit);
  if ('problem' in read) return refuse(read.problem, `Give it in ${unit || '1'}.`);
  return { kind, size: read.value, from, to: from + time };
}

function numberIn(value: unknown, unit: string): { value: number } | { problem: string } {
  if (typeof value === 'number') return { value };
  return typeof value === 'string'
    ? parseQuantity(value, unit)
    : { problem: `"${String(value)}" is no number` };
}

function secondsOf(duration: number | string): number {
  const parsed = parseDuration(duration);
  return 'seconds' in parsed ? parsed.seconds : Number.NaN;
}
