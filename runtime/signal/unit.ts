import { ONE, power, scaleOf, times, toNumber, type Scale } from './scale.ts';
import { atoms, BASE_COUNT, prefixes, refusedAtoms, type Atom } from './unit-atoms.ts';
import { suggestUnit } from './suggest-unit.ts';

/**
 * A unit: SI value = factor · value + offset. `dimension` holds the exponents of m, kg, s, A, K, mol, cd, in that order;
 * angles are plain numbers, as in the SI. `code` is the UCUM code as it was given.
 */
export interface Unit {
  code: string;
  factor: number;
  offset: number;
  dimension: readonly number[];
}

/** Factor and offset of a unit without rounding. */
export interface ExactUnit {
  factor: Scale;
  offset: Scale;
}

const MAX_LENGTH = 100;
const MAX_DEPTH = 10;
const MAX_EXPONENT = 99;
const MAX_KEPT = 2000;
const NOTHING: Scale = { numerator: 0n, denominator: 1n, pi: 0 };

/**
 * Reads a UCUM code (case-sensitive, c/s): `m3/h`, `Cel`, `W/(m2.K)`, `/min`, `10*3`, `{count}/s`. Never throws: a code that is none gives
 * a problem that names the part which is not understood, with what may be meant. At most 100 characters and 10 nested parentheses.
 * Units with a zero of their own (Cel, [degF]) stand alone; logarithmic units are refused.
 */
export function parseUnit(code: string): { unit: Unit } | { problem: string } {
  const known = parsed.get(code);
  if (known) return known;
  const result = read(code);
  if (parsed.size >= MAX_KEPT) parsed.delete(parsed.keys().next().value ?? '');
  if (code.length <= MAX_LENGTH) parsed.set(code, result);
  return result;
}

/** The unrounded factor and offset of a unit that `parseUnit` made; undefined for others. */
export function exactUnit(unit: Unit): ExactUnit | undefined {
  return exact.get(unit);
}

const parsed = new Map<string, { unit: Unit } | { problem: string }>();
const exact = new WeakMap<Unit, ExactUnit>();
const known = new Map<string, Part>();

/** A part of a unit while it is read. */
interface Part {
  factor: Scale;
  dimension: readonly number[];
  /** Exact, in SI; absent for all but Cel and [degF]. */
  offset?: Scale;
}

interface Reader {
  code: string;
  at: number;
  depth: number;
}

type Read = Part | { problem: string };

function read(code: string): { unit: Unit } | { problem: string } {
  if (code.length > MAX_LENGTH) return { problem: `a unit has at most ${MAX_LENGTH} characters` };
  if (code === '') return { problem: 'it is empty; a plain number has the unit 1' };
  const part = readWhole(code);
  if ('problem' in part) return part;
  const factor = toNumber(part.factor);
  if (!Number.isFinite(factor) || factor === 0)
    return { problem: 'it is too large or too small to count with' };
  const offset = part.offset ?? NOTHING;
  const unit: Unit = { code, factor, offset: toNumber(offset), dimension: part.dimension };
  exact.set(unit, { factor: part.factor, offset });
  return { unit };
}

function readWhole(code: string): Read {
  const reader: Reader = { code, at: 0, depth: 0 };
  const part = readTerm(reader);
  if ('problem' in part || reader.at === code.length) return part;
  const rest = code.slice(reader.at);
  if (rest.startsWith(')')) return { problem: 'a ")" closes nothing' };
  return { problem: `"${rest}" is not understood${hint(code, code)}` };
}

/** term = ["/"] component { ("." | "/") component }, from left to right. */
function readTerm(reader: Reader): Read {
  let total: Part = { factor: ONE, dimension: NO_DIMENSION };
  let alone = true;
  let sign = 1;
  if (reader.code[reader.at] === '/') {
    sign = -1;
    alone = false;
    reader.at++;
  }
  for (;;) {
    const part = readComponent(reader);
    if ('problem' in part) return part;
    const next = reader.code[reader.at];
    const last = next !== '.' && next !== '/';
    if (part.offset && !(alone && last)) return { problem: offsetProblem(reader.code) };
    if (alone && last) return part;
    if (sign < 0 && part.factor.numerator === 0n) return { problem: 'it divides by 0' };
    total = combined(total, part, sign);
    if (last) return total;
    alone = false;
    sign = next === '/' ? -1 : 1;
    reader.at++;
  }
}

const NO_DIMENSION: readonly number[] = Array.from({ length: BASE_COUNT }, () => 0);

function combined(a: Part, b: Part, exponent: number): Part {
  return {
    factor: times(a.factor, power(b.factor, exponent)),
    dimension: a.dimension.map((place, i) => place + exponent * (b.dimension[i] ?? 0)),
  };
}

function offsetProblem(code: string): string {
  const instead = code.replaceAll('Cel', 'K').replaceAll('[degF]', '[degR]');
  return `a temperature with its own zero stands alone; a difference of temperatures is in K: write ${instead}`;
}

