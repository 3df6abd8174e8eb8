import { plainUnitText } from './plain-unit-text.ts';
import { inOtherCase } from './suggest-unit.ts';
import { atoms } from './unit-atoms.ts';
import { countedThings, namesAlone, namesOfUnits, type UnitMeaning } from './unit-names.ts';
import { parseUnit } from './unit.ts';

/** What a typed text is: one UCUM code; or what it may mean, for the person to choose; or no unit at all, and why. */
export type UnitReading = { code: string } | { ambiguous: readonly UnitMeaning[] } | { problem: string };

const MAX_KEPT = 2000;
const MAX_CHOICES = 12;
const MAX_LENGTH = 200;

/**
 * A UCUM code as people read it: `m3/h` → `m³/h`, `Cel` → `°C`, `kW.h` → `kWh`; '' for a plain number. `readUnitText` makes the same
 * code of it: where people's signs would mean something else, the code stands with the word (UCUM) behind it. What is no code comes back
 * as it is.
 */
export function formatUnit(code: string): string {
  const known = formatted.get(code);
  if (known !== undefined) return known;
  const text = format(code);
  if (formatted.size >= MAX_KEPT) formatted.delete(formatted.keys().next().value ?? '');
  formatted.set(code, text);
  return text;
}

/**
 * The reverse of `formatUnit` and more: what people type (`°C`, `m³/h`, `gpm`, `rpm`, `kWh`, `W/m²K`, UCUM itself) → the UCUM code.
 * What may mean several things (`ton`, `gal`, `BTU/h`, `W/m²·K`) gives them all; so does what means one thing that is not what it says
 * (`barg`, `KW`).
 */
export function readUnitText(text: string): UnitReading {
  if (text.endsWith(LITERAL)) return readCode(text.slice(0, -LITERAL.length));
  if (text.length > MAX_LENGTH) return readCode(text);
  if (/\d\.\d/.test(text.replace(/\{[^}]*\}|\[[^\]]*\]/g, '')))
    return { problem: 'a unit holds whole numbers only' };
  const plain = plainUnitText(text);
  const whole = namesAlone.get(plain) ?? named(plain);
  const found = (whole ?? readTerm(plain)).map(sound).filter((meaning) => meaning !== undefined);
  const choices = found.filter(({ code }, i) => found.findIndex((one) => one.code === code) === i);
  const [only] = choices;
  if (only === undefined) {
    const asTyped = readCode(plain);
    return 'code' in asTyped ? asTyped : readCode(readTerm(plain)[0]?.code ?? plain);
  }
  return choices.length === 1 && only.words === '' ? { code: only.code } : { ambiguous: choices };
}

const formatted = new Map<string, string>();
const LITERAL = ' (UCUM)';

function readCode(code: string): { code: string } | { problem: string } {
  const parsed = parseUnit(code);
  return 'unit' in parsed ? { code } : parsed;
}

/** The meaning where its code is one; with K for a temperature inside a product, which can only be a difference. */
function sound({ code, words }: UnitMeaning): UnitMeaning | undefined {
  if ('unit' in parseUnit(code)) return { code, words };
  const kelvin = code.replaceAll('Cel', 'K').replaceAll('[degF]', '[degR]');
  if (kelvin === code || !('unit' in parseUnit(kelvin))) return undefined;
  return { code: kelvin, words: words || 'a difference of temperatures' };
}

/** Codes a typed name may mean; as written, then in lower case unless it is a code. */
function named(text: string): readonly UnitMeaning[] | undefined {
  const found = namesOfUnits.get(text);
  if (found || 'unit' in parseUnit(text)) return found;
  return namesOfUnits.get(text.toLowerCase());
}

interface Component {
  sign: '' | '.' | '/';
  text: string;
}

/** What a product or quotient may mean: every meaning of its components, in every order that people may read it in. */
function readTerm(text: string): readonly UnitMeaning[] {
  const components = splitTerm(text);
  const layouts = isOrderClear(components) ? [ONE_READING] : TWO_READINGS;
  let terms: UnitMeaning[][] = [[]];
  for (const { text: part } of components) {
    const meanings = readComponent(part);
    terms = terms.flatMap((term) => meanings.map((meaning) => [...term, meaning])).slice(0, MAX_CHOICES);
  }
  return terms
    .flatMap((term) =>
      layouts.map(({ words, arrange }) => ({
        code: arrange(components.map(({ sign }, i) => ({ sign, text: term[i]?.code ?? '' }))),
        words: [...new Set([...term.map((meaning) => meaning.words), words])].filter(Boolean).join('; '),
      })),
    )
    .slice(0, MAX_CHOICES);
}

