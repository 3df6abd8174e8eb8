import { describe, expect, it } from 'vitest';
import { LiveRate } from './live-rate.ts';

const after = (seconds: number, perSecond: number): LiveRate => {
  const rate = new LiveRate();
  for (let i = 0; i <= seconds * perSecond; i++) rate.note(1_000 + i / perSecond);
  return rate;
};

describe('the live rate', () => {
  it.each([
    [1, 10],
    [5, 100],
    [300, 2],
  ])('after %d s of %d per second is that', (seconds, perSecond) => {
    const rate = after(seconds, perSecond).at(1_000 + seconds);
    expect(rate / perSecond).toBeGreaterThan(0.9);
    expect(rate / perSecond).toBeLessThan(1.3);
  });

  it('is 0 before the first, and fades when no more come: to 1/e in 30 s', () => {
    expect(new LiveRate().at(5)).toBe(0);
    const rate = after(300, 10);
    expect(rate.at(1_330) / rate.at(1_300)).toBeCloseTo(Math.exp(-1), 3);
  });
});