function readComponent(reader: Reader): Read {
  const { code, at } = reader;
  const start = code[at];
  if (start === undefined)
    return { problem: at === 0 ? 'it is empty' : `something is missing after "${code}"` };
  if (start === '(') return readGroup(reader);
  if (start === '{') return readAnnotation(reader) ?? { factor: ONE, dimension: NO_DIMENSION };
  const number = /^\d+(?![\d*^])/.exec(code.slice(at))?.[0];
  const part = number === undefined ? readSymbol(reader) : readNumber(reader, number);
  if ('problem' in part || code[reader.at] !== '{') return part;
  return readAnnotation(reader) ?? part;
}

function readGroup(reader: Reader): Read {
  if (++reader.depth > MAX_DEPTH) return { problem: `parentheses are nested more than ${MAX_DEPTH} deep` };
  reader.at++;
  const part = readTerm(reader);
  if ('problem' in part) return part;
  if (reader.code[reader.at] !== ')') return { problem: 'a ")" is missing' };
  reader.at++;
  reader.depth--;
  return reader.code[reader.at] === '{' ? (readAnnotation(reader) ?? part) : part;
}

/** Steps over `{any text}`, which means nothing; a problem where it does not end. */
function readAnnotation(reader: Reader): { problem: string } | undefined {
  const end = reader.code.indexOf('}', reader.at);
  if (end < 0) return { problem: 'a "}" is missing' };
  reader.at = end + 1;
  return undefined;
}

function readNumber(reader: Reader, digits: string): Part {
  reader.at += digits.length;
  return { factor: scaleOf(digits), dimension: NO_DIMENSION };
}

/** A symbol runs to the next sign or digit; what stands in square brackets belongs to it, whatever it is. */
const SYMBOL = /^(?:10[*^]|(?:\[[^\]]*\]|[^\d./(){}+\-[\]"=\s])+)/;

function readSymbol(reader: Reader): Read {
  const rest = reader.code.slice(reader.at);
  const symbol = SYMBOL.exec(rest)?.[0];
  if (symbol === undefined) return { problem: `"${rest}" is not understood${hint(reader.code, rest)}` };
  const part = lookUp(symbol);
  if (part === undefined) return { problem: `"${symbol}" is not known${hint(reader.code, symbol)}` };
  if ('problem' in part) return part;
  reader.at += symbol.length;
  return raised(reader, symbol, part);
}

function hint(code: string, part: string): string {
  const suggestion = suggestUnit(code) ?? suggestUnit(part);
  return suggestion === undefined ? '' : `; for ${suggestion.of} write ${suggestion.write.join(' or ')}`;
}

function raised(reader: Reader, symbol: string, part: Part): Read {
  const text = /^[+-]?\d+/.exec(reader.code.slice(reader.at))?.[0];
  if (text === undefined) return part;
  const exponent = Number(text);
  if (Math.abs(exponent) > MAX_EXPONENT)
    return { problem: `the exponent of "${symbol}" is above ${MAX_EXPONENT}` };
  if (part.offset && exponent !== 1) return { problem: offsetProblem(reader.code) };
  reader.at += text.length;
  return exponent === 1 ? part : combined({ factor: ONE, dimension: NO_DIMENSION }, part, exponent);
}

function lookUp(symbol: string): Read | undefined {
  const found = atom(symbol);
  if (found) return found;
  const refused = refusedAtoms.get(symbol);
  if (refused !== undefined) return { problem: `"${symbol}" ${refused}: no factor converts it` };
  for (const [prefix, value] of prefixes) {
    if (!symbol.startsWith(prefix)) continue;
    const rest = symbol.slice(prefix.length);
    if (refusedAtoms.has(rest))
      return { problem: `"${symbol}" ${refusedAtoms.get(rest)}: no factor converts it` };
    const part = atoms.get(rest)?.metric ? atom(rest) : undefined;
    if (part) return { ...part, factor: times(scaleOf(value), part.factor) };
  }
  return undefined;
}

function atom(symbol: string): Part | undefined {
  const kept = known.get(symbol);
  if (kept) return kept;
  if (symbol === '[pi]') return { factor: { ...ONE, pi: 1 }, dimension: NO_DIMENSION };
  const entry = atoms.get(symbol);
  if (!entry) return undefined;
  const part = worked(entry);
  known.set(symbol, part);
  return part;
}

function worked({ value, of, zero }: Atom): Part {
  const base: Read = typeof of === 'number' ? { factor: ONE, dimension: baseDimension(of) } : readWhole(of);
  if ('problem' in base) throw new Error(`the table of units is wrong at ${of}: ${base.problem}`);
  const factor = times(scaleOf(value), base.factor);
  return {
    factor,
    dimension: base.dimension,
    ...(zero !== undefined && { offset: times(factor, scaleOf(zero)) }),
  };
}

function baseDimension(place: number): number[] {
  return NO_DIMENSION.map((_, i) => (i === place ? 1 : 0));
}
