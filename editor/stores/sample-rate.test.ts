import { describe, expect, it } from 'vitest';
import { formatRate, watchRate } from './sample-rate.ts';

function rateAfter(seconds: number, countAt: (t: number) => number): number | undefined {
  const rate = watchRate();
  let found: number | undefined;
  for (let t = 0; t <= seconds; t++) found = rate(t, countAt(t));
  return found;
}

describe('the rate of a port', () => {
  it('is not known at once', () => {
    expect(rateAfter(1, (t) => t * 10)).toBeUndefined();
  });

  it('is that of the last seconds where many samples come', () => {
    expect(rateAfter(60, (t) => t * 2)).toBe(2);
    expect(rateAfter(60, (t) => (t < 45 ? 0 : (t - 45) * 4))).toBe(4);
  });

  it('is that of the last minute where few come', () => {
    expect(rateAfter(120, (t) => Math.floor(t / 20))).toBeCloseTo(3 / 60);
  });

  it('begins anew when the count does', () => {
    expect(rateAfter(30, (t) => (t < 28 ? 1000 + t : t - 28))).toBe(1);
  });

  it('is said as a person would', () => {
    expect([20, 12.4, 2.5, 1, 0.2, 0.001].map(formatRate)).toEqual([
      '20/s or more',
      '12/s',
      '2.5/s',
      '1/s',
      '12/min',
      'none now',
    ]);
  });
});
