/** One thing a typed name may mean. */
export interface UnitMeaning {
  code: string;
  /** What tells it from the others, for the person who chooses; '' where the name means nothing else. */
  words: string;
}

type Row = readonly [string, readonly UnitMeaning[]];

const PREFIXES = ['', 'm', 'k', 'M', 'G', 'T'];

/** Words for what is counted: people write them bare, UCUM in braces. */
export const countedThings: readonly string[] =
  'EUR USD GBP CHF JPY CNY SEK NOK DKK PLN INR CAD AUD count pcs pulses samples cycles rev people'.split(' ');

/**
 * Names people use → what they may mean; more than one meaning, or words beside the one, where the name must ask. Looked up as written,
 * then in lower case. They come before codes: `ft` is a foot, though UCUM could read a femtotonne.
 */
export const namesOfUnits: ReadonlyMap<string, readonly UnitMeaning[]> = new Map<
  string,
  readonly UnitMeaning[]
>([
  ...names('Cel', '°C', 'degC', 'degc', 'celsius', '°c', 'deg.C'),
  ...names('[degF]', '°F', 'degF', 'degf', 'fahrenheit', '°f', 'deg.F'),
  ...names('[degR]', '°R', 'degR', 'rankine'),
  ...names('K', '°K', 'degK', 'kelvin'),
  ...names('deg', '°', 'degree', 'degrees'),
  ...names('[pi]', 'π', 'pi'),
  ...names('[IU]', 'IU'),
  ...names('m[IU]', 'mIU'),
  ...names('u[IU]', 'uIU', 'µIU'),
  ...names('k[IU]', 'kIU'),
  ...names('M[IU]', 'MIU'),
  ...names('rad', 'radian', 'radians'),
  ...names('s', 'sec', 'secs', 'second', 'seconds'),
  ...names('ms', 'msec', 'millisecond', 'milliseconds'),
  ...names('min', 'mins', 'minute', 'minutes'),
  ...names('h', 'hr', 'hrs', 'hour', 'hours'),
  ...names('d', 'day', 'days'),
  ...names('wk', 'week', 'weeks'),
  ...names('mo', 'month', 'months'),
  ...names('a', 'yr', 'yrs', 'year', 'years'),
  ...names('Hz', 'hertz'),
  ...names('{rpm}/min', 'rpm', 'rev/min', 'r/min', 'r.p.m'),
  ...names('{rps}/s', 'rps', 'rev/s'),
  ...names('1/min', 'bpm'),

  ...names('m', 'meter', 'meters', 'metre', 'metres'),
  ...names('um', 'micron', 'microns'),
  ...names('[in_i]', 'in', 'inch', 'inches'),
  ...names('[ft_i]', 'ft', 'foot', 'feet'),
  ...names('[yd_i]', 'yd', 'yard', 'yards'),
  ...names('[mi_i]', 'mi', 'mile', 'miles'),
  ...names('[mil_i]', 'mil', 'mils', 'thou'),
  ...names('[nmi_i]', 'nmi'),
  ...names('km/h', 'kmh', 'kmph', 'kph'),
  ...names('m/s', 'mps'),
  ...names('[mi_i]/h', 'mph'),
  ...names('[ft_i]/s', 'fps'),
  ...names('[ft_i]/min', 'fpm'),
  ...names('[kn_i]', 'kn', 'kts', 'knot', 'knots'),
  ...names('har', 'ha', 'hectare', 'hectares'),
  ...names('[acr_us]', 'acre', 'acres'),
  ...names('[sin_i]', 'sqin'),
  ...names('[sft_i]', 'sqft'),
  ...names('[syd_i]', 'sqyd'),
  ...names('m2', 'sqm'),

  ...names('l', 'liter', 'liters', 'litre', 'litres', 'ltr'),
  ...names('cm3', 'cc', 'ccm'),
  ...names('m3', 'cbm'),
  ...names('[cin_i]', 'cuin'),
  ...names('[cft_i]', 'cuft'),
  ...names('[cyd_i]', 'cuyd'),
  ...names('[bbl_us]', 'bbl', 'barrel', 'barrels'),
  ...names('m3{normal}', 'Nm3'),
  ...names('m3{standard}', 'Sm3'),
  ...names('[gal_us]/min', 'gpm', 'usgpm'),
  ...names('[gal_br]/min', 'igpm'),
  ...names('[gal_us]/h', 'gph'),
  ...names('[gal_us]/d', 'gpd'),
  ...names('l/min', 'lpm'),
  ...names('l/s', 'lps'),
  ...names('l/h', 'lph'),
  ...names('m3/h', 'cmh'),
  ...names('[cft_i]/min', 'cfm', 'acfm'),
  ...names('[cft_i]{standard}/min', 'scfm'),
  ...names('l{standard}/min', 'slpm', 'slm'),
  ...names('cm3{standard}/min', 'sccm'),

  ...names('g', 'gram', 'grams'),
  ...names('kg', 'kilogram', 'kilograms', 'kgs'),
  ...names('t', 'tonne', 'tonnes'),
  ...names('[ston_av]', 'ton_us'),
  ...names('[lton_av]', 'ton_br'),
  ...names('[lb_av]', 'lb', 'lbs', 'lbm', 'pound', 'pounds'),
  ...names('[lbf_av]', 'lbf'),
  ...names('[stone_av]', 'stone'),
  ...names('kgf', 'kp'),
  ...names('N', 'newton', 'newtons'),
  ...names('N.m', 'Nm'),
  ...names('kN.m', 'kNm'),
  ...names('kg.K', 'kgK'),
  ...names('Pa', 'pascal', 'pascals'),
  ...names('Pa.s', 'Pas'),
  ...names('mPa.s', 'mPas'),
  ...names('bar', 'bars', 'bara', 'bar(a)'),
  ...names('[psi]', 'psi', 'psia', 'psi(a)', 'lbf/in2', 'lbf/sqin'),
  ...names('mm[Hg]', 'torr'),
  ...['', 'c', 'm'].flatMap((prefix) => [
    ...names(`${prefix}m[Hg]`, `${prefix}mHg`, `${prefix}m.Hg`),
    ...names(
      `${prefix}m[H2O]`,
      `${prefix}mH2O`,
      `${prefix}m.H2O`,
      `${prefix}mWC`,
      `${prefix}mwc`,
      `${prefix}mWS`,
    ),
  ]),
  ...names("[in_i'Hg]", 'inHg', 'in.Hg'),
  ...names("[in_i'H2O]", 'inH2O', 'in.H2O', 'inWC', 'inwc', 'in.wc'),
  ...['bar', 'mbar', 'kPa', 'MPa', 'psi'].flatMap((unit) =>
    asks(
      [[`${unit === 'psi' ? '[psi]' : unit}{gauge}`, 'above the air pressure, which no conversion adds']],
      `${unit}g`,
      `${unit}(g)`,
    ),
  ),

  ...PREFIXES.flatMap((prefix) => [
    ...names(`${prefix}W.h`, `${prefix}Wh`),
    ...names(`${prefix}A.h`, `${prefix}Ah`),
    ...names(`${prefix}V.A`, `${prefix}VA`),
    ...names(`${prefix}V.A{reactive}`, `${prefix}var`, `${prefix}VAr`, `${prefix}VAR`),
  ]),
  ...names('kW.h', 'kwh'),
  ...names('J', 'joule', 'joules'),
  ...names('W', 'watt', 'watts'),
  ...names('V', 'volt', 'volts'),
  ...names('A', 'amp', 'amps', 'ampere', 'amperes'),
  ...names('Ohm', 'ohm', 'ohms'),
  ...['k', 'M', 'G', 'm', 'u'].flatMap((prefix) => names(`${prefix}Ohm`, `${prefix}ohm`)),
  ...names('C', 'coulomb', 'coulombs'),
  ...names('F', 'farad', 'farads'),
  ...names('lx', 'lux'),
  ...names('[HP]', 'hp_mech'),
  ...names('75.m.kgf/s', 'PS', 'CV'),
  ...names('12000.[Btu_IT]/h', 'TR', 'RT'),
  ...names('[Cal]', 'Cal'),
  ...names('dB[SPL]', 'dBSPL', 'dB.SPL'),
  ...names('dB[SPL]{A}', 'dBA', 'dB(A)'),
  ...names('dB[W]', 'dBW'),
  ...names('dB[V]', 'dBV'),

  ...names('%', 'percent', 'pct'),
  ...names('%{RH}', '%RH', '%rh', '%.RH', '%.rh'),
  ...names('%{vol}', '%vol', 'vol%'),
  ...names('%{mass}', '%mass', 'wt%', 'mass%'),
  ...names('[ppth]', '‰', 'permille'),
  ...names('[ppm]', 'ppm'),
  ...names('[ppb]', 'ppb'),
  ...names('[pH]', 'pH', 'ph'),
  ...names('1', '-', '–', 'none', 'unitless', 'dimensionless'),
  ...names('By', 'byte', 'bytes'),
  ...['k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti'].flatMap((prefix) => names(`${prefix}By`, `${prefix}B`)),
  ...['k', 'M', 'G'].flatMap((prefix) => names(`${prefix}bit/s`, `${prefix}bps`)),
  ...names('kbit', 'kb'),
  ...names('Mbit', 'Mb'),
  ...names('{EUR}', '€'),
  ...names('{USD}', '$'),
  ...names('{GBP}', '£'),
  ...countedThings.flatMap((thing) => names(`{${thing}}`, thing)),

  ...asks(
    [
      ['t', 'metric ton, 1000 kg'],
      ['[ston_av]', 'US short ton, 907.2 kg'],
      ['[lton_av]', 'UK long ton, 1016 kg'],
      ['12000.[Btu_IT]/h', 'ton of refrigeration, 3.517 kW'],
    ],
    'ton',
    'tons',
  ),
  ...asks(
    [
      ['[gal_us]', 'US gallon, 3.785 L'],
      ['[gal_br]', 'UK gallon, 4.546 L'],
    ],
    'gal',
    'gals',
    'gallon',
    'gallons',
  ),
  ...asks(
    [
      ['[gal_us]', 'US gallon, 3.785 L'],
      ['[gal_br]', 'UK gallon, 4.546 L'],
      ['Gal', 'galileo, 0.01 m/s²'],
    ],
    'Gal',
  ),
  ...asks(
    [
      ['[qt_us]', 'US quart, 0.946 L'],
      ['[qt_br]', 'UK quart, 1.137 L'],
    ],
    'qt',
    'quart',
    'quarts',
  ),
  ...asks(
    [
      ['[pt_us]', 'US pint, 0.473 L'],
      ['[pt_br]', 'UK pint, 0.568 L'],
    ],
    'pt',
    'pint',
    'pints',
  ),
  ...asks(
    [
      ['[foz_us]', 'US fluid ounce, 29.57 mL'],
      ['[foz_br]', 'UK fluid ounce, 28.41 mL'],
    ],
    'floz',
    'fl.oz',
    'foz',
  ),
  ...asks(
    [
      ['[oz_av]', 'ounce of weight, 28.35 g'],
      ['[foz_us]', 'US fluid ounce, 29.57 mL'],
      ['[foz_br]', 'UK fluid ounce, 28.41 mL'],
      ['[oz_tr]', 'troy ounce of precious metals, 31.10 g'],
    ],
    'oz',
    'ounce',
    'ounces',
  ),
  ...asks(
    [
      ['[stone_av]', 'stone, 6.350 kg'],
      ['st', 'stere, 1 m³'],
    ],
    'st',
  ),
  ...asks(
    [
      ['[cup_us]', 'US cup, 236.6 mL'],
      ['[cup_m]', 'metric cup, 240 mL'],
    ],
    'cup',
    'cups',
  ),
  ...asks(
    [
      ['[HP]', 'mechanical horsepower, 745.7 W'],
      ['75.m.kgf/s', 'metric horsepower, 735.5 W'],
      ['746.W', 'electric horsepower, 746 W'],
    ],
    'hp',
    'horsepower',
  ),
  ...['', 'k', 'M', 'G'].flatMap((prefix) =>
    asks(
      [
        [`${prefix}cal_th`, 'thermochemical, 4.184 J each calorie'],
        [`${prefix}cal_IT`, 'of the steam tables, 4.1868 J each calorie'],
        [`${prefix}cal_[15]`, 'of water at 15 °C, 4.1858 J each calorie'],
      ],
      `${prefix}cal`,
      ...(prefix === '' ? ['calorie', 'calories'] : []),
    ),
  ),
  ...asks(
    [
      ['[Btu_IT]', 'of the steam tables, 1055.06 J'],
      ['[Btu_th]', 'thermochemical, 1054.35 J'],
      ['[Btu_59]', 'of water at 59 °F, 1054.80 J'],
    ],
    'btu',
  ),
  ...asks(
    [
      ['[ft_i].[lbf_av]', 'torque or work, 1.356 N·m'],
      ['[ft_i].[lb_av]', 'foot times pound of mass'],
    ],
    'ft.lb',
    'lb.ft',
    'ftlb',
    'lbft',
  ),
  ...asks(
    [
      ['[in_i].[lbf_av]', 'torque or work, 0.113 N·m'],
      ['[in_i].[lb_av]', 'inch times pound of mass'],
    ],
    'in.lb',
    'lb.in',
    'inlb',
  ),
  ...asks(
    [
      ['kgf/cm2', 'pressure, 98.07 kPa'],
      ['kg/cm2', 'mass on an area'],
    ],
    'kg/cm2',
  ),
  ...asks(
    [
      ['[psi]', 'pressure, 6.895 kPa'],
      ['[lb_av]/[in_i]2', 'mass on an area'],
    ],
    'lb/in2',
  ),
  ...asks(
    [
      ['kN', 'kilonewton'],
      ['[kn_i]', 'knots'],
    ],
    'KN',
    'Kn',
  ),
  ...asks(
    [
      ['[nmi_i]', 'nautical miles'],
      ['N.m', 'newton metres'],
      ['nm', 'nanometres'],
    ],
    'NM',
  ),
  ...asks(
    [
      ['By', 'byte'],
      ['B', 'bel'],
    ],
    'B',
  ),
  ...asks(
    [
      ['kBy', '1000 bytes'],
      ['KiBy', '1024 bytes'],
    ],
    'KB',
  ),
  ...asks(
    [
      ['Gbit', 'gigabit'],
      ['Gb', 'gilbert, 0.796 A'],
    ],
    'Gb',
  ),
]);

/** Names that ask only where they are the whole text: in `C/kg` nobody means degrees. */
export const namesAlone: ReadonlyMap<string, readonly UnitMeaning[]> = new Map<
  string,
  readonly UnitMeaning[]
>([
  ...asks(
    [
      ['Cel', 'degree Celsius'],
      ['C', 'coulomb'],
    ],
    'C',
  ),
  ...asks(
    [
      ['[degF]', 'degree Fahrenheit'],
      ['F', 'farad'],
    ],
    'F',
  ),
  ...asks(
    [
      ['{rpm}/min', 'revolutions per minute'],
      ['U/min', 'enzyme units per minute'],
    ],
    'U/min',
  ),
]);

function names(code: string, ...typed: string[]): Row[] {
  return typed.map((name) => [name, [{ code, words: '' }]] as const);
}

function asks(meanings: readonly (readonly [code: string, words: string])[], ...typed: string[]): Row[] {
  return typed.map((name) => [name, meanings.map(([code, words]) => ({ code, words }))] as const);
}
