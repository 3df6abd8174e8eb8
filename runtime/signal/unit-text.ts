import { parseUnit } from './unit.ts';
import { namesOfUnits, plainUnitText } from './unit-names.ts';

/** A UCUM code as people read it: `m3/h` → `m³/h`, `Cel` → `°C`, `kW.h` → `kWh`; '' for a plain number, an unknown code as it is. */
export function formatUnit(code: string): string {
  if (code === '' || code === '1') return '';
  const whole = WHOLE.get(code);
  if (whole !== undefined) return whole;
  const [first = ''] = code;
  const text = code
    .replace(ALONE, '$1')
    .replace(PIECE, formatPiece)
    .replace(/([kMGTm]?[WA])·h(?![A-Za-z])/g, '$1h');
  return first === '/' ? `1${text}` : text;
}

/**
 * The reverse of `formatUnit` and more: what people type (`°C`, `m³/h`, `gpm`, `rpm`, `kWh`, `W/(m²·K)`, UCUM itself) → the UCUM code.
 * A name with several meanings (`ton`, `gal`) gives the codes it may mean.
 */
export function readUnitText(text: string): { code: string } | { ambiguous: string[] } | { problem: string } {
  const plain = plainUnitText(text);
  const whole = named(plain);
  if (whole) return meaning(whole);
  const parts = plain.split(/([./()])/);
  for (const part of parts) {
    const codes = named(part);
    if (codes && codes.length > 1) return { ambiguous: codes.map((code) => plain.replace(part, code)) };
  }
  const code = parts.map((part, i) => inPlace(part, parts[i - 1] ?? '', i > 1)).join('');
  const parsed = parseUnit(code);
  if ('unit' in parsed) return { code };
  const asTyped = parseUnit(plain);
  return 'unit' in asTyped ? { code: plain } : asTyped;
}

/** Codes people read as one word. */
const WHOLE: ReadonlyMap<string, string> = new Map([
  ['{rpm}/min', 'rpm'],
  ['{rps}/s', 'rps'],
  ['[gal_us]/min', 'gpm'],
  ['[mi_i]/h', 'mph'],
  ['[cft_i]/min', 'cfm'],
]);

/** Symbols whose signs differ from what people read. */
const SYMBOLS: Readonly<Record<string, string>> = {
  Cel: '°C',
  '[degF]': '°F',
  '[degR]': '°R',
  Ohm: 'Ω',
  kOhm: 'kΩ',
  MOhm: 'MΩ',
  deg: '°',
  har: 'ha',
  '[in_i]': 'in',
  '[ft_i]': 'ft',
  '[yd_i]': 'yd',
  '[mi_i]': 'mi',
  '[nmi_i]': 'nmi',
  '[kn_i]': 'kn',
  '[lb_av]': 'lb',
  '[oz_av]': 'oz',
  '[lbf_av]': 'lbf',
  '[psi]': 'psi',
  '[HP]': 'hp',
  '[Btu_IT]': 'Btu',
  '[gal_us]': 'gal (US)',
  '[gal_br]': 'gal (UK)',
  '[bbl_us]': 'bbl',
  '[ppm]': 'ppm',
  '[ppb]': 'ppb',
  '[ppth]': '‰',
  'm[H2O]': 'mH2O',
  'mm[H2O]': 'mmH2O',
  'mm[Hg]': 'mmHg',
};

/** An annotation that stands for the whole component, such as {EUR}: it is what people read. */
const ALONE = /(?<=^|[./(])\{([A-Za-z%]+)\}(?=$|[./)])/g;
const PIECE = /\{[^}]*\}|(?<symbol>(?:\[[^\]]*\]|[A-Za-z%'])+)(?<exponent>[+-]?\d+)?|\./g;
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function formatPiece(piece: string, symbol?: string, exponent = ''): string {
  if (piece === '.') return '·';
  if (symbol === undefined) return '';
  const raised = exponent
    .replace('+', '')
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => RAISED.charAt(Number(digit)));
  return (SYMBOLS[symbol] ?? symbol.replace(/^u(?=[A-Za-z])/, 'µ')) + raised;
}

/** Codes a typed name may mean; as written, then in lower case. */
function named(text: string): readonly string[] | undefined {
  return namesOfUnits.get(text) ?? namesOfUnits.get(text.toLowerCase());
}

function meaning(codes: readonly string[]): { code: string } | { ambiguous: string[] } {
  const [code = ''] = codes;
  return codes.length === 1 ? { code } : { ambiguous: [...codes] };
}

/** A name inside a longer text as its code, in parentheses where it is a product behind a slash. */
function inPlace(part: string, before: string, isLater: boolean): string {
  const [code] = named(part) ?? [];
  const exact = parseUnit(part);
  if (code === undefined || (part !== '' && 'unit' in exact)) return part;
  return isLater && before === '/' && /[./]/.test(code) ? `(${code})` : code;
}
