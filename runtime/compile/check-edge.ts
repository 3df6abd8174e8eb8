import { conversion, conversionProblem } from '../signal/convert.ts';
import { formatUnit } from '../signal/unit-text.ts';
import { baseUnits } from '../signal/unit-atoms.ts';
import { parseUnit, type Unit } from '../signal/unit.ts';
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
      /** What the units allow, and the person may not have meant. */ doubt?: {
        says: string;
        remedy: string;
      };
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
      says: `${from.name} is ${withArticle(from.type)}, ${to.name} takes ${withArticle(to.type)}`,
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
  if (to.type === 'event')
    return 'Put an Edge between them: it makes an event of a condition that becomes true.';
  if (from.type === 'event') return 'Put a Pulse between them: it is true for a while from each event on.';
  return `Wire an output of type ${to.type}.`;
}

const withArticle = (type: string): string => `${type === 'event' ? 'an' : 'a'} ${type}`;

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
      remedy:
        a.unit.curve !== b.unit.curve
          ? 'Put an expression between them that works it out, as 10^(in/10) does for a level in dB.'
          : `Wire something measured in ${formatUnit(to.unit) || 'plain numbers'}, or change the unit of ${from.name}.`,
    };
  }
  const says = `${formatUnit(from.unit) || '1'} → ${formatUnit(to.unit) || '1'}`;
  const doubt = doubtOfTurns(a.unit, b.unit);
  if (doubt) return { ok: true, conversion: rule, says: `${says}: ${doubt.says}`, doubt };
  if (rule.factor === 1 && rule.offset === 0) return { ok: true, says: '' };
  return { ok: true, conversion: rule, says };
}

/** Radians are the number 1 to the SI and to UCUM: 1/s becomes 1 rad/s, where one who means turns wants 2π rad/s. */
function doubtOfTurns(from: Unit, to: Unit): { says: string; remedy: string } | undefined {
  if ((from.angle === 0) === (to.angle === 0) || !isRate(from)) return undefined;
  const counted = formatUnit((from.angle === 0 ? from : to).code);
  const correct = from.angle === 0 ? 'multiply' : 'divide';
  return {
    says: `the count in ${counted} is taken for radians, not for turns`,
    remedy: `Where turns are counted, ${correct} by 2*pi in an expression between them, or take an output that counts as the input does.`,
  };
}

/** Measured in nothing but time, such as 1/s or rad/s2. */
function isRate({ dimension }: Unit): boolean {
  return dimension.every((exponent, place) => (baseUnits[place] === 's' ? exponent < 0 : exponent === 0));
}

function badUnit(code: string, problem: string): EdgeVerdict {
  return {
    ok: false,
    code: 'bad-unit',
    says: `"${code}" is not a unit: ${problem}`,
    remedy: 'Write a UCUM code such as m3/h.',
  };
}