/** `W/(m2.K)` → W, /(m2.K): the components of the outermost term with the sign before each. */
function splitTerm(text: string): Component[] {
  const components: Component[] = [{ sign: '', text: '' }];
  let depth = 0;
  for (const [piece] of text.matchAll(/\{[^}]*\}|\[[^\]]*\]|./gs)) {
    if (piece === '(') depth++;
    if (piece === ')') depth--;
    if (depth === 0 && (piece === '.' || piece === '/')) components.push({ sign: piece, text: '' });
    else components.at(-1)!.text += piece;
  }
  return components;
}

/** UCUM reads from left to right, people take all behind a slash together: `W/m2.K` is W·K/m² to one and W/(m²·K) to the other. */
function isOrderClear(components: readonly Component[]): boolean {
  return !components.some(
    ({ sign }, i) => sign === '.' && components.slice(0, i).some((one) => one.sign === '/'),
  );
}

interface Layout {
  words: string;
  arrange(components: readonly Component[]): string;
}

const ONE_READING: Layout = {
  words: '',
  arrange: (components) =>
    components.map(({ sign, text }) => sign + (sign === '/' ? asOne(text) : text)).join(''),
};

const TWO_READINGS: readonly Layout[] = [
  {
    words: 'all that follows the slash divides',
    arrange(components) {
      const runs: string[] = [];
      for (const { sign, text } of components) {
        if (sign === '/' || runs.length === 0) runs.push(text);
        else runs.push(`${runs.pop()}.${text}`);
      }
      return runs.map((run, i) => (i === 0 ? run : `/${asOne(run)}`)).join('');
    },
  },
  {
    words: 'only what stands next to the slash divides',
    arrange(components) {
      const above = components.filter(({ sign, text }) => sign !== '/' && text !== '');
      const below = components.filter(({ sign }) => sign === '/');
      return [above.map(({ text }) => text).join('.'), ...below.map(({ text }) => asOne(text))].join('/');
    },
  },
];

/** In parentheses where it is a product or a quotient. */
function asOne(code: string): string {
  return splitTerm(code).length > 1 ? `(${code})` : code;
}

const SIMPLE = /^(?<symbol>.*?[^\d+-])(?<exponent>[+-]?\d+)?(?<note>\{[^}]*\})?$/s;

function readComponent(part: string): readonly UnitMeaning[] {
  if (part.startsWith('(') && part.endsWith(')'))
    return readTerm(part.slice(1, -1)).map(({ code, words }) => ({ code: `(${code})`, words }));
  const whole = named(part);
  if (whole) return whole;
  const { symbol = part, exponent = '', note = '' } = SIMPLE.exec(part)?.groups ?? {};
  const ends = exponent + note;
  const base = ends === '' ? undefined : named(symbol);
  if (base && (exponent === '' || base.every(({ code }) => splitTerm(code).length === 1)))
    return base.map(({ code, words }) => ({ code: code + ends, words }));
  if (part === '' || 'unit' in parseUnit(part)) return [{ code: part, words: '' }];
  if (atoms.has(`[${symbol}]`) && symbol.length > 2) return [{ code: `[${symbol}]${ends}`, words: '' }];
  return readGlued(part) ?? otherCases(symbol, ends) ?? [{ code: part, words: '' }];
}

const PIECE = /^\d+(?![*^\d])|(?:\[[^\]]*\]|[^\d()[\]{}+-])+(?:[+-]?\d+)?(?:\{[^}]*\})?/g;

/** `m2K` → m2.K, `100km` → 100.km: what stands together belongs together. */
function readGlued(part: string): readonly UnitMeaning[] | undefined {
  const pieces = part.match(PIECE) ?? [];
  if (pieces.length < 2 || pieces.join('') !== part) return undefined;
  const meanings = readTerm(pieces.join('.'));
  return meanings.some(sound) ? meanings : undefined;
}

function otherCases(symbol: string, ends: string): readonly UnitMeaning[] | undefined {
  const codes = inOtherCase(symbol);
  if (codes.length === 0) return undefined;
  return codes.map((code) => ({ code: code + ends, words: 'capital and small letters matter' }));
}

function format(code: string): string {
  if (code === '' || code === '1') return '';
  if (!('unit' in parseUnit(code))) return code;
  for (const text of [WHOLE.get(code) ?? prettyTerm(code), code]) {
    const back = readUnitText(text);
    if ('code' in back && back.code === code) return text;
  }
  return code + LITERAL;
}

/** Codes people read as one word. */
const WHOLE: ReadonlyMap<string, string> = new Map([
  ['{rpm}/min', 'rpm'],
  ['{rps}/s', 'rps'],
  ['[gal_us]/min', 'gpm'],
  ['[mi_i]/h', 'mph'],
  ['[cft_i]/min', 'cfm'],
  ['[cft_i]{standard}/min', 'scfm'],
  ['75.m.kgf/s', 'PS'],
  ['12000.[Btu_IT]/h', 'RT'],
  ['C', 'coulomb'],
  ['F', 'farad'],
]);

