import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversion, conversionProblem, differenceUnit, fromSi, sameDimension, toSi } from './convert.ts';
import { parseUnit, type Unit } from './unit.ts';

function unit(code: string): Unit {
  const read = parseUnit(code);
  if ('problem' in read) throw new Error(`${code}: ${read.problem}`);
  return read.unit;
}

/** UCUM codes with what one of them is in coherent SI: UCUM specification tables, SI brochure, NIST SP 811, CODATA. */
const factors: readonly (readonly [code: string, si: number])[] = [
  ['m', 1],
  ['g', 1e-3],
  ['kg', 1],
  ['s', 1],
  ['A', 1],
  ['K', 1],
  ['mol', 6.02214076e23 / 6.02214076e23],
  ['cd', 1],
  ['mm', 1e-3],
  ['um', 1e-6],
  ['km', 1e3],
  ['nm', 1e-9],
  ['m3/h', 1 / 3600],
  ['l', 1e-3],
  ['L', 1e-3],
  ['l/min', 1e-3 / 60],
  ['min', 60],
  ['h', 3600],
  ['d', 86400],
  ['wk', 604800],
  ['a', 31557600],
  ['ms', 1e-3],
  ['us', 1e-6],
  ['Hz', 1],
  ['kHz', 1e3],
  ['N', 1],
  ['kN', 1e3],
  ['Pa', 1],
  ['kPa', 1e3],
  ['bar', 1e5],
  ['mbar', 100],
  ['atm', 101325],
  ['[psi]', 6894.757293168361],
  ['mm[Hg]', 133.322],
  ['m[H2O]', 9806.65],
  ['J', 1],
  ['kJ', 1e3],
  ['kW.h', 3.6e6],
  ['W', 1],
  ['MW', 1e6],
  ['eV', 1.602176634e-19],
  ['cal_th', 4.184],
  ['[Btu_IT]', 1055.05585262],
  ['[HP]', 745.6998715822702],
  ['V', 1],
  ['mV', 1e-3],
  ['Ohm', 1],
  ['F', 1],
  ['C', 1],
  ['A.h', 3600],
  ['T', 1],
  ['H', 1],
  ['S', 1],
  ['Wb', 1],
  ['[in_i]', 0.0254],
  ['[ft_i]', 0.3048],
  ['[yd_i]', 0.9144],
  ['[mi_i]', 1609.344],
  ['[nmi_i]', 1852],
  ['[kn_i]', 1852 / 3600],
  ['[lb_av]', 0.45359237],
  ['[oz_av]', 0.028349523125],
  ['[lbf_av]', 4.4482216152605],
  ['t', 1000],
  ['ar', 100],
  ['har', 1e4],
  ['[gal_us]', 0.003785411784],
  ['[gal_br]', 0.00454609],
  ['[gal_us]/min', 0.003785411784 / 60],
  ['[cft_i]', 0.028316846592],
  ['%', 0.01],
  ['[ppm]', 1e-6],
  ['[ppb]', 1e-9],
  ['1', 1],
  ['10*3', 1e3],
  ['deg', Math.PI / 180],
  ['rad', 1],
  ['1/min', 1 / 60],
  ['{rpm}/min', 1 / 60],
  ['/s', 1],
  ['W/(m2.K)', 1],
  ['kg.m/s2', 1],
  ['m/s2', 1],
  ['[g]', 9.80665],
  ['mm/s', 1e-3],
  ['km/h', 1 / 3.6],
  ['Pa.s', 1],
  ['P', 0.1],
  ['St', 1e-4],
  ['dyn', 1e-5],
  ['erg', 1e-7],
  ['lm', 1],
  ['lx', 1],
  ['[e]', 1.602176634e-19],
  ['[h]', 6.62607015e-34],
  ['[k]', 1.380649e-23],
  ['u', 1.6605390666e-27],
  ['[m_e]', 9.1093837139e-31],
  ['[m_p]', 1.67262192595e-27],
  ['[G]', 6.6743e-11],
  ['[mu_0]', 4e-7 * Math.PI],
  ['[diop]', 1],
  ['[mesh_i]', 1 / 0.0254],
  ['Bd', 1],
  ['[LPF]', 100],
  ['KiBy', 8192],
  ['12000.[Btu_IT]/h', 3516.8528420667],
  ['75.m.kgf/s', 735.49875],
];

