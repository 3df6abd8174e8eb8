import { ONE, power, scaleOf, times, toNumber, type Scale } from './scale.ts';
import { ANGLE, atoms, baseUnits, curveWords, prefixes, type Atom, type Curve } from './unit-atoms.ts';
import { suggestUnit } from './suggest-unit.ts';

/**
 * A unit: SI value = factor · value + offset. `dimension` holds the exponents of the base units m, kg, s, A, K, mol, cd and of each
 * arbitrary unit, in that order; angles are plain numbers, as in the SI. `code` is the UCUM code as it was given.
 */
export interface Unit {
  code: string;
  factor: number;
  offset: number;
  dimension: readonly number[];
  /** Exponent of the plane angle in it: 1 for rad/s, 0 for 1/s. Conversions leave it out, as the SI does. */
  angle: number;
  /** Of a level, a slope and the like: factor · value + offset is this function of the SI value. */
  curve?: Curve;
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
 * Units with a zero or a curve of their own (Cel, [degF], dB, [pH]) stand alone, but for a plain number before or behind them.
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
  angle: number;
  /** Exact; absent for all but units with a zero of their own. */
  offset?: Scale;
  curve?: Curve;
  /** Made of written numbers only. */
  isNumber?: boolean;
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
  const { dimension, angle, curve } = part;
  const unit: Unit = { code, factor, offset: toNumber(offset), dimension, angle, ...(curve && { curve }) };
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

/** term = component { ("." | "/") component }, from left to right; a whole code may begin with "/". */
function readTerm(reader: Reader): Read {
  let total: Part = NOTHING_YET;
  let sign = 1;
  if (reader.code[reader.at] === '/') {
    if (reader.at > 0) return { problem: 'something is missing before "/"' };
    sign = -1;
    reader.at++;
  }
  for (;;) {
    const part = readComponent(reader);
    if ('problem' in part) return part;
    if (sign < 0 && part.factor.numerator === 0n) return { problem: 'it divides by 0' };
    const both = joined(total, part, sign, reader.code);
    if ('problem' in both) return both;
    total = both;
    const next = reader.code[reader.at];
    if (next !== '.' && next !== '/') return total;
    sign = next === '/' ? -1 : 1;
    reader.at++;
  }
}

const NO_DIMENSION: readonly number[] = baseUnits.map(() => 0);
const NOTHING_YET: Part = { factor: ONE, dimension: NO_DIMENSION, angle: 0, isNumber: true };

/** The product or quotient of two parts; one that stands alone may only be scaled by numbers. */
function joined(a: Part, b: Part, sign: number, code: string): Read {
  if (!standsAlone(a) && !standsAlone(b)) return combined(a, b, sign);
  if (a.isNumber && sign > 0) return { ...b, factor: times(a.factor, b.factor) };
  if (b.isNumber) return { ...a, factor: times(a.factor, power(b.factor, sign)) };
  return { problem: aloneProblem(code, standsAlone(a) ? a : b) };
}

function standsAlone(part: Part): boolean {
  return part.offset !== undefined || part.curve !== undefined;
}

function combined(a: Part, b: Part, exponent: number): Part {
  return {
    factor: times(a.factor, power(b.factor, exponent)),
    dimension: a.dimension.map((place, i) => place + exponent * (b.dimension[i] ?? 0)),
    angle: a.angle + exponent * b.angle,
    ...(a.isNumber && b.isNumber && { isNumber: true }),
  };
}

function aloneProblem(code: string, { curve }: Part): string {
  if (curve !== undefined)
    return `${curveWords[curve]} scale stands alone: no product, quotient or power holds it`;
  const instead = code.replaceAll('Cel', 'K').replaceAll('[degF]', '[degR]').replaceAll('[degRe]', '(5.K/4)');
  return `a temperature with its own zero stands alone; a difference of temperatures is in K: write ${instead}`;
}

function readComponent(reader: Reader): Read {
  const { code, at } = reader;
  const start = code[at];
  if (start === undefined)
    return { problem: at === 0 ? 'it is empty' : `something is missing after "${code}"` };
  if (start === '(') return readGroup(reader);
  if (start === '{') return readAnnotation(reader) ?? NOTHING_YET;
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

const ANNOTATION = /^\{[!-z|~]*\}/;

/** Steps over `{text}`, which means nothing; a problem where it does not end, or holds more than printable ASCII without blanks. */
function readAnnotation(reader: Reader): { problem: string } | undefined {
  const rest = reader.code.slice(reader.at);
  const text = ANNOTATION.exec(rest)?.[0];
  if (text === undefined)
    return {
      problem: rest.includes('}')
        ? `"${rest.slice(0, rest.indexOf('}') + 1)}" may hold letters a to z, digits and signs only, and no blanks`
        : 'a "}" is missing',
    };
  reader.at += text.length;
  return undefined;
}

function readNumber(reader: Reader, digits: string): Part {
  reader.at += digits.length;
  return { ...NOTHING_YET, factor: scaleOf(digits) };
}

/** A symbol runs to the next sign or digit; what stands in square brackets belongs to it, whatever it is. */
const SYMBOL = /^(?:10[*^]|(?:\[[^\]]*\]|[^\d./(){}+\-[\]"=\s])+)/;

function readSymbol(reader: Reader): Read {
  const rest = reader.code.slice(reader.at);
  const symbol = SYMBOL.exec(rest)?.[0];
  if (symbol === undefined) return { problem: `"${rest}" is not understood${hint(reader.code, rest)}` };
  const part = lookUp(symbol);
  if (part === undefined) return { problem: `"${symbol}" is not known${hint(reader.code, symbol)}` };
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
  if (standsAlone(part) && exponent !== 1) return { problem: aloneProblem(reader.code, part) };
  reader.at += text.length;
  return exponent === 1 ? part : combined(NOTHING_YET, part, exponent);
}

function lookUp(symbol: string): Part | undefined {
  const found = atom(symbol);
  if (found) return found;
  for (const [prefix, value] of prefixes) {
    if (!symbol.startsWith(prefix)) continue;
    const rest = symbol.slice(prefix.length);
    const part = atoms.get(rest)?.metric ? atom(rest) : undefined;
    if (part) return { ...part, factor: times(scaleOf(value), part.factor) };
  }
  return undefined;
}

function atom(symbol: string): Part | undefined {
  const kept = known.get(symbol);
  if (kept) return kept;
  if (symbol === '[pi]') return { factor: { ...ONE, pi: 1 }, dimension: NO_DIMENSION, angle: 0 };
  const entry = atoms.get(symbol);
  if (!entry) return undefined;
  const part = worked(entry);
  known.set(symbol, part);
  return part;
}

function worked({ value, of, zero, curve }: Atom): Part {
  const base = typeof of === 'number' ? basePart(of) : readWhole(of);
  if ('problem' in base) throw new Error(`the table of units is wrong at ${of}: ${base.problem}`);
  const factor = times(scaleOf(value), base.factor);
  return {
    factor,
    dimension: base.dimension,
    angle: base.angle,
    ...(zero !== undefined && { offset: times(factor, scaleOf(zero)) }),
    ...(curve && { curve }),
  };
}

function basePart(place: number): Part {
  const dimension = NO_DIMENSION.map((_, i) => (i === place ? 1 : 0));
  return { factor: ONE, dimension, angle: place === ANGLE ? 1 : 0 };
}
