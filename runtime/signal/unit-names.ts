/** Names people use → the UCUM codes they may mean; more than one where the name is ambiguous. Looked up as written, then in lower case. */
export const namesOfUnits: ReadonlyMap<string, readonly string[]> = new Map([
  ...names('Cel', '°C', '℃', 'degC', 'degc', 'celsius', '°c'),
  ...names('[degF]', '°F', '℉', 'degF', 'degf', 'fahrenheit', '°f'),
  ...names('[degR]', '°R', 'degR', 'rankine'),
  ...names('K', '°K', 'degK', 'kelvin'),
  ...names('deg', '°', 'degree', 'degrees'),
  ...names('Ohm', 'Ω', 'Ω', 'ohm', 'ohms', 'ω'),
  ...names('kOhm', 'kΩ', 'kohm'),
  ...names('MOhm', 'MΩ', 'Mohm'),
  ...names('mOhm', 'mΩ', 'mohm'),
  ...names('s', 'sec', 'secs', 'second', 'seconds'),
  ...names('ms', 'msec', 'millisecond', 'milliseconds'),
  ...names('min', 'mins', 'minute', 'minutes'),
  ...names('h', 'hr', 'hrs', 'hour', 'hours'),
  ...names('d', 'day', 'days'),
  ...names('wk', 'week', 'weeks'),
  ...names('mo', 'month', 'months'),
  ...names('a', 'yr', 'year', 'years'),
  ...names('{rpm}/min', 'rpm', 'rev/min', 'r/min', 'U/min'),
  ...names('{rps}/s', 'rps', 'rev/s'),
  ...names('1/min', 'bpm'),
  ...names('[gal_us]/min', 'gpm', 'usgpm'),
  ...names('[gal_br]/min', 'igpm'),
  ...names('l/min', 'lpm'),
  ...names('[cft_i]/min', 'cfm'),
  ...names('[mi_i]/h', 'mph'),
  ...names('km/h', 'kmh', 'kph'),
  ...names('[kn_i]', 'kn', 'knot', 'knots'),
  ...['', 'm', 'k', 'M', 'G', 'T'].flatMap((prefix) => [
    ...names(`${prefix}W.h`, `${prefix}Wh`),
    ...names(`${prefix}A.h`, `${prefix}Ah`),
    ...names(`${prefix}V.A`, `${prefix}VA`, `${prefix}var`, `${prefix}VAr`, `${prefix}VAR`),
  ]),
  ...names('kW.h', 'kwh'),
  ...names('N.m', 'Nm'),
  ...names('kN.m', 'kNm'),
  ...names('Pa.s', 'Pas'),
  ...names('mPa.s', 'mPas'),
  ...names('m', 'meter', 'meters', 'metre', 'metres'),
  ...names('kg', 'kilogram', 'kilograms', 'kgs'),
  ...names('t', 'tonne', 'tonnes'),
  ...names('l', 'liter', 'liters', 'litre', 'litres'),
  ...names('har', 'ha', 'hectare', 'hectares'),
  ...names('um', 'micron', 'microns'),
  ...names('cm3', 'cc', 'ccm'),
  ...names('[in_i]', 'in', 'inch', 'inches'),
  ...names('[ft_i]', 'ft', 'foot', 'feet'),
  ...names('[yd_i]', 'yd', 'yard', 'yards'),
  ...names('[mi_i]', 'mi', 'mile', 'miles'),
  ...names('[nmi_i]', 'nmi', 'NM'),
  ...names('[lb_av]', 'lb', 'lbs', 'lbm', 'pound', 'pounds'),
  ...names('[oz_av]', 'oz', 'ounce', 'ounces'),
  ...names('[lbf_av]', 'lbf'),
  ...names('[stone_av]', 'stone'),
  ...names('[acr_us]', 'acre', 'acres'),
  ...names('[bbl_us]', 'bbl', 'barrel', 'barrels'),
  ...names('[psi]', 'psi', 'PSI'),
  ...names('mm[Hg]', 'mmHg'),
  ...names('m[H2O]', 'mH2O', 'mWC', 'mwc'),
  ...names('mm[H2O]', 'mmH2O', 'mmWC'),
  ...names("[in_i'Hg]", 'inHg'),
  ...names("[in_i'H2O]", 'inH2O', 'inWC'),
  ...names('[Btu_IT]', 'btu', 'BTU', 'Btu'),
  ...names('[HP]', 'hp', 'HP', 'horsepower'),
  ...names('%', 'percent', 'pct', '%RH'),
  ...names('[ppth]', '‰', 'permille'),
  ...names('[ppm]', 'ppm'),
  ...names('[ppb]', 'ppb'),
  ...names('1', '-', '–', 'none', 'unitless', 'dimensionless'),
  ...names('By', 'byte', 'bytes'),
  ...names('m3', 'Nm3', 'Sm3', 'cbm'),
  ...ambiguous(['t', '[ston_av]', '[lton_av]'], 'ton', 'tons', '[ton_av]'),
  ...ambiguous(['[gal_us]', '[gal_br]'], 'gal', 'gallon', 'gallons'),
  ...ambiguous(['[pt_us]', '[pt_br]'], 'pint', 'pints'),
  ...ambiguous(['[qt_us]', '[qt_br]'], 'qt', 'quart', 'quarts'),
  ...ambiguous(['[foz_us]', '[foz_br]'], 'floz', 'fl.oz'),
]);

function names(code: string, ...typed: string[]): (readonly [string, readonly string[]])[] {
  return typed.map((name) => [name, [code]] as const);
}

function ambiguous(codes: string[], ...typed: string[]): (readonly [string, readonly string[]])[] {
  return typed.map((name) => [name, codes] as const);
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A typed text in the signs UCUM has: `m³/h` → `m3/h`, `W/(m²·K)` → `W/(m2.K)`, `µm` → `um`, `m^2` → `m2`, `kg m` → `kg.m`. */
export function plainUnitText(text: string): string {
  return text
    .trim()
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(RAISED.indexOf(digit)))
    .replaceAll('⁻', '-')
    .replaceAll('−', '-')
    .replace(/[µμ]/g, 'u')
    .replace(/\s*[÷∕⁄/]\s*/g, '/')
    .replace(/\s*[·⋅×∙]\s*/g, '.')
    .replace(/\*\*(?=[-+]?\d)/g, '')
    .replace(/(?<!10)\^(?=[-+]?\d)/g, '')
    .replace(/(?<!10)\*/g, '.')
    .replace(/(?<=[^\s./(])\s+(?=[^\s./)])/g, '.');
}