describe('a unit', () => {
  it.each(factors)('%s is %d in SI', (code, si) => {
    expect(unit(code).factor / si).toBeCloseTo(1, 12);
    expect(unit(code).offset).toBe(0);
  });

  it('with a zero of its own has an offset, and stands alone', () => {
    expect(unit('Cel')).toMatchObject({ factor: 1, offset: 273.15 });
    expect(unit('[degF]').factor).toBeCloseTo(5 / 9, 15);
    expect(unit('[degF]').offset).toBeCloseTo(459.67 * (5 / 9), 10);
    expect(parseUnit('J/Cel')).toMatchObject({ problem: expect.stringContaining('J/K') });
    expect(differenceUnit(unit('Cel')).code).toBe('K');
  });

  it('of its own scale may be scaled by a number, and nothing else', () => {
    expect(unit('2.Cel')).toMatchObject({ factor: 2, offset: 273.15 });
    expect(unit('10.dB[W]')).toMatchObject({ factor: 1, curve: 'lg' });
    for (const code of [
      '/Cel',
      '1/Cel',
      'Cel.m',
      'm.Cel',
      'Cel2',
      'dB.m',
      'V/dB',
      'dB2',
      '[pH]/s',
      '%[slope]2',
    ])
      expect(parseUnit(code)).toHaveProperty('problem', expect.stringMatching(/stands alone/));
  });

  it.each([
    ['[pH]', 7, 1e-4],
    ['dB', 20, 100],
    ['dB[W]', 30, 1000],
    ['dB[kW]', -30, 1],
    ['dB[V]', 20, 10],
    ['dB[SPL]', 94, 1.0023744672545447],
    ['Np', 1, Math.E],
    ['bit_s', 8, 256],
    ['%[slope]', 100, Math.PI / 4],
    ["[p'diop]", 100, Math.PI / 4],
    ['[m/s2/Hz^(1/2)]', 3, 9],
    ['[degRe]', 80, 373.15],
    ['[degF]', 212, 373.15],
  ])('%s at %d is %d in SI, and back', (code, value, si) => {
    expect(toSi(unit(code), value) / si).toBeCloseTo(1, 12);
    expect(fromSi(unit(code), si)).toBeCloseTo(value, 10);
  });

  it.each([
    ['', /empty/],
    ['k[in_i]', /"k\[in_i\]" is not known/],
    ['{a b}', /no blanks/],
    ['(/m)', /missing before/],
    ['m/0', /divides by 0/],
    ['m100', /above 99/],
  ])('%j is refused for what is wrong with it', (code, says) => {
    expect(parseUnit(code)).toHaveProperty('problem', expect.stringMatching(says));
  });

  it.each(['', 'xyz', 'm3/', '(m', 'C°', 'm^^2', 'degC', 'm3/h)', 'kW h', 'rpm'])(
    '%j is none, and the reason is said',
    (code) => {
      expect(parseUnit(code)).toHaveProperty('problem', expect.stringMatching(/\w{3}/));
    },
  );

  it('is read from any text without throwing', () => {
    fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => void parseUnit(text)));
  });
});