/** Products of two units people write as one word. */
const WORDS: ReadonlyMap<string, string> = new Map(
  ['', 'm', 'k', 'M', 'G', 'T'].flatMap((prefix) => [
    [`${prefix}W.h`, `${prefix}Wh`],
    [`${prefix}A.h`, `${prefix}Ah`],
    [`${prefix}V.A`, `${prefix}VA`],
    [`${prefix}V.A{reactive}`, `${prefix}var`],
  ]),
);

/** Components whose signs differ from what people read. */
const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ['[pi]', 'π'],
  ['Cel', '°C'],
  ['[degF]', '°F'],
  ['[degR]', '°R'],
  ['deg', '°'],
  ['har', 'ha'],
  ['By', 'byte'],
  ['m3{normal}', 'Nm³'],
  ['m3{standard}', 'Sm³'],
  ['[in_i]', 'in'],
  ['[ft_i]', 'ft'],
  ['[yd_i]', 'yd'],
  ['[mi_i]', 'mi'],
  ['[mil_i]', 'mil'],
  ['[nmi_i]', 'nmi'],
  ['[kn_i]', 'kn'],
  ['[sin_i]', 'sqin'],
  ['[sft_i]', 'sqft'],
  ['[syd_i]', 'sqyd'],
  ['[cin_i]', 'cuin'],
  ['[cft_i]', 'cuft'],
  ['[cyd_i]', 'cuyd'],
  ['[acr_us]', 'acre'],
  ['[bbl_us]', 'bbl'],
  ['[lb_av]', 'lb'],
  ['[lbf_av]', 'lbf'],
  ['[stone_av]', 'stone'],
  ['[ston_av]', 'ton (US)'],
  ['[lton_av]', 'ton (UK)'],
  ['[HP]', 'hp (mech)'],
  ['[ppth]', '‰'],
  ['[pH]', 'pH'],
  ['[IU]', 'IU'],
  ['m[IU]', 'mIU'],
  ['u[IU]', 'µIU'],
  ['k[IU]', 'kIU'],
  ['M[IU]', 'MIU'],
  ["[in_i'Hg]", 'inHg'],
  ["[in_i'H2O]", 'inH₂O'],
]);

function prettyTerm(code: string): string {
  const components = splitTerm(code);
  let text = '';
  for (let i = 0; i < components.length; i++) {
    const { sign, text: part } = components[i]!;
    const next = components[i + 1];
    const word = sign !== '/' && next?.sign === '.' ? WORDS.get(`${part}.${next.text}`) : undefined;
    if (word !== undefined) i++;
    text += (sign === '.' ? '·' : sign) + (word ?? prettyComponent(part, sign));
  }
  return text;
}

function prettyComponent(part: string, sign: string): string {
  if (part.startsWith('(')) {
    const inner = part.slice(1, -1);
    return (sign === '/' ? WORDS.get(inner) : undefined) ?? `(${prettyTerm(inner)})`;
  }
  const whole = SYMBOLS.get(part);
  if (whole !== undefined) return whole;
  if (part.startsWith('{')) return countedThings.includes(part.slice(1, -1)) ? part.slice(1, -1) : part;
  const { symbol, exponent = '', note = '' } = SIMPLE.exec(part)?.groups ?? {};
  if (symbol === undefined) return part;
  if (symbol === '10^') return part;
  const base = symbol === '10*' && exponent !== '' ? '10' : prettySymbol(symbol);
  return base + exponent.replace(/[+\-\d]/g, (sign) => RAISED[sign] ?? '') + note;
}

const RAISED: Readonly<Record<string, string>> = {
  '+': '⁺',
  '-': '⁻',
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((raised, digit) => [String(digit), raised])),
};

/** What UCUM ends its symbols with, and how people tell such units apart. */
const KINDS: Readonly<Record<string, string>> = {
  us: 'US',
  br: 'UK',
  IT: 'IT',
  th: 'th',
  av: 'av',
  tr: 'tr',
};

function prettySymbol(symbol: string): string {
  return (
    SYMBOLS.get(symbol) ??
    symbol
      .replace(/^\[(.{3,})\]$/, '$1')
      .replace(/\[(Hg|H2O)\]$/, (_all, liquid: string) => liquid.replace('2', '₂'))
      .replace(/_([a-zA-Z]{2})$/, (ending, kind: string) => (KINDS[kind] ? ` (${KINDS[kind]})` : ending))
      .replace(/Ohm$/, 'Ω')
      .replace(/(?<=^[kMGT]i?|^Ki)By$/, 'B')
      .replace(/^u(?=[A-Za-zΩ])/, 'µ')
  );
}
