import { describe, expect, it } from 'vitest';
import { equationMutants, otherNumber } from './equation-mutants.ts';

const changed = (text: string): string[] =>
  equationMutants(text).map(({ start, end, becomes }) => text.slice(0, start) + becomes + text.slice(end));

describe('the mutants of an equation', () => {
  it('turn each operator and number once', () => {
    expect(changed('y = 2*a - b^c')).toEqual([
      'y = 3*a - b^c',
      'y = 2/a - b^c',
      'y = 2*a + b^c',
      'y = 2*a - b*c',
    ]);
  });

  it('drop a sign, and leave the = of the equation alone', () => {
    expect(changed('der(x) = -x')).toEqual(['der(x) = x']);
    expect(changed('a*(-b)')).toEqual(['a/(-b)', 'a*(b)']);
  });

  it('move a comparison by its edge and turn it round', () => {
    expect(changed('if(h >= low, a, b)')).toEqual(['if(h > low, a, b)', 'if(h < low, a, b)']);
    expect(changed('a == b')).toEqual(['a != b']);
  });

  it('negate a condition that compares nothing', () => {
    expect(changed('if(on, a, b)')).toEqual(['if(not (on), a, b)']);
  });

  it('swap and with or, min with max', () => {
    expect(changed('a and b')).toEqual(['a or b']);
    expect(changed('min(a, b)')).toEqual(['max(a, b)']);
  });

  it('change nothing in a text or a name', () => {
    expect(changed('kind == "a-b*2"')).toEqual(['kind != "a-b*2"']);
    expect(changed('x2 = maximum')).toEqual([]);
  });
});

describe('another number', () => {
  it.each([
    [0, '1'],
    [2, '3'],
    [100, '101'],
    [0.62, '0.6262'],
    [9.80665, '9.9047165'],
    [101325, '102338.25'],
  ])('of %d is %s', (value, other) => {
    expect(otherNumber(value)).toBe(other);
  });
});
