import { describe, expect, it } from 'vitest';
import { GOOD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';
import {
  addSample,
  countOf,
  dropOld,
  qualityOf,
  recentStates,
  timeAt,
  valueAt,
  type RecentSamples,
} from './recent-samples.ts';

function room(capacity: number): RecentSamples {
  const array = (): Float64Array => new Float64Array(capacity);
  return { values: array(), times: array(), qualities: array(), ring: new Float64Array(2) };
}

const inside = (x: RecentSamples): [number, number][] =>
  Array.from({ length: countOf(x) }, (_, i) => [timeAt(x, i), valueAt(x, i)]);

describe('recent samples', () => {
  it('are the last so many, around the end of the ring', () => {
    const x = room(3);
    for (let t = 0; t < 8; t++) expect(addSample(x, 3, t, 10 * t, GOOD)).toBe(true);
    dropOld(x, 3, 100);
    expect(inside(x)).toEqual([
      [5, 50],
      [6, 60],
      [7, 70],
    ]);
  });

  it('are those of the last so many seconds, the beginning left out', () => {
    const x = room(10);
    const window = { seconds: 3 };
    for (const t of [0, 1, 2.5, 3]) addSample(x, window, t, t, GOOD);
    dropOld(x, window, 5);
    expect(inside(x).map(([t]) => t)).toEqual([2.5, 3]);
    dropOld(x, window, 1000);
    expect(countOf(x)).toBe(0);
  });

  it('both count when they come at one time', () => {
    const x = room(3);
    for (const value of [1, 2]) addSample(x, 3, 7, value, GOOD);
    expect(inside(x)).toEqual([
      [7, 1],
      [7, 2],
    ]);
  });

  it('say when a window of time holds more than there is room for', () => {
    const x = room(2);
    const whole = [0, 1, 2].map((t) => addSample(x, { seconds: 60 }, t, t, GOOD));
    expect(whole).toEqual([true, true, false]);
    expect(inside(x).map(([t]) => t)).toEqual([1, 2]);
  });

  it('are as good as the worst of them', () => {
    const x = room(2);
    const given: QualityCode[] = [GOOD, UNCERTAIN, GOOD, GOOD];
    const seen = given.map((quality, t) => {
      addSample(x, 2, t, 0, quality);
      return qualityOf(x);
    });
    expect(seen).toEqual([GOOD, UNCERTAIN, UNCERTAIN, GOOD]);
  });

  it('take as much room as their window says', () => {
    expect(recentStates.values.length({ window: 20, mostSamples: 5 })).toBe(20);
    expect(recentStates.times.length({ window: { seconds: 60 }, mostSamples: 5 })).toBe(5);
  });
});
