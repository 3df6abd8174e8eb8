import { compileExpression } from '@twinloom/runtime/expression/compile';
import { namesIn } from '@twinloom/runtime/expression/expr';
import { parseExpression } from '@twinloom/runtime/expression/parse';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { ABSENT, BAD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { inUnit } from './in-unit.ts';
import { formulaWords } from '../words/formula.ts';

/** Where an input of a formula has its value from. */
export interface FormulaInput {
  /** The output wired to it, `node.port`; undefined while there is none. */
  from: string | undefined;
  /** UCUM code in which the formula reads it; '' where it takes any. */
  unit: string;
  /** What it is while nothing is wired to it. */
  fallback: number | undefined;
}

/** A formula as it is being written, ready to be worked out, or what is wrong with its text. */
export type ReadFormula =
  | { reads: readonly string[]; work(values: Float64Array): number }
  | { problem: string };

interface Shown {
  value: number;
  quality: QualityCode;
  unit: string;
  type: string;
}

/** What the result is shown in. */
interface ResultLook {
  /** UCUM code. */
  unit: string;
  isBoolean: boolean;
}

/** Reads a formula's text; what is refused says where. */
export function readFormula(text: string): ReadFormula {
  const parsed = parseExpression(text);
  if ('problem' in parsed) {
    const { says, column, remedy } = parsed.problem;
    return {
      problem: [
        formulaWords.atCharacter(capital(says), column),
        ...(remedy === undefined ? [] : [remedy]),
      ].join(' '),
    };
  }
  const reads = [...namesIn(parsed.expr)];
  const work = compileExpression(parsed.expr, (name) => {
    const slot = reads.indexOf(name);
    return slot < 0 ? undefined : slot;
  });
  return { reads, work };
}

/** What a formula works out to at the values that its inputs have now, or why it does not; '' where only the running node can tell. */
export function sayResult(
  formula: Extract<ReadFormula, { reads: unknown }>,
  inputs: ReadonlyMap<string, FormulaInput>,
  look: ResultLook,
  read: (port: string) => Shown,
): string {
  const values = new Float64Array(formula.reads.length);
  let isUncertain = false;
  for (const [slot, name] of formula.reads.entries()) {
    const input = inputs.get(name);
    if (!input) return name === 't' || name === 'dt' ? '' : formulaWords.noSuchInput(name);
    if (input.from === undefined) {
      if (input.fallback === undefined) return formulaWords.notWired(name);
      values[slot] = input.fallback;
      continue;
    }
    const shown = read(input.from);
    if (shown.quality === ABSENT) return formulaWords.noValueYet(name);
    if (shown.quality === BAD) return formulaWords.inputIsBad(name);
    if (shown.type === 'string') return '';
    isUncertain ||= shown.quality === UNCERTAIN;
    values[slot] = inUnit(shown.value, shown.unit, input.unit);
  }
  const result = formula.work(values);
  if (!Number.isFinite(result)) return formulaWords.noNumber;
  const said = sayValue(result, look);
  return isUncertain ? formulaWords.resultUncertain(said) : formulaWords.resultNow(said);
}

function sayValue(value: number, { unit, isBoolean }: ResultLook): string {
  if (isBoolean) return value === 0 ? 'false' : 'true';
  return `${formatValue(value)} ${formatUnit(unit)}`.trim();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
