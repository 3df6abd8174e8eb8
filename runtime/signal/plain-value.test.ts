import { describe, expect, it } from 'vitest';
import { plainValue } from './plain-value.ts';

describe('a plain value', () => {
  it.each([
    [3, 'm', 'm', 3],
    [3, '', 'm', 3],
    [0.5, 'h', 's', 1800],
    [{ values: [1, 2] }, 'm', 'm', [1, 2]],
    [{ values: [1, 2] }, 'm', 'cm', [100, 200]],
    [{ spacing: 0.1, values: [1, 2] }, 'm', 'cm', { spacing: 0.1, values: [100, 200] }],
    [true, '', '', true],
    ['open', '', '', 'open'],
    [{ values: [1] }, '', '', { values: [1] }],
  ])('of %j from %s to %s is %j', (value, from, to, plain) => {
    expect(plainValue(value, from, to)).toEqual(plain);
  });

  it('has an offset where its unit has', () => {
    expect(plainValue(293.15, 'K', 'Cel')).toBeCloseTo(20, 9);
  });

  it('is refused in a unit that measures something else', () => {
    expect(() => plainValue(1, 'm3/s', 'K')).toThrow('m3/s does not convert to K');
  });
});
