import type { z } from 'zod';
import type { inputFaultSchema } from '@twinloom/runtime/graph/scenario';
import { parseDuration } from '@twinloom/runtime/signal/quantity';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { questionWords } from '../words/question.ts';
import { kindsOf, type FaultKind, type FaultTarget } from './fault-targets.ts';
import { readAmount } from './read-amount.ts';

const says = questionWords.fault;

type FaultBody = z.input<typeof inputFaultSchema>;

/** Something that goes wrong in a variant, as texts of the form. */
export interface FaultForm {
  id: number;
  /** Name of what fails. */
  input: string;
  kind: FaultKind;
  size: string;
  /** When it begins; '' at once. */
  at: string;
  /** How long it lasts; '' to the end. */
  lasts: string;
  /** What the form does not show, kept as it is. */
  more: Readonly<Record<string, unknown>>;
}

/** One more thing that goes wrong. */
export function newFault(others: readonly FaultForm[]): FaultForm {
  const id = Math.max(-1, ...others.map((one) => one.id)) + 1;
  return { id, input: '', kind: 'bias', size: '', at: '', lasts: '', more: {} };
}

/** It has a size; else it is what it is. */
export function hasSize(kind: FaultKind): boolean {
  return kind !== 'stuck' && kind !== 'dropout';
}

/** A fault that a question keeps, as the form shows it. */
export function faultFormOf(fault: FaultBody, id: number): FaultForm {
  const { input, kind, size = '', at = '', for: lasts = '', ...more } = fault;
  const text = (time: number | string): string => (typeof time === 'number' ? `${time} s` : time);
  return { id, input, kind, size: String(size), at: at === 0 ? '' : text(at), lasts: text(lasts), more };
}

/** The fault as the server is asked for it; what cannot be read goes as it was typed, so that it is refused. */
export function faultOf(form: FaultForm, target: FaultTarget | undefined): FaultBody {
  const { input, kind, at, lasts, more } = form;
  const read = hasSize(kind) ? readSize(form, target) : undefined;
  return {
    ...more,
    input: input.trim(),
    kind,
    ...(read && { size: 'value' in read ? read.value : form.size }),
    ...(at.trim() !== '' && { at: at.trim() }),
    ...(lasts.trim() !== '' && { for: lasts.trim() }),
  };
}

/** What is wrong with a fault, and what to do; undefined where nothing is that can be seen here. */
export function faultProblem(form: FaultForm, target: FaultTarget | undefined): string | undefined {
  const { input, kind, at, lasts } = form;
  if (input.trim() === '') return says.noTarget;
  if (target && !kindsOf(target).includes(kind)) return says.cannotHappen[target.kind];
  const own = formatUnit(target?.unit ?? '');
  const unit = kind === 'drift' && own !== '' ? says.aSecond(own) : own;
  if (hasSize(kind) && form.size.trim() === '')
    return kind === 'step' ? says.noGoal(unit) : says.noSize(unit);
  const read = hasSize(kind) ? readSize(form, target) : undefined;
  if (read && 'problem' in read) return says.badSize(read.problem, unit);
  if (!isTime(at)) return says.badBegin(at.trim());
  return isTime(lasts) ? undefined : says.badLength(lasts.trim());
}

/** Or nothing. */
function isTime(text: string): boolean {
  return text.trim() === '' || 'seconds' in parseDuration(text.trim());
}

function readSize(
  { kind, size }: FaultForm,
  target: FaultTarget | undefined,
): { value: number | string } | { problem: string } {
  return target ? readAmount(size, target.unit, kind !== 'step') : { value: plain(size) };
}

/** Of what is not known here the server knows the unit. */
function plain(size: string): number | string {
  const text = size.trim();
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
