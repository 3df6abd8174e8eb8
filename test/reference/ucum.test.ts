import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversion, fromSi, toSi } from '@twinloom/runtime/signal/convert';
import { atoms, baseUnits, prefixes } from '@twinloom/runtime/signal/unit-atoms';
import { formatUnit, readUnitText } from '@twinloom/runtime/signal/unit-text';
import { parseUnit, type Unit } from '@twinloom/runtime/signal/unit';
import { avogadro, convertWithOracle, oracleCodes, readWithOracle, type OracleUnit } from './ucum-oracle.ts';

const CLOSE = 1e-12;
const SI_PLACES = 7;

/** Where the oracle's table is older or wrong: the code, and why it cannot judge. */
const oracleErrs: Readonly<Record<string, string>> = {
  u: 'a value of 1986',
  eV: 'a value of 1986',
  '[h]': 'a value of 1986',
  '[k]': 'a value of 1986',
  '[e]': 'a value of 1986',
  '[m_e]': 'a value of 1986',
  '[m_p]': 'a value of 1986',
  '[G]': 'a value of 1986',
  '[diop]': 'takes 1/m for m, to be turned over at conversion',
  '[mesh_i]': 'takes 1/[in_i] for [in_i], to be turned over at conversion',
  Bd: 'takes 1/s for s, to be turned over at conversion',
  '[LPF]': 'is 100 by UCUM, 1 in its table',
  '/[LPF]': 'is 100 by UCUM, 1 in its table',
  '{#}/[LPF]': 'is 100 by UCUM, 1 in its table',
};

/** Where this product keeps to something else on purpose. */
const weDiffer: Readonly<Record<string, string>> = {
  Torr: 'is no code of UCUM',
  'g/kg ': 'ends in a blank',
  'L/(min.m2) ': 'ends in a blank',
  "[hnsf'U]": 'is arbitrary here: 0 is water, and no plain number means it',
  "[hp'_X]": 'retired; arbitrary here',
  "[hp'_C]": 'retired; arbitrary here',
  "[hp'_M]": 'retired; arbitrary here',
  "[hp'_Q]": 'retired; arbitrary here',
};

