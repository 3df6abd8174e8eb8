import { BAD, GOOD } from '@twinloom/runtime/signal/quality';
import { describe, expect, it } from 'vitest';
import type { Band } from './bands.ts';
import { measure } from './measure.ts';

const bandOf = (values: (number | null)[]): Band => ({
  mean: values,
  low: values,
  high: values,
  quality: values.map((value) => (value === null ? BAD : GOOD)),
});

describe('what is measured between two cursors', () => {
  it('is change, slope and mean of what stands, over time and not over rows', () => {
    // 2 for 9 s, 12 for 1 s: mean 3.
    const measured = measure([0, 9, 10], bandOf([2, 12, 12]), 20, 0, 10);
    expect(measured).toEqual({
      atA: 2,
      atB: 12,
      change: 10,
      slope: 1,
      mean: 3,
      least: 2,
      greatest: 12,
      missing: 0,
    });
  });

  it('of a ramp has its slope, and half the sum of its ends as mean', () => {
    const times = Array.from({ length: 10_001 }, (_, i) => 5 + i / 1_000);
    const ramp = bandOf(times.map((t) => 3 * t));
    const { slope, mean } = measure(times, ramp, 15, 6, 14);
    expect(slope).toBeCloseTo(3, 9);
    expect(mean).toBeCloseTo(30, 2);
  });

  it('leaves out what was bad, and says how much of the time that was', () => {
    const measured = measure([0, 4, 8], bandOf([5, null, 7]), 10, 0, 10);
    expect(measured).toMatchObject({ least: 5, greatest: 7, missing: 0.4 });
    expect(measured.mean).toBeCloseTo((5 * 4 + 7 * 2) / 6, 12);
  });

  it('is nothing where there is no good value, and no 0', () => {
    const nothing = { change: undefined, slope: undefined, mean: undefined, least: undefined, missing: 1 };
    expect(measure([0, 4], bandOf([null, null]), 10, 1, 9)).toMatchObject(nothing);
    expect(measure([], bandOf([]), 10, 1, 9)).toMatchObject(nothing);
    expect(measure([0, 4], bandOf([null, 3]), 10, 1, 9)).toMatchObject({ atA: undefined, change: undefined });
  });

  it('has the same signs as the way from A to B, also backwards', () => {
    const forth = measure([0, 5], bandOf([1, 4]), 10, 0, 6);
    const back = measure([0, 5], bandOf([1, 4]), 10, 6, 0);
    expect([forth.change, back.change]).toEqual([3, -3]);
    expect(back.slope).toBeCloseTo(forth.slope!, 12);
    expect(back.mean).toBe(forth.mean);
  });

  it('reaches as far as the bands do', () => {
    const band = { ...bandOf([2, 2]), low: [1, 2], high: [9, 2] };
    expect(measure([0, 5], band, 10, 0, 10)).toMatchObject({ least: 1, greatest: 9, mean: 2 });
  });
});
