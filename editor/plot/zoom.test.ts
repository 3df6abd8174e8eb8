import { describe, expect, it } from 'vitest';
import { marked, panned, zoomed } from './zoom.ts';

describe('a stretch of time', () => {
  it('zooms about a time, which stays where it is', () => {
    expect(zoomed({ from: 100, to: 200 }, 0.5, 125)).toEqual({ from: 112.5, to: 162.5 });
    expect(zoomed({ from: 112.5, to: 162.5 }, 2, 125)).toEqual({ from: 100, to: 200 });
  });

  it('is never shorter than a second nor longer than 31 days', () => {
    expect(zoomed({ from: 0, to: 2 }, 0.01, 2)).toEqual({ from: 1, to: 2 });
    const longest = zoomed({ from: 0, to: 86_400 }, 1_000, 86_400);
    expect(longest.to - longest.from).toBe(31 * 86_400);
    expect(marked(10, 10)).toEqual({ from: 9.5, to: 10.5 });
  });

  it('moves by a share of itself, and not beyond what there is', () => {
    expect(panned({ from: 100, to: 200 }, -0.5, 220)).toEqual({ from: 50, to: 150 });
    expect(panned({ from: 100, to: 200 }, 0.5, 220)).toEqual({ from: 120, to: 220 });
  });

  it('is marked from either side', () => {
    expect(marked(30, 10)).toEqual({ from: 10, to: 30 });
  });
});
