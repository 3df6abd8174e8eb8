import type { Plan } from '@twinloom/runtime/compile/plan';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { Twin } from '@twinloom/runtime/run/twin';

export type SetValue = number | boolean | string;

/** What `--set` says: parameters of the flow, and values set by hand at the origin (names with a dot). */
export interface SetValues {
  parameters: Record<string, SetValue>;
  byHand: Record<string, SetValue>;
  diagnostics: Diagnostic[];
}

/** Reads `name=value` pairs against the flow's parameters: numbers, quantities such as `5 m2`, true and false, texts. */
export function readSetValues(flow: Flow, pairs: readonly { name: string; value: string }[]): SetValues {
  const values: SetValues = { parameters: {}, byHand: {}, diagnostics: [] };
  const declared = new Map(Object.entries(flow.parameters ?? {}));
  for (const { name, value } of pairs) {
    if (name.includes('.')) {
      values.byHand[name] = plainValue(value);
      continue;
    }
    const parameter = declared.get(name);
    const read =
      parameter && parameter.unit === undefined ? valueLike(parameter.value, value) : numberOr(value);
    if (read === undefined) values.diagnostics.push(doesNotFit(name, value, typeof parameter?.value));
    else values.parameters[name] = read;
  }
  return values;
}

/** What is wrong with values set by hand, without setting them. */
export function checkHandValues(plan: Plan, byHand: Readonly<Record<string, SetValue>>): Diagnostic[] {
  return Object.keys(byHand).length === 0 ? [] : new Twin(plan, { id: 'check' }).set(0, byHand);
}

function valueLike(declared: SetValue, text: string): SetValue | undefined {
  switch (typeof declared) {
    case 'number': {
      const number = numberOr(text);
      return typeof number === 'number' ? number : undefined;
    }
    case 'boolean':
      return readTruth(text);
    default:
      return text;
  }
}

function plainValue(text: string): SetValue {
  return readTruth(text) ?? numberOr(text);
}

function numberOr(text: string): number | string {
  const number = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : text;
}

function readTruth(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function doesNotFit(name: string, value: string, wanted: string): Diagnostic {
  return {
    code: 'bad-parameter',
    severity: 'error',
    at: [{ param: name }],
    says: `--set ${name}=${value}: "${value}" is no ${wanted === 'boolean' ? 'true or false' : wanted}`,
    remedy:
      wanted === 'number'
        ? 'Write a number, without a unit where the flow declares none.'
        : 'Write true or false.',
  };
}
