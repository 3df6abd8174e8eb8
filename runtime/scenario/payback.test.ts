import { expect, it } from 'vitest';
import { payback, perYear } from './payback.ts';

it('pays 12,000 back in 4 years at 3,000 a year', () => {
  expect(payback(12_000, 3_000, 10)).toEqual({ years: 4 });
});

it('has the present value of an annuity: the sum of each year discounted by itself', () => {
  let sum = -12_000;
  for (let year = 1; year <= 10; year++) sum += 3_000 / 1.08 ** year;
  expect(payback(12_000, 3_000, 10, 0.08).presentValue).toBeCloseTo(sum, 8);
  // 6.7101 is the annuity factor of 10 years at 8 % in every table.
  expect(sum).toBeCloseTo(3_000 * 6.7101 - 12_000, 0);
  expect(payback(12_000, 3_000, 10, 0).presentValue).toBe(18_000);
});

it('never pays back where nothing is saved, and at once where nothing is spent', () => {
  expect(payback(100, 0, 10, 0.05)).toEqual({ presentValue: -100 });
  expect(payback(100, -5, 10)).toEqual({});
  expect(payback(0, 5, 10).years).toBe(0);
  // Nothing spent and nothing saved is nothing to pay back.
  expect(payback(0, 0, 10)).toEqual({});
});

it('takes an hour for a year of 8,760 of them', () => {
  expect(perYear(2, 3_600)).toBe(17_520);
});