/** Compounds of process, building and electrical engineering, and of every rule of the grammar. */
const compounds = `
m3/h m3/s l/min L/min mL/min L/s dm3/s cm3/min [gal_us]/min [gal_br]/h [cft_i]/min [bbl_us]/d kg/s kg/h t/h g/min [lb_av]/h
m/s km/h [mi_i]/h [ft_i]/s [ft_i]/min [kn_i] mm/s um/s m/s2 mm/s2 [g] [ft_i]/s2 m/s3 rad/s deg/s rad/s2 circ/min {rpm}/min 1/min /min
/s s-1 min-1 h-1 kHz MHz GHz N/m N.m kN.m mN.m N.m.s [lbf_av].[ft_i] [lbf_av].[in_i] kg.m2 kg.m2/s [lb_av].[ft_i]2 N/mm2 MN/m2 N/m2
Pa kPa MPa hPa mbar bar ubar kbar [psi] k[Hg] mm[Hg] m[H2O] cm[H2O] mm[H2O] [in_i'Hg] [in_i'H2O] kgf/cm2 atm att Pa.s mPa.s cP cSt
mm2/s m2/s Pa/m kPa/m bar/m Pa.s/m3 Pa/(m3/h)2 W kW MW GW mW kW.h MW.h W.h GW.h J kJ MJ GJ TJ kJ/kg J/(kg.K) kJ/(kg.K) J/K kJ/mol
[Btu_IT]/h [Btu_IT]/[lb_av] [Btu_IT]/(h.[ft_i]2.[degR]) [HP] kcal/h kcal_IT/kg cal_th/g W/m2 W/(m2.K) W/m2/K W/(m.K) W/K m2.K/W
W/m3 W/kg W.s/m2 kW/m3 V mV kV uV V/m kV/mm A mA uA kA A.h mA.h A/m A/m2 A/mm2 Ohm mOhm kOhm MOhm GOhm Ohm.m Ohm.mm2/m S mS uS/cm
mS/cm S/m F uF nF pF F/m H mH uH H/m Wb T mT uT G V.A kV.A MV.A V.s V/s V2/Hz V/A A.s C mC/kg C/kg kg/m3 g/cm3 g/mL g/L mg/L ug/L
ng/mL mg/m3 g/m2 kg/m2 kg/m [lb_av]/[ft_i]3 [lb_av]/[gal_us] g/kg mg/kg mg/g % [ppth] [ppm] [ppb] [pptr] mol mmol umol mol/L mmol/L
umol/L mol/kg mol/m3 mol/s mmol/min mol/(m2.s) mol/(L.s) L/mol m3/mol J/(mol.K) kat U/L eq/L osm/kg mosm/L kg/mol g/mol /mol mol-1 mol2
lx klx lm cd cd/m2 lm/W lm/m2 Bq kBq MBq/L Gy mGy/h Sv uSv/h Ci R RAD REM bit kbit/s Mbit/s By kBy MiBy GiBy TiBy KiBy Kibit/s By/s
m2 m3 mm2 cm2 km2 har ar dam har.m m-1 m-2 m+2 s2 s-2 K-1 1/K %/K [ppm]/K m/(m.K) um/m mm/m m/m %/min [degR] K/min K/s K/W K.m2/W
[in_i] [ft_i] [yd_i] [mi_i] [nmi_i] [mil_i] [in_i]2 [sft_i] [in_i]3 [cft_i] [acr_us] [acr_us].[ft_i] [gal_us] [qt_us] [foz_us] [lb_av]
[oz_av] [ston_av] [lton_av] [gr] [oz_tr] [lbf_av]/[ft_i] [lbf_av]/[sft_i] [lbf_av].s/[sft_i] [ft_i].[lbf_av]/s min h d wk mo a ms us ns
kW.h/d kW.h/m3 kW.h/t kW.h/(m2.a) MJ/m3 J/m3 {EUR}/(kW.h) {count}/s {pulse}/L {rbc} 10*3/uL 10*6/L 10^3 10^-3 10*-7.N/A2 10*3{rbc}/uL
ng/(24.h) mL/min/{1.73_m2} 2.m 3.4.5 24.h 1 7 100 12000.[Btu_IT]/h 75.m.kgf/s (m/s) ((m)) (m.s)/(kg.K) kg/(m.s2) kg/((m).(s2)) m{x} m2{x}
(m/s){x} /m/s /(m.s) {a}/{b} % %2 '' ' deg/'' [pi] [pi].m2 4.[pi].10*-7.N/A2 [c]2 [eps_0] [mu_0] k[c] [PRU] [wood'U] [MET] [smoot] den
g% mg% Ky Oe Gb sb Lmb ph kph st [car_m] [car_Au] [bu_us] [den] tex dtex [drp] [HPF] [iU] k[iU]/L [iU]/mL m[IU] [arb'U]/mL [CFU]/mL
[PFU] [todd'U] [EU]/mL [anti'Xa'U] Cel mCel [degF] [degRe] 2.Cel
`
  .split(/\s+/)
  .filter((code) => code !== '' && code !== 'den' && code !== 'k[Hg]' && code !== 'Pa/(m3/h)2');

const wrong = `
x xyz M KU kkg mkg mmm k[mm] rpm gpm meter Meter sec hr °C degC C° m³ µm Ohms ohm hz kPA [IN_I] [in_I] [psi %[Slope] [] [ m[ m] [x]
//m m//s m. .m m..s m./s m/.s m/ / . () (m m) (m)) ((m) (m/s)2 (m)-1 (m/s)/(/m) (/m) m(s) 2(m) m^2 m**2 m*s m×s m·s m+ m- m+- -m +m
m2- m^-1 1e3 1.5e3 10% m=2 m,s m:s m;s m|s m!s m?s {rbc}2 m{x}2 {x}m {x}10* {a}{b} m{x}{y} { } { m{ m} {a{b}} m{a{b}} Cel2 Cel-1 Cel.m m.Cel
J/Cel /Cel Cel/m [degF]2 [degF]/h W/(m2.Cel) dB2 dB.m m/dB B[W]/m2 Np/m [pH]2 [pH].L %[slope]2 2m 24h 3[in_i]
`
  .split(/\s+/)
  .filter((code) => code !== '');

function unit(code: string): Unit {
  const read = parseUnit(code);
  if ('problem' in read) throw new Error(`${code}: ${read.problem}`);
  return read.unit;
}

