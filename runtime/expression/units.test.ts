import { describe, expect, it } from 'vitest';
import { parseUnit } from '../signal/unit.ts';
import { parseExpression } from './parse.ts';
import { unitOfExpression, type ExpressionUnit } from './units.ts';

const units: Record<string, string> = {
  q: 'm3/h',
  Q: 'm3/s',
  h: 'm',
  g: 'm/s2',
  rho: 'kg/m3',
  p: 'Pa',
  P: 'W',
  T: 'Cel',
  U: 'Cel',
  K: 'K',
  a: 'm2',
  t: 's',
  n: '1/min',
  F: 'N',
  x: '1',
  k: 'W/(m2.K)',
  alpha: '1/K',
  r: '%',
  N: '{count}/s',
  angle: 'deg',
  level: 'dB[W]',
  other: 'dB[W]',
  gain: 'dB',
  pH: '[pH]',
  dose: '[iU]',
  rate: '/min',
  rise: 'm{water}/s',
  cooling: 'J/(kg.K)/s',
};

function unitOf(name: string): ExpressionUnit | undefined {
  if (name === 'flag') return 'boolean';
  const read = units[name] === undefined ? undefined : parseUnit(units[name]);
  return read && 'unit' in read ? read.unit : undefined;
}

function find(text: string): ReturnType<typeof unitOfExpression> {
  const read = parseExpression(text);
  if ('problem' in read) throw new Error(read.problem.says);
  return unitOfExpression(read.expr, unitOf);
}

