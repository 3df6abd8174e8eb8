import { describe, expect, it } from 'vitest';
import { amountGiven } from './amount-given.ts';

describe('what a flow gives a param', () => {
  it('is a number in the unit of the param', () => {
    expect(amountGiven(3, { type: 'number' }, '')).toBe(3);
    expect(amountGiven('4.5 mm/s', { type: 'number', widget: 'quantity', unit: 'm/s' }, 'm/s')).toBeCloseTo(
      0.0045,
      12,
    );
    expect(amountGiven('20 min', { type: 'number', widget: 'duration', unit: 's' }, 's')).toBe(1200);
  });

  it('is not known of an expression, a word or nothing', () => {
    expect(amountGiven('=2*speed', { type: 'number' }, 'm')).toBeUndefined();
    expect(amountGiven('never', { widget: 'duration', anyOf: [{ const: 'never' }] }, 's')).toBeUndefined();
    expect(amountGiven(undefined, { type: 'number' }, 'm')).toBeUndefined();
  });
});