/** What differs between a code here and at the oracle; '' for nothing. */
function difference(code: string, theirs: OracleUnit | undefined): string {
  const read = parseUnit(code);
  if (!theirs || 'problem' in read) {
    const refused = 'problem' in read ? `refused here: ${read.problem}` : '';
    return theirs === undefined && refused ? '' : `${code} ${refused || 'refused by the oracle'}`;
  }
  const { factor, dimension, angle, curve } = read.unit;
  const [m, kg, s, A, K, mol = 0, cd] = dimension;
  const parts: string[] = [];
  if (JSON.stringify([m, kg, s, A, K, cd]) !== JSON.stringify(theirs.dimension)) parts.push('dimension');
  if (angle !== theirs.angle) parts.push('angle');
  if (dimension.slice(SI_PLACES).some((exponent) => exponent !== 0) !== theirs.isArbitrary)
    parts.push('arbitrary');
  if (!theirs.isSpecial && Math.abs(theirs.factor / avogadro ** mol / factor - 1) > CLOSE)
    parts.push(`factor ${factor}, not ${theirs.factor / avogadro ** mol}`);
  if ((curve !== undefined || read.unit.offset !== 0) !== theirs.isSpecial) parts.push('special');
  return parts.length === 0 ? '' : `${code}: ${parts.join(', ')}`;
}

/** Simple units with a prefix, an exponent and an annotation where they may have one; joined, grouped and scaled by numbers. */
const { expression } = fc.letrec<{ component: string; term: string; expression: string }>((tie) => ({
  component: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    simpleUnit(),
    fc.integer({ min: 1, max: 5000 }).map(String),
    annotation(),
    tie('term').map((term) => `(${term})`),
  ),
  term: fc
    .array(fc.tuple(fc.constantFrom('.', '/'), tie('component')), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map(([sign, part], i) => (i === 0 ? part : sign + part)).join('')),
  expression: fc.tuple(fc.constantFrom('', '', '/'), tie('term')).map((parts) => parts.join('')),
}));

function simpleUnit(): fc.Arbitrary<string> {
  const usable = [...atoms].filter(
    ([code, { curve, zero }]) =>
      curve === undefined &&
      zero === undefined &&
      !(code in oracleErrs) &&
      !(code in weDiffer) &&
      !/NTU|FNU/.test(code),
  );
  return fc
    .record({
      atom: fc.constantFrom(...usable),
      prefix: fc.constantFrom('', ...prefixes.map(([prefix]) => prefix)),
      exponent: fc.constantFrom('', '', '2', '3', '-1', '-2', '+2'),
      note: fc.oneof(fc.constant(''), annotation()),
    })
    .map(
      ({ atom: [code, { metric }], prefix, exponent, note }) =>
        (metric ? prefix : '') + code + exponent + note,
    );
}

/** More than one may cancel: to the oracle [iU]/[iU] is still arbitrary. */
function arbitraryIn(code: string): number {
  return [...baseUnits.slice(SI_PLACES), '[IU]'].reduce(
    (count, symbol) => count + code.split(symbol).length - 1,
    0,
  );
}

