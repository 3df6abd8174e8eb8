import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { questionWords } from '../words/question.ts';
import { faultProblem } from './fault-form.ts';
import { targetOf, type FaultTarget } from './fault-targets.ts';
import { inputProblem, type InputForm } from './input-form.ts';
import { readPastTime } from './read-past-time.ts';
import type { Choice, FormGround, StudyForm, VariantForm } from './study-form.ts';

/** What is wrong with rows of the form, by their place. */
export type RowProblems = ReadonlyMap<string, string>;

/** Names the field that says when it begins. */
export const BEGIN = 'begin';

/** Names the field of the seed. */
export const SEED = 'seed';

/** Names a row of the form: of a variant by its id, or of the whole question. */
export function rowPlace(variant: number | 'all', kind: 'inputs' | 'faults', row: number): string {
  return `${variant} ${kind} ${row}`;
}

/** What is wrong with inputs and faults as they stand in the form: seen before anything is asked. */
export function questionProblems(
  { from, inputs, variants, seed }: StudyForm,
  { choices, targets, now }: Pick<FormGround, 'choices' | 'targets' | 'now'>,
): RowProblems {
  const problems = new Map<string, string>();
  const begin = readPastTime(from, now);
  if (from.trim() !== '' && !(begin !== undefined && begin <= now))
    problems.set(BEGIN, begin === undefined ? questionWords.begin.noTime : questionWords.begin.notPast);
  if (seed.trim() !== '' && !Number.isSafeInteger(Number(seed))) problems.set(SEED, questionWords.seed.bad);
  const check = (variant: number | 'all', rows: readonly InputForm[], changed: readonly string[]): void => {
    const seen = [...changed];
    for (const row of rows) {
      const target = targetOf(row.input, targets);
      const name = target?.name ?? row.input.trim();
      const twice = name !== '' && seen.includes(name) ? questionWords.input.twice : undefined;
      const problem = twice ?? inputProblem(row, target, now);
      if (problem !== undefined) problems.set(rowPlace(variant, 'inputs', row.id), problem);
      seen.push(name);
    }
  };
  check('all', inputs, []);
  for (const { id, inputs: own, faults, changes } of variants) {
    check(id, own, changedInputs(changes, choices));
    for (const fault of faults) {
      const problem = faultProblem(fault, targetOf(fault.input, targets));
      if (problem !== undefined) problems.set(rowPlace(id, 'faults', fault.id), problem);
    }
  }
  return problems;
}

function changedInputs(changes: VariantForm['changes'], choices: readonly Choice[]): string[] {
  return changes.flatMap(({ choice, text }) => {
    const found = choices.find(({ key }) => key === choice);
    return found && text.trim() !== '' && (found.kind === 'times' || found.kind === 'is') ? [found.name] : [];
  });
}

/** What the server says of rows of the form, and what it says beside that. */
export function problemsSaid(
  diagnostics: readonly Diagnostic[],
  form: StudyForm,
  targets: readonly FaultTarget[],
): { rows: RowProblems; others: Diagnostic[] } {
  const rows = new Map<string, string>();
  const others: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const place = placeSaid(diagnostic.at[0]?.param ?? '', form, targets);
    if (place === undefined) others.push(diagnostic);
    else if (!rows.has(place)) rows.set(place, sayOf(diagnostic));
  }
  return { rows, others };
}

/** Where it is says the place of the row; its name may have a colon too. */
function sayOf({ says, remedy, at }: Diagnostic): string {
  const param = at[0]?.param ?? '';
  const parts = says.split(': ');
  const names = parts.map((_, i) => parts.slice(0, i + 1).join(': '));
  const name = names.findLast((one) => param.startsWith(`variants.${one}.`));
  const rest = name === undefined ? says : says.slice(name.length + 2);
  const own = parts.find((part) => param === (name === undefined ? part : `variants.${name}.${part}`));
  const bare = own === undefined ? rest : rest.slice(own.length + 2);
  return `${bare.charAt(0).toUpperCase()}${bare.slice(1)}. ${remedy}`.trim();
}

/** `variants.sensor drifts.faults.0` or `variants.as it is.inputs.speed.value`: an input that a variant does not feed itself is fed so in all. */
function placeSaid(
  param: string,
  { variants, inputs }: StudyForm,
  targets: readonly FaultTarget[],
): string | undefined {
  if (param === 'from') return BEGIN;
  for (const { id, name, faults, inputs: own } of variants) {
    const [, kind, row = ''] = partsOf(param, name.trim());
    if (kind === 'faults') return faults[Number(row)] && rowPlace(id, kind, faults[Number(row)]!.id);
    const found = kind === 'inputs' && own.find((input) => isFor(input, row, targets));
    if (found) return rowPlace(id, 'inputs', found.id);
  }
  const row = /^variants\..*\.inputs\.(.*)$/.exec(param)?.[1];
  const found = row === undefined ? undefined : inputs.find((input) => isFor(input, row, targets));
  return found && rowPlace('all', 'inputs', found.id);
}

function partsOf(param: string, name: string): [string, string?, string?] {
  const begin = `variants.${name}.`;
  if (!param.startsWith(begin)) return [param];
  const rest = param.slice(begin.length);
  const dot = rest.indexOf('.');
  return dot < 0 ? [param, rest] : [param, rest.slice(0, dot), rest.slice(dot + 1)];
}

function isFor({ input }: InputForm, name: string, targets: readonly FaultTarget[]): boolean {
  return input.trim() === name || targetOf(input, targets)?.name === name;
}