describe('the unit of an expression', () => {
  it.each([
    ['q', 'm3/h'],
    ['q*3.6 + 2', 'm3/h'],
    ['Q/a', 'm/s'],
    ['sqrt(2*g*h)', 'm/s'],
    ['Q*p', 'm3.Pa/s'],
    ['h^2', 'm2'],
    ['h/h', '1'],
    ['F*h/t', 'N.m/s'],
    ['max(h, 0)', 'm'],
    ['if(h > 1, h, 0)', 'm'],
    ['T - U', 'K'],
    ['T + K', 'Cel'],
    ['T - K', 'Cel'],
    ['(T - U)*3', 'K'],
    ['exp(x)*h', 'm'],
    ['clamp(h, 0, 2)', 'm'],
    ['1/t', '1/s'],
    ['1/n', 'min'],
    ['sin(x)', '1'],
    ['h + exp(1)', 'm'],
    ['max(h, hypot(3, 4), 2*pi)', 'm'],
    ['h^(1 + 1)', 'm2'],
    ['(h^2)^(1/2)', 'm'],
    ['h^-2', '1/m2'],
    ['pow(h, 3)', 'm3'],
    ['sqrt(p/rho)', 'm/s'],
    ['k*a*K', 'W'],
    ['k/k', '1'],
    ['T - 20', 'Cel'],
    ['20 - T', 'K'],
    ['h*(1 + alpha*(T - 20))', 'm'],
    ['r^2', '%2'],
    ['N*t', '{count}'],
    ['mod(h, 2)', 'm'],
    ['round(h)', 'm'],
    ['sign(h)', '1'],
    ['flag + flag', '1'],
    ['flag*h', 'm'],
    ['if(flag, 1, 0)', '1'],
    ['atan2(h, h)', '1'],
    ['level - other', 'dB'],
    ['level + gain', 'dB[W]'],
    ['level + 3', 'dB[W]'],
    ['gain + gain', 'dB'],
    ['pH - 7', '[pH]'],
    ['10^(level/10)', '1'],
    ['10^(-pH)', '1'],
    ['sqrt(dose*dose)', '[iU]'],
    ['dose/h', '[iU]/m'],
    ['1/rate', 'min'],
    ['rate*rate', '1/min2'],
    ['rise*t', 'm'],
    ['rise*h', 'm2/s'],
    ['cooling*t', 'J/kg/K'],
    ['h^99', 'm99'],
    ['x^x', '1'],
    ['1 - x', '1'],
    ['h + 2^2', 'm'],
    ['flag + x', '1'],
  ])('%s is in %s', (text, code) => {
    const expected = parseUnit(code);
    const found = find(text);
    if (!('unit' in expected) || !('unit' in found) || typeof found.unit === 'string')
      throw new Error(JSON.stringify(found));
    expect(found.unit.code).toBe(code);
    expect(found.unit.factor).toBeCloseTo(expected.unit.factor, 12);
    expect(found.unit.dimension).toEqual(expected.unit.dimension);
    expect(found.unit.angle).toBe(expected.unit.angle);
  });

  it('of a power in W is that of its terms, whatever the code', () => {
    const found = find('rho*g*Q*h');
    expect('unit' in found && typeof found.unit !== 'string' && found.unit.dimension.slice(0, 7)).toEqual([
      2, 1, -3, 0, 0, 0, 0,
    ]);
  });

  it.each([
    ['h > 1', 'boolean'],
    ['flag and h > 0', 'boolean'],
    ['not flag', 'boolean'],
    ['not x', 'boolean'],
    ['nobody - T', 'unknown'],
    ['h^100', 'unknown'],
    ['nobody + h', 'unknown'],
    ['nobody*h', 'unknown'],
    ['T - nobody', 'unknown'],
    ['sqrt(h)', 'unknown'],
    ['h^1e9', 'unknown'],
    ['nobody == "above"', 'boolean'],
    ['level > 3', 'boolean'],
    ['level/10', 'unknown'],
  ])('%s is %s', (text, unit) => {
    expect(find(text)).toEqual({ unit });
  });

  it.each([
    ['h + t', 3, 'measure different things'],
    ['h + 2*q', 3, 'measure different things'],
    ['q + Q', 3, 'differ in scale'],
    ['q > Q', 3, 'differ in scale'],
    ['K > T', 3, 'differ in scale'],
    ['h + 2^x', 3, 'measure different things'],
    ['T*2', 2, 'zero of its own'],
    ['T + U', 3, 'cannot be added'],
    ['K - T', 3, 'cannot be subtracted'],
    ['sqrt(T)', 1, 'zero of its own'],
    ['exp(h)', 1, 'plain number'],
    ['h^x', 2, 'a power that changes'],
    ['T*T', 2, 'zero of its own'],
    ['-T', 1, 'zero of its own'],
    ['abs(T)', 1, 'zero of its own'],
    ['sign(T)', 1, 'zero of its own'],
    ['mod(T, 2)', 1, 'zero of its own'],
    ['(T + 5)*2', 8, 'zero of its own'],
    ['T - flag', 3, 'truth value'],
    ['sin(angle)', 1, 'plain number'],
    ['x^h', 2, 'plain number'],
    ['h == "above"', 3, 'a text is compared with a number in m'],
    ['flag == "above"', 6, 'a text is compared with a truth value'],
    ['max(h, t)', 1, 'measure different things'],
    ['if(flag, h, t)', 1, 'measure different things'],
    ['flag + h', 6, 'truth value'],
    ['level + other', 7, 'cannot be added'],
    ['level*h', 6, 'logarithmic scale'],
    ['2/level', 2, 'logarithmic scale'],
    ['gain^2', 5, 'logarithmic scale'],
    ['exp(gain)', 1, 'plain number'],
    ['level > gain', 7, 'measure different things'],
    ['dose + x', 6, 'measure different things'],
  ])('refuses %s at column %d: %s', (text, column, says) => {
    expect(find(text)).toMatchObject({
      problem: { column, says: expect.stringContaining(says), remedy: expect.stringMatching(/\w{3}/) },
    });
  });

  it.each([
    ['T + U', 'Add a difference in K, or convert to K first.'],
    ['level + other', 'Add a difference in dB.'],
    ['pH + pH', 'Add a difference.'],
    ['T*2', 'Convert to K first.'],
    ['level*h', 'Work out the quantity behind it first, as 10^(level/10) does for a level in dB.'],
  ])('says of %s: %s', (text, remedy) => {
    expect(find(text)).toMatchObject({ problem: { remedy } });
  });
});