describe('a conversion', () => {
  it.each([
    ['m3/h', 'm3/s', 1 / 3600, 0],
    ['Cel', 'K', 1, 273.15],
    ['Cel', '[degF]', 1.8, 32],
    ['kW.h', 'J', 3.6e6, 0],
    ['1/min', '1/s', 1 / 60, 0],
    ['m', 'm', 1, 0],
    ['80.m', 'm', 80, 0],
    ['B[W]', 'dB[kW]', 10, -30],
    ['dB[V]', 'dB[uV]', 1, 120],
    ['[degRe]', 'Cel', 1.25, 0],
    ['[IU]/mL', 'k[iU]/L', 1, 0],
    ["[p'diop]", '%[slope]', 1, 0],
  ])('%s to %s multiplies by %d and adds %d', (from, to, factor, offset) => {
    expect(conversion(unit(from), unit(to))).toEqual({ factor, offset });
  });

  it('between units that were read elsewhere is one of doubles', () => {
    const copy = (code: string): Unit => ({ ...unit(code) });
    for (const to of [copy('[degF]'), unit('[degF]')]) {
      const { factor, offset } = conversion(copy('Cel'), to)!;
      expect(factor).toBeCloseTo(1.8, 12);
      expect(offset).toBeCloseTo(32, 10);
    }
    expect(conversion(copy('km'), copy('cm'))!.factor).toBeCloseTo(1e5, 9);
    const metre = copy('m');
    expect(differenceUnit(metre)).toBe(metre);
  });

  it('between a level and a plain unit there is none, and both are named', () => {
    const because = 'dB[W] is a logarithmic scale, and no factor and offset make it ';
    expect(conversionProblem(unit('dB[W]'), unit('W'))).toBe(`${because}W`);
    expect(conversionProblem(unit('W'), unit('dB[W]'))).toBe(`${because}of W`);
  });

  it('has a limit to its length, its depth and its exponents', () => {
    const nested = (depth: number) => '('.repeat(depth) + 'm' + ')'.repeat(depth);
    const long = (length: number) => `m{${'a'.repeat(length - 3)}}`;
    for (const [good, bad, says] of [
      [long(100), long(101), 'at most 100 characters'],
      [nested(10), nested(11), 'nested more than 10 deep'],
      ['10*99', '10*100', 'the exponent of "10*" is above 99'],
      ['10*99', '10*99.10*99.10*99.10*99', 'too large or too small'],
      ['1', '0', 'too large or too small'],
    ] as const) {
      expect(parseUnit(good)).toHaveProperty('unit');
      expect(parseUnit(bad)).toEqual({ problem: expect.stringContaining(says) });
    }
  });

  it('says where something is missing, and what may not stand in an annotation', () => {
    for (const code of ['/', '(', 'm/'])
      expect(parseUnit(code)).toEqual({ problem: `something is missing after "${code}"` });
    expect(parseUnit('m{a b}/s')).toEqual({
      problem: '"{a b}" may hold letters a to z, digits and signs only, and no blanks',
    });
  });

  it('is read once', () => {
    const first = parseUnit('m/s');
    parseUnit('km/h');
    expect(parseUnit('m/s')).toBe(first);
  });

  it('converts temperatures without rounding', () => {
    expect(conversion(unit('K'), unit('[degF]'))).toEqual({ factor: 1.8, offset: -459.67 });
  });

  it.each([
    ['[h]', 'J.s'],
    ['[k]', 'J/K'],
    ['[G]', 'N.m2/kg2'],
  ])('the constant %s has the dimension of %s', (constant, code) => {
    expect(sameDimension(unit(constant), unit(code))).toBe(true);
  });

  it.each(['[degRe]', 'bit_s', "[p'diop]", '%[slope]', '[m/s2/Hz^(1/2)]'])('%s takes no prefix', (code) => {
    expect(parseUnit(code)).toHaveProperty('unit');
    expect(parseUnit(`k${code}`)).toHaveProperty('problem');
  });

  it('between different quantities there is none', () => {
    expect(conversion(unit('m'), unit('s'))).toBeUndefined();
    expect(sameDimension(unit('N.m'), unit('J'))).toBe(true);
  });

  it.each([
    ['dB[W]', 'W', /dB\[W\] is a logarithmic scale/],
    ['W', 'dB[W]', /dB\[W\] is a logarithmic scale/],
    ['Np', 'dB', /logarithmic/],
    ['%[slope]', 'deg', /%\[slope\] is a tangent scale/],
    ['[iU]/L', '[CFU]/L', /\[iU\] is an arbitrary unit/],
    ['1', "[arb'U]", /\[arb'U\] is an arbitrary unit/],
    ['[NTU]', '%', /\[NTU\] is an arbitrary unit/],
    ['dB[W]', 'dB[V]', /different things/],
    ['mol', '1', /different things/],
  ])('%s to %s there is none, and the reason is said', (from, to, says) => {
    expect(conversion(unit(from), unit(to))).toBeUndefined();
    expect(conversionProblem(unit(from), unit(to))).toMatch(says);
  });

  it.each([
    ['Cel', 'K'],
    ['mCel', 'mK'],
    ['[degF]', '[degR]'],
    ['[degRe]', '(5.K/4)'],
    ['dB[SPL]', 'dB'],
    ['dB[W]', 'dB'],
    ['[pH]', '[pH]'],
    ['m', 'm'],
  ])('of a difference in %s is one in %s', (code, difference) => {
    expect(differenceUnit(unit(code)).code).toBe(difference);
  });

  it('there and back is nothing', () => {
    const codes = factors.map(([code]) => code);
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.constantFrom(...codes),
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        (a, b, value) => {
          const there = conversion(unit(a), unit(b));
          const back = conversion(unit(b), unit(a));
          if (!there || !back) return;
          const once = there.factor * value + there.offset;
          expect(Math.abs(back.factor * once + back.offset - value)).toBeLessThanOrEqual(
            1e-12 * Math.abs(value),
          );
        },
      ),
    );
  });
});
