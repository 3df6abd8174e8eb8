import { describe, expect, it } from 'vitest';
import { GOOD, UNCERTAIN, type QualityCode } from '../signal/quality.ts';
import type { WindowParam, WindowState } from './sample-window.ts';
import { windowMean } from './window-mean.ts';

type Sample = readonly [t: number, value: number, quality?: QualityCode];

/** What the mean and its quality are after each sample, with room for so many. */
function means(window: WindowParam, room: number, samples: readonly Sample[]): [number, QualityCode][] {
  const x: WindowState = {
    values: new Float64Array(room),
    times: new Float64Array(room),
    qualities: new Float64Array(room),
    ring: new Float64Array(2),
  };
  return samples.map(([t, value, quality = GOOD]) => {
    const y = { out: Number.NaN };
    let marked: QualityCode = GOOD;
    const instant = { t, quality: () => quality, mark: (what: QualityCode) => void (marked = what) };
    windowMean(y, x, { in: value }, { window }, instant);
    return [y.out, marked];
  });
}

const valuesOf = (said: readonly [number, QualityCode][]): number[] => said.map(([mean]) => mean);

describe('the mean of a window', () => {
  it('is that of the last n samples, as often as the ring goes round', () => {
    const samples = [1, 2, 3, 4, 10, 1, 1, 7].map((value, t): Sample => [t, value]);
    expect(valuesOf(means(3, 3, samples))).toEqual([1, 1.5, 2, 3, 17 / 3, 5, 4, 3]);
  });

  it('leaves out what is as old as the window, but for half a microsecond', () => {
    const ago = (seconds: number): Sample[] => [
      [0, 6],
      [seconds, 0],
    ];
    for (const seconds of [2.999999, 2.9999996])
      expect(valuesOf(means({ seconds: 3 }, 9, ago(seconds)))).toEqual(seconds < 2.9999995 ? [6, 3] : [6, 0]);
    expect(valuesOf(means({ seconds: 3 }, 9, ago(3)))).toEqual([6, 0]);
  });

  it('counts a second sample at one time in place of the first', () => {
    const samples: Sample[] = [
      [0, 2],
      [1, 100],
      [1, 4],
      [2, 6],
    ];
    expect(valuesOf(means(3, 3, samples))).toEqual([2, 51, 3, 4]);
    expect(valuesOf(means({ seconds: 10 }, 9, samples))).toEqual([2, 51, 3, 4]);
  });

  it('is uncertain as long as an uncertain sample is inside, wherever the ring has it', () => {
    for (let at = 0; at < 4; at++) {
      const samples = [0, 1, 2, 3, 4, 5].map((t): Sample => [t, t, t === at ? UNCERTAIN : GOOD]);
      const doubted = means(3, 3, samples).map(([, quality]) => quality === UNCERTAIN);
      expect(doubted).toEqual(samples.map(([t]) => t >= at && t < at + 3));
    }
  });

  it('is uncertain where a window of time lost samples for want of room', () => {
    const samples = [0, 1, 2, 3].map((t): Sample => [t, t]);
    expect(means({ seconds: 10 }, 2, samples)).toEqual([
      [0, GOOD],
      [0.5, GOOD],
      [1.5, UNCERTAIN],
      [2.5, UNCERTAIN],
    ]);
    expect(means({ seconds: 1.5 }, 2, samples).map(([, quality]) => quality)).toEqual([
      GOOD,
      GOOD,
      GOOD,
      GOOD,
    ]);
  });
});
