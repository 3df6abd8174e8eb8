import { expect, it } from 'vitest';
import { median, quantile } from './statistics.ts';

it('the median of an even count lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

it('quartiles are linear between neighbours, whatever the order', () => {
  expect(quantile([50, 10, 20, 40, 30], 0.25)).toBe(20);
  expect(quantile([4, 1, 3, 2], 0.75)).toBe(3.25);
});

it('there is none of nothing', () => {
  expect(median([])).toBeNaN();
});
