import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { BAD, GOOD } from '@twinloom/runtime/signal/quality';
import { windowNode } from './window.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];

/** Samples 1, 2, 3, … at 0, 1, 2, … s. */
const steady = (count: number): Samples => Array.from({ length: count }, (_, t) => [t, t + 1]);

const run = (samples: Samples, params: Record<string, unknown> = {}, seconds = 30, unit = '1') =>
  trace(windowNode, {
    params: { samples: 4, spacing: '1 s', ...params },
    inputs: { in: samples as [number, number][] },
    units: { in: unit },
    for: seconds,
  });

function emitted(samples: Samples, params: Record<string, unknown> = {}, seconds = 9): unknown[][] {
  return run(samples, params, seconds)
    .samples('out')
    .map(({ t, value, quality }) => [t, (value as { values: number[] } | undefined)?.values, quality]);
}

describe('window', () => {
  it('speaks each time it has filled, with the spacing and in the unit of its input', () => {
    const { samples, unit, diagnostics } = run(steady(10), {}, 9, 'Cel');
    expect(diagnostics).toEqual([]);
    expect(unit('out')).toBe('Cel');
    expect(samples('out')).toEqual([
      { t: 3, value: { values: [1, 2, 3, 4], spacing: 1 }, quality: 'good' },
      { t: 7, value: { values: [5, 6, 7, 8], spacing: 1 }, quality: 'good' },
    ]);
  });

  it('repeats the share of overlap', () => {
    expect(emitted(steady(10), { overlap: 0.5 }).map(([t, values]) => [t, values])).toEqual([
      [3, [1, 2, 3, 4]],
      [5, [3, 4, 5, 6]],
      [7, [5, 6, 7, 8]],
      [9, [7, 8, 9, 10]],
    ]);
    expect(emitted(steady(7), { overlap: 0.99 }, 6).map(([t]) => t)).toEqual([3, 4, 5, 6]);
  });

  it('takes the last sample up to each due time, whenever they come', () => {
    const uneven: Samples = [
      [0.2, 1],
      [0.9, 2],
      [1.7, 3],
      [2, 4],
      [2.1, 5],
      [3.6, 6],
    ];
    expect(emitted(uneven, {}, 4)).toEqual([[4, [2, 4, 5, 6], 'good']]);
  });

  it('holds the value over one due time without a sample, and is uncertain then', () => {
    const late: Samples = [
      [0, 1],
      [1, 2],
      [2.01, 3],
      [2.9, 4],
      [4, 5],
    ];
    expect(emitted(late, {}, 4)).toEqual([[3, [1, 2, 2, 4], 'uncertain']]);
  });

  it('never spans a silence: it turns bad, and speaks when it has filled with what came after', () => {
    const silent: Samples = [...steady(2), ...steady(4).map(([t, x]): [number, number] => [t + 7, x + 50])];
    expect(emitted(silent, {}, 20)).toEqual([
      [3, undefined, 'bad'],
      [10, [51, 52, 53, 54], 'good'],
      [12, undefined, 'bad'],
    ]);
  });

  it('turns bad at the second due time without a sample, also of 2 s', () => {
    const few: Samples = [
      [0, 1],
      [2, 2],
    ];
    expect(emitted(few, { spacing: '2 s' })).toEqual([[6, undefined, 'bad']]);
  });

  it('is as good as the values in it, whatever was in those before', () => {
    const doubtful: Samples = [[0, 1, 'uncertain'], ...steady(6).slice(1)];
    expect(emitted(doubtful, { overlap: 0.5 }, 5)).toEqual([
      [3, [1, 2, 3, 4], 'uncertain'],
      [5, [3, 4, 5, 6], 'good'],
    ]);
  });

  it('throws all away at a bad sample, and keeps the worst quality of what it holds', () => {
    const samples: Samples = [
      [0, 1],
      [1, 99, 'bad'],
      [2, 3],
      [3, 4, 'uncertain'],
      [4, 5],
      [5, 6],
      [6, 7],
      [7, 8],
      [8, 9],
      [9, 10],
    ];
    expect(emitted(samples)).toEqual([
      [1, undefined, 'bad'],
      [5, [3, 4, 5, 6], 'uncertain'],
      [9, [7, 8, 9, 10], 'good'],
    ]);
  });

  it('counts one value where two samples come at one time', () => {
    const twice: Samples = [
      [0, 1],
      [0.5, 2],
      [1, 3],
      [1, 4],
      [2, 5],
      [3, 6],
    ];
    expect(emitted(twice, {}, 3)).toEqual([[3, [1, 4, 5, 6], 'good']]);
  });

  it('is evenly apart to the microsecond over a thousand values of 1/60 s', () => {
    const every = 1 / 60;
    const samples = Array.from({ length: 1_001 }, (_, k): [number, number] => [
      Math.round(k * every * 1e6) / 1e6,
      k,
    ]);
    const found = emitted(samples, { samples: 1_000, spacing: every }, 17);
    expect(found.slice(0, 1)).toEqual([[16.65, Array.from({ length: 1_000 }, (_, k) => k), 'good']]);
  });

  it.each([
    ['samples', { samples: 1 }],
    ['spacing', { spacing: 0 }],
    ['overlap', { overlap: 1 }],
  ])('refuses %s of %j', (param, params) => {
    expect(run([[0, 1]], params).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});

describe('a window that is late', () => {
  /** The values and qualities it speaks with, asked at these times in s, of which those in `silent` bring no sample; each sample is its time. */
  function spoken(times: readonly number[], silent: readonly number[] = []): unknown[] {
    const x = { values: new Float64Array(4), qualities: new Float64Array(4), count: 0, due: 0 };
    const state = { ...x, last: 0, lastQuality: GOOD, silent: 0, isLost: 0 };
    const said: unknown[] = [];
    times.forEach((t, i) => {
      const y: { out?: { values: number[] } } = {};
      let quality: number | undefined;
      const instant = {
        t,
        first: i === 0,
        fresh: () => !silent.includes(t),
        quality: () => GOOD,
        mark: (mark: number) => void (quality = mark),
        wakeAt: () => undefined,
      };
      const params = { samples: 4, spacing: 1, overlap: 0 };
      windowNode.step!(y as never, state as never, { in: t } as never, params as never, instant as never);
      if (y.out) said.push([t, y.out.values, quality]);
    });
    return said;
  }

  it('throws away what it has where it missed a due time, and fills anew', () => {
    expect(spoken([0, 1, 2, 4, 5, 6, 7])).toEqual([
      [4, [], BAD],
      [7, [4, 5, 6, 7], GOOD],
    ]);
  });

  it('begins with no value from before the gap', () => {
    expect(spoken([0, 1, 2, 4, 5, 6, 7, 8], [4])).toEqual([
      [4, [], BAD],
      [8, [5, 6, 7, 8], GOOD],
    ]);
  });
});