function annotation(): fc.Arbitrary<string> {
  return fc.stringMatching(/^[a-zA-Z0-9_%#]{1,8}$/).map((text) => `{${text}}`);
}

function isReadBack(code: string): boolean {
  const back = readUnitText(formatUnit(code));
  return 'code' in back && back.code === code;
}

const differences = (codes: readonly string[]): string[] =>
  codes.map((code) => difference(code, readWithOracle(code))).filter((says) => says !== '');

describe('UCUM, against the library of the US National Library of Medicine', () => {
  const codes = oracleCodes().filter((code) => !(code in oracleErrs) && !(code in weDiffer));

  it('every code of its table has the same factor and dimension', () => {
    expect(codes.length).toBeGreaterThan(740);
    expect(differences(codes)).toEqual([]);
  });

  it('compounds of engineering have the same factor and dimension', () => {
    expect(compounds.length).toBeGreaterThan(300);
    expect(differences(compounds)).toEqual([]);
  });

  it('every exception is one', () => {
    const agreed = [...Object.keys(oracleErrs), ...Object.keys(weDiffer)].filter(
      (code) => difference(code, readWithOracle(code)) === '',
    );
    expect(agreed).toEqual([]);
  });

  it('the library knows every atom of UCUM 2.1, and so do we', () => {
    const ours = [...atoms.keys(), '[pi]'];
    expect(ours.filter((code) => readWithOracle(code) === undefined)).toEqual(['[NTU]', '[FNU]']);
  });

  it('what it refuses is refused', () => {
    expect(wrong.filter((code) => readWithOracle(code) !== undefined)).toEqual([]);
    expect(wrong.filter((code) => 'unit' in parseUnit(code))).toEqual([]);
  });

  it('but a prefix before a unit that takes none, which it lets pass, is refused', () => {
    const codes = [
      'k[in_i]',
      'pa',
      'kmin',
      'm%',
      'k[psi]',
      'u[gal_us]',
      'M[lb_av]',
      'kdeg',
      'k[degF]',
      'm[pH]',
      "k[arb'U]",
    ];
    expect(codes.filter((code) => readWithOracle(code) === undefined)).toEqual([]);
    expect(codes.filter((code) => 'unit' in parseUnit(code))).toEqual([]);
  });

  it('any expression of the grammar is read, and has the same factor and dimension', () => {
    let compared = 0;
    const runs = 3000;
    fc.assert(
      fc.property(expression, (code) => {
        const theirs = readWithOracle(code);
        fc.pre(
          code.length <= 100 && Math.abs(Math.log10(theirs?.factor ?? 1)) < 200 && arbitraryIn(code) <= 1,
        );
        expect(parseUnit(code)).toHaveProperty('unit');
        // It stumbles over annotations in a row, as in {a}.m{b}.
        if (theirs === undefined) return;
        compared++;
        expect(difference(code, theirs)).toBe('');
      }),
      { seed: 20_261_126, numRuns: runs },
    );
    expect(compared).toBeGreaterThan(0.9 * runs);
  });

  it('every code, shown to people and typed back as shown, is the same code', () => {
    const shown = [...codes, ...compounds, ...Object.keys(oracleErrs)].filter((code) => code !== '1');
    expect(shown.filter((code) => !isReadBack(code))).toEqual([]);
    // Where people's signs mean something else, such as a foot for the femtotonne, the code itself is shown.
    expect(shown.filter((code) => formatUnit(code).endsWith('(UCUM)')).length).toBeLessThan(
      0.03 * shown.length,
    );
    fc.assert(
      fc.property(expression, (code) => {
        fc.pre(code.length <= 100 && code !== '1' && 'unit' in parseUnit(code));
        expect(readUnitText(formatUnit(code))).toEqual({ code });
      }),
      { seed: 20_261_126, numRuns: 1000 },
    );
  });

  it.each([
    ['Cel', 'K', [-273.15, 0, 36.6, 1500]],
    ['Cel', '[degF]', [-40, 0, 37, 1000]],
    ['[degF]', 'K', [-459.67, 0, 212]],
    ['mCel', 'Cel', [250]],
    ['kPa', '[psi]', [0, 101.325, -3]],
    ['dB', 'B', [-3, 0, 20]],
    ['dB[W]', 'B[kW]', [-30, 0, 12.5]],
    ['dB[V]', 'dB[uV]', [-120, 0, 6]],
    ['dB[mV]', 'dB[10.nV]', [-120, 0, 6]],
    ['dB[SPL]', 'B[SPL]', [0, 94]],
    ['mNp', 'Np', [-3, 250]],
  ])('%s becomes %s as it does there', (from, to, values) => {
    const rule = conversion(unit(from), unit(to))!;
    for (const value of values) {
      const theirs = convertWithOracle(value, from, to) ?? Number.NaN;
      expect(Math.abs(rule.factor * value + rule.offset - theirs)).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(theirs)),
      );
      const back = conversion(unit(to), unit(from))!;
      expect(back.factor * (rule.factor * value + rule.offset) + back.offset).toBeCloseTo(value, 9);
    }
  });

  it.each([
    ['dB', '1', [-30, 0, 3]],
    ['Np', '1', [-2, 0, 1]],
    ['bit_s', '1', [1, 8]],
    ['dB[W]', 'W', [-30, 0, 12.5]],
    ['dB[kW]', 'MW', [-30, 0, 12.5]],
    ['dB[V]', 'mV', [-40, 0, 6]],
    ['dB[uV]', 'V', [0, 120]],
    ['dB[10.nV]', 'nV', [0, 20]],
    ['dB[SPL]', 'Pa', [0, 60, 93.9794]],
    ['[m/s2/Hz^(1/2)]', 'm2/s4/Hz', [0, 0.5, 3]],
  ])('%s means the same %s as it does there', (special, straight, values) => {
    for (const value of values) {
      const si = toSi(unit(special), value);
      const theirs = convertWithOracle(value, special, straight) ?? Number.NaN;
      expect(Math.abs(fromSi(unit(straight), si) - theirs)).toBeLessThanOrEqual(1e-12 * Math.abs(theirs));
      expect(fromSi(unit(special), si)).toBeCloseTo(value, 9);
      expect(conversion(unit(special), unit(straight))).toBeUndefined();
    }
  });
});
