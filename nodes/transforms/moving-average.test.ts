import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { movingAverage } from './moving-average.ts';

type Samples = [number, number, 'good' | 'uncertain' | 'bad'][];

function averages(window: unknown, samples: [number, number][], more: Record<string, unknown> = {}) {
  const run = trace(movingAverage, { params: { window, ...more }, inputs: { in: samples }, for: 1000 });
  expect(run.diagnostics).toEqual([]);
  return run.samples('out').map(({ t, value, quality }) => [t, value, quality]);
}

describe('a moving average', () => {
  it('is the mean of the last samples', () => {
    const ramp = [1, 2, 3, 4, 10].map((value, t): [number, number] => [t, value]);
    expect(averages(3, ramp).map(([, value]) => value)).toEqual([1, 1.5, 2, 3, 17 / 3]);
  });

  it('is the mean of the samples of a time, whatever their distances', () => {
    const samples: [number, number][] = [
      [0, 6],
      [1, 0],
      [1.5, 3],
      [4, 8],
    ];
    expect(averages('3 s', samples).map(([, value]) => value)).toEqual([6, 3, 3, 5.5]);
  });

  it('lags a ramp by half the window less half a step', () => {
    const ramp = Array.from({ length: 50 }, (_, t): [number, number] => [t, 2 * t]);
    for (const [t, value] of averages(9, ramp).slice(9)) expect(value).toBeCloseTo(2 * (Number(t) - 4), 12);
  });

  it('does not drift after huge values have left the window', () => {
    const samples = [1e15, 0.1, 0.1, 0.1].map((value, t): [number, number] => [t, value]);
    expect(averages(2, samples).at(-1)?.[1]).toBe(0.1);
  });

  it('is uncertain while an uncertain sample is inside, bad only at a bad one', () => {
    const samples: Samples = [
      [0, 1, 'uncertain'],
      [1, 2, 'good'],
      [2, 9, 'bad'],
      [3, 3, 'good'],
    ];
    const run = trace(movingAverage, { params: { window: 2 }, inputs: { in: samples }, for: 4 });
    expect(run.samples('out').map(({ value, quality }) => [value, quality])).toEqual([
      [1, 'uncertain'],
      [1.5, 'uncertain'],
      [undefined, 'bad'],
      [2.5, 'good'],
    ]);
  });

  it('is uncertain when its seconds hold more samples than it can keep', () => {
    const samples = [1, 2, 3].map((value, t): [number, number] => [t, value]);
    expect(averages('1 min', samples, { mostSamples: 2 }).at(-1)).toEqual([2, 2.5, 'uncertain']);
  });

  it('has a window of its own beside others that hold as many samples', () => {
    const ramp = [1, 2, 3, 4, 5].map((value, t): [number, number] => [t, value]);
    const last = ([3, '2 s', '1 s', 3, '3 s'] as const).map((window) =>
      averages(window, ramp, { mostSamples: 3 }).at(-1)?.slice(1),
    );
    expect(last).toEqual([
      [4, 'good'],
      [4.5, 'good'],
      [5, 'good'],
      [4, 'good'],
      [4, 'good'],
    ]);
  });

  it.each([0, 1.5, '-3 s', 'often'])('refuses a window of %s', (window) => {
    const { diagnostics } = trace(movingAverage, { params: { window }, inputs: { in: 1 }, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe('window');
  });
});
