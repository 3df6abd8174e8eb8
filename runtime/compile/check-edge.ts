import { conversion, conversionProblem } from '../signal/convert.ts';
import { formatUnit } from '../signal/unit-text.ts';
import { parseUnit } from '../signal/unit.ts';
import type { ResolvedPort } from './resolve-ports.ts';

/** value at the input = factor · value at the output + offset. */
export interface Conversion {
  factor: number;
  offset: number;
}

export type EdgeVerdict =
  | {
      ok: true;
      conversion?: Conversion;
      /** `m3/h → m3/s`, or '' where nothing is converted. */ says: string;
    }
  | { ok: false; code: string; says: string; remedy: string };

/** Decides whether an output may be wired to an input, and how the unit converts: the one function for canvas and deploy. */
export function checkEdge(from: ResolvedPort, to: ResolvedPort): EdgeVerdict {
  if (from.type === 'any' || to.type === 'any') return { ok: true, says: '' };
  if (from.type === 'boolean' && to.type === 'number') return booleanToNumber(to);
  if (from.type !== to.type) {
    return {
      ok: false,
      code: 'type-mismatch',
      says: `${from.name} is a ${from.type}, ${to.name} takes a ${to.type}`,
      remedy: remedyForTypes(from, to),
    };
  }
  if (from.unit === '' || to.unit === '' || from.unit === to.unit) return { ok: true, says: '' };
  return checkUnits(from, to);
}

function booleanToNumber(to: ResolvedPort): EdgeVerdict {
  if (to.unit === '' || to.unit === '1') return { ok: true, says: 'true → 1, false → 0' };
  return {
    ok: false,
    code: 'type-mismatch',
    says: `a boolean has no ${formatUnit(to.unit)}`,
    remedy: 'Choose between two values with an expression such as if(in, 1, 0).',
  };
}

function remedyForTypes(from: ResolvedPort, to: ResolvedPort): string {
  if (from.type === 'number' && to.type === 'boolean')
    return 'Put a compare between them: it makes a boolean from a number.';
  return `Wire an output of type ${to.type}.`;
}

function checkUnits(from: ResolvedPort, to: ResolvedPort): EdgeVerdict {
  const a = parseUnit(from.unit);
  const b = parseUnit(to.unit);
  if (!('unit' in a)) return badUnit(from.unit, a.problem);
  if (!('unit' in b)) return badUnit(to.unit, b.problem);
  const rule = conversion(a.unit, b.unit);
  if (!rule) {
    return {
      ok: false,
      code: 'unit-mismatch',
      says: `${formatUnit(from.unit) || '1'} cannot become ${formatUnit(to.unit) || '1'}: ${conversionProblem(a.unit, b.unit)}`,
      remedy: `Wire something measured in ${formatUnit(to.unit) || 'plain numbers'}, or change the unit of ${from.name}.`,
    };
  }
  if (rule.factor === 1 && rule.offset === 0) return { ok: true, says: '' };
  return {
    ok: true,
    conversion: rule,
    says: `${formatUnit(from.unit) || '1'} → ${formatUnit(to.unit) || '1'}`,
  };
}

function badUnit(code: string, problem: string): EdgeVerdict {
  return {
    ok: false,
    code: 'bad-unit',
    says: `"${code}" is not a unit: ${problem}`,
    remedy: 'Write a UCUM code such as m3/h.',
  };
}
