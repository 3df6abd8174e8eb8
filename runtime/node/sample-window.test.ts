import { describe, expect, it } from 'vitest';
import { BAD, GOOD, UNCERTAIN, type QualityCode } from '../signal/quality.ts';
import {
  addSample,
  countOf,
  markedSum,
  pushSample,
  qualityOf,
  timeAt,
  valueAt,
  windowStates,
  type WindowState,
} from './sample-window.ts';

function stateOf(capacity: number): WindowState {
  const array = (): Float64Array => new Float64Array(capacity);
  return { values: array(), times: array(), qualities: array(), ring: new Float64Array(2) };
}

const inside = (state: WindowState): [number, number][] =>
  Array.from({ length: countOf(state) }, (_, i) => [timeAt(state, i), valueAt(state, i)]);

describe('a window of samples', () => {
  it('holds the last so many', () => {
    const state = stateOf(3);
    for (let t = 0; t < 7; t++) expect(pushSample(state, 3, t, 10 * t, GOOD)).toBe(true);
    expect(inside(state)).toEqual([
      [4, 40],
      [5, 50],
      [6, 60],
    ]);
  });

  it('holds those of the last so many seconds, the beginning left out', () => {
    const state = stateOf(10);
    for (const t of [0, 1, 2.5, 3, 5]) pushSample(state, { seconds: 3 }, t, t, GOOD);
    expect(inside(state).map(([t]) => t)).toEqual([2.5, 3, 5]);
  });

  it('holds as many at every tick, however the seconds are rounded', () => {
    const state = stateOf(200);
    const counts = Array.from({ length: 1_000 }, (_, i) => {
      pushSample(state, { seconds: 10 }, (i * 100_000) / 1e6, i, GOOD);
      return countOf(state);
    });
    expect(new Set(counts.slice(100))).toEqual(new Set([100]));
  });

  it('is empty but for the newest after a long gap', () => {
    const state = stateOf(4);
    for (const t of [0, 1, 2, 100]) pushSample(state, { seconds: 3 }, t, t, GOOD);
    expect(inside(state)).toEqual([[100, 100]]);
  });

  it('says when it is too small for its seconds', () => {
    const state = stateOf(2);
    const whole = [0, 1, 2].map((t) => pushSample(state, { seconds: 60 }, t, t, GOOD));
    expect(whole).toEqual([true, true, false]);
    expect(inside(state).map(([t]) => t)).toEqual([1, 2]);
  });

  it('counts a sample once that comes again at the same time', () => {
    const state = stateOf(3);
    for (const [t, value] of [
      [0, 1],
      [1, 2],
      [1, 3],
    ] as const)
      pushSample(state, 3, t, value, GOOD);
    expect(inside(state)).toEqual([
      [0, 1],
      [1, 3],
    ]);
  });

  it('is as good as the worst sample inside', () => {
    const state = stateOf(2);
    pushSample(state, 2, 0, 1, UNCERTAIN);
    expect(qualityOf(state)).toBe(UNCERTAIN);
    pushSample(state, 2, 1, 1, GOOD);
    pushSample(state, 2, 2, 1, GOOD);
    expect(qualityOf(state)).toBe(GOOD);
    expect(qualityOf(state)).not.toBe(BAD);
  });

  it('may keep two samples of one time, where that is asked', () => {
    const state = stateOf(3);
    for (const value of [1, 2]) addSample(state, 3, 0, value, GOOD);
    expect(inside(state)).toEqual([
      [0, 1],
      [0, 2],
    ]);
  });

  it('counts a sample once that comes again at the same time, the only one too', () => {
    const state = stateOf(3);
    for (const value of [1, 2]) pushSample(state, 3, 5, value, GOOD);
    expect(inside(state)).toEqual([[5, 2]]);
  });

  it('sums and judges what is inside, not what the ring still holds of what has left', () => {
    const seconds = 2.5;
    const state = stateOf(5);
    const model: { t: number; value: number; quality: QualityCode }[] = [];
    for (let i = 0; i < 300; i++) {
      // Three at a time 1 s apart, then nothing for so long that one, two or all have left.
      const t = i + 2 * Math.floor(i / 3) * (i % 5);
      if (model.length > 0 && t <= model.at(-1)!.t) continue;
      const quality = (i * i) % 7 < 2 ? UNCERTAIN : GOOD;
      pushSample(state, { seconds }, t, i, quality);
      model.push({ t, value: i, quality });
      const left = model.filter((one) => one.t > t - seconds);
      const worst = left.some((one) => one.quality === UNCERTAIN) ? UNCERTAIN : GOOD;
      let marked: QualityCode | undefined;
      const sum = markedSum(state, true, { mark: (what) => void (marked = what) });
      expect([sum, marked, qualityOf(state)]).toEqual([
        left.reduce((all, { value }) => all + value, 0),
        worst,
        worst,
      ]);
    }
  });

  it('is uncertain too where one such sample lies before the end of the ring and one behind', () => {
    const state = stateOf(4);
    for (let t = 0; t < 5; t++) pushSample(state, 4, t, t, t >= 3 ? UNCERTAIN : GOOD);
    let marked: QualityCode | undefined;
    markedSum(state, true, { mark: (what) => void (marked = what) });
    expect(marked).toBe(UNCERTAIN);
  });

  it.each([
    ['the one that lies behind the end of the ring', [UNCERTAIN, GOOD, GOOD, GOOD], 2, 3, UNCERTAIN],
    ['not the one behind the newest', [GOOD, GOOD, UNCERTAIN, GOOD], 0, 2, GOOD],
  ] as const)('is judged by all inside: %s', (_, qualities, oldest, count, judged) => {
    const state = {
      ...stateOf(4),
      qualities: Float64Array.from(qualities),
      ring: Float64Array.of(oldest, count),
    };
    expect(qualityOf(state)).toBe(judged);
  });

  it('takes as much room as its param says', () => {
    const { length } = windowStates.values;
    expect([
      length({ window: 20, mostSamples: 5 }),
      length({ window: { seconds: 3 }, mostSamples: 5 }),
    ]).toEqual([20, 5]);
    expect(windowStates.ring.length()).toBe(2);
  });
});
