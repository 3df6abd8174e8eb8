import { describe, expect, it } from 'vitest';
import { formatRate } from './format-rate.ts';

describe('how often samples come', () => {
  it('is told per second, or by the time between them', () => {
    expect(formatRate(0.1, 0.05)).toBe('10 per s');
    expect(formatRate(0.25, 0.1)).toBe('4.0 per s');
    expect(formatRate(12, 3)).toBe('every 12 s');
  });

  it('is as slow as the silence, once that is much longer', () => {
    expect(formatRate(0.1, 40)).toBe('every 40 s');
  });

  it('is not told before the second sample, and the page knows no more than 20 in a second', () => {
    expect(formatRate(Number.NaN, 1)).toBe('not known yet');
    expect(formatRate(0.05, 0)).toBe('20 per s, or more');
  });
});
