import { describe, expect, it } from 'vitest';
import { sparkOf } from './spark.ts';

describe('a spark line', () => {
  it('stands on 0 and reaches to the greatest value', () => {
    expect(sparkOf([0, 5, 10], 100, 22)).toBe('M0.0 21.0L50.0 11.0L100.0 1.0');
  });

  it('keeps what hardly moves flat, and lies at the foot while all is 0', () => {
    expect(sparkOf([100, 101], 10, 22)).toBe('M0.0 1.2L10.0 1.0');
    expect(sparkOf([0, 0], 10, 22)).toBe('M0.0 21.0L10.0 21.0');
    expect(sparkOf([], 10, 22)).toBe('');
  });
});
