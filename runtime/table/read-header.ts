import { parseUnit } from '../signal/unit.ts';
import { readUnitText } from '../signal/unit-text.ts';

/** What a header may say: how the quantity is called, and in which unit it is. */
export interface HeaderMeaning {
  /** As a port is called. */
  name: string;
  /** UCUM code; absent where the header shows none. */
  unit?: string;
}

/** Of a header so much is looked at; the patterns take the square of a text's length. */
const LONGEST = 300;
const BRACKETED = /^(.*?)\s*(?:\[([^\][]*)\]|\(([^)(]*)\)|\{([^}{]*)\})\s*$/;
const AFTER_WORD = /^(.*?)(?:,\s*|\s+in\s+|\s+\/\s+)(\S+)$/;
const LAST_PIECE = /^(.+?)[_ .-]([A-Za-z°%µ][A-Za-z0-9°%µ/³²]*)$/;

/** Last pieces of a name that are units whatever stands before them; one letter alone is one only with its quantity. */
const SUFFIXES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    degc: 'Cel',
    '°c': 'Cel',
    celsius: 'Cel',
    degf: '[degF]',
    '°f': '[degF]',
    kelvin: 'K',
    bar: 'bar',
    mbar: 'mbar',
    kpa: 'kPa',
    mpa: 'MPa',
    hpa: 'hPa',
    psi: '[psi]',
    kw: 'kW',
    mw: 'MW',
    kwh: 'kW.h',
    mwh: 'MW.h',
    rpm: '{rpm}/min',
    hz: 'Hz',
    khz: 'kHz',
    m3h: 'm3/h',
    'm3/h': 'm3/h',
    'm³/h': 'm3/h',
    m3s: 'm3/s',
    'm3/s': 'm3/s',
    lpm: 'l/min',
    'l/min': 'l/min',
    'l/s': 'l/s',
    gpm: '[gal_us]/min',
    'kg/h': 'kg/h',
    'kg/s': 'kg/s',
    'mm/s': 'mm/s',
    'm/s': 'm/s',
    pct: '%',
    percent: '%',
    '%': '%',
    ppm: '[ppm]',
    mm: 'mm',
    cm: 'cm',
    kg: 'kg',
    ma: 'mA',
    mv: 'mV',
    kv: 'kV',
    nm: 'N.m',
  }),
);

const SINGLE: readonly (readonly [RegExp, string, string])[] = [
  [/temp/i, 'C', 'Cel'],
  [/temp/i, 'F', '[degF]'],
  [/temp/i, 'K', 'K'],
  [/press|druck/i, 'Pa', 'Pa'],
  [/volt|spannung/i, 'V', 'V'],
  [/curr|strom|amp/i, 'A', 'A'],
  [/power|leistung/i, 'W', 'W'],
  [/level|height|head|niveau|dist|length/i, 'm', 'm'],
  [/time|dauer|duration/i, 's', 's'],
  [/mass|weight|force/i, 'N', 'N'],
];

/** Guesses what a header means: `Flow rate [m3/h]`, `temp_C`, `Druck (bar)`, `power in kW`. A suggestion for a person, never more. */
export function readHeader(header: string): HeaderMeaning {
  const text = header.trim().slice(0, LONGEST);
  const bracketed = BRACKETED.exec(text);
  const inside = bracketed && (bracketed[2] ?? bracketed[3] ?? bracketed[4] ?? '');
  if (bracketed && inside !== null) {
    const code = unitCode(inside);
    const before = bracketed[1] ?? '';
    if (code !== undefined && before !== '') return { name: portName(before), unit: code };
  }
  const worded = AFTER_WORD.exec(text);
  const code = worded ? unitCode(worded[2] ?? '') : undefined;
  if (worded && code !== undefined) return { name: portName(worded[1] ?? ''), unit: code };
  const pieces = LAST_PIECE.exec(text);
  if (pieces) {
    const [, before = '', piece = ''] = pieces;
    const known =
      SUFFIXES.get(piece.toLowerCase()) ??
      SINGLE.find(([of, letter]) => letter === piece && of.test(before))?.[2];
    if (known !== undefined) return { name: portName(before), unit: known };
  }
  return { name: portName(text) };
}

function unitCode(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const read = readUnitText(text);
  return 'code' in read && 'unit' in parseUnit(read.code) && read.code !== '' ? read.code : undefined;
}

/** A header as a port name: letters, digits, `-` and `_`, the first a letter; words run together (`Flow rate` → `flowRate`). */
export function portName(text: string): string {
  const plain = text
    .trim()
    .replaceAll('ß', 'ss')
    .replaceAll(/[äÄöÖüÜ]/g, (letter) => `${letter.normalize('NFD')[0] ?? ''}e`)
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/g, '');
  if (/^[A-Za-z][A-Za-z0-9_-]*$/.test(plain)) return plain.slice(0, 64);
  const [first = '', ...rest] = plain.split(/[^A-Za-z0-9_-]+/).filter((word) => word !== '');
  const joined = [
    first.charAt(0).toLowerCase() + first.slice(1),
    ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ].join('');
  const named = /^[A-Za-z]/.test(joined) ? joined : joined === '' ? '' : `c${joined}`;
  return named.slice(0, 64);
}
