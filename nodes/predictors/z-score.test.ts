import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { zScore } from './z-score.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];
const everySecond = (values: number[]): Samples => values.map((value, t) => [t, value]);

const run = (samples: Samples, params: Record<string, unknown> = {}, unit = '1') =>
  trace(zScore, {
    params: { minSamples: 2, ...params },
    inputs: { in: samples as [number, number][] },
    units: { in: unit },
    for: 1e6,
  });
const numbers = (result: ReturnType<typeof run>, port: string): number[] =>
  result.samples(port).map(({ value }) => Number(value));

describe('a z-score', () => {
  it('compares a sample with the ones before, not with itself', () => {
    // Before 9: mean 5, s = √((9 + 1 + 1 + 9)/3) = √(20/3).
    const result = run(everySecond([2, 4, 6, 8, 9]), { minSamples: 4 });
    expect(result.diagnostics).toEqual([]);
    expect(result.samples('score').map(({ t }) => t)).toEqual([4]);
    expect(result.last('mean').value).toBe(5);
    expect(result.last('deviation').value).toBeCloseTo(Math.sqrt(20 / 3), 12);
    expect(result.last('score').value).toBeCloseTo(4 / Math.sqrt(20 / 3), 12);
    expect(result.last('active').value).toBe(false);
    const active = run(everySecond([2, 4, 6, 8, -3]), { minSamples: 4 });
    expect(active.last('score').value).toBeCloseTo(8 / Math.sqrt(20 / 3), 12);
    expect(active.last('active').value).toBe(true);
  });

  it('looks at the last samples, or at those of the last seconds', () => {
    // The two before 5 are 1 and 3: mean 2, s = √2.
    const byCount = run(everySecond([100, 1, 3, 5]), { window: 2 });
    expect(byCount.last('score').value).toBeCloseTo(3 / Math.SQRT2, 12);
    // At 10 s only what is newer than 5 s counts: 1, 3.
    const byTime = run(
      [
        [0, 100],
        [5, 50],
        [6, 1],
        [9, 3],
        [10, 5],
      ],
      { window: '5 s' },
    );
    expect(byTime.last('score').value).toBeCloseTo(3 / Math.SQRT2, 12);
  });

  it('is active only above its threshold', () => {
    const { last } = run(everySecond([5, 5, 5, 6.5]), { minDeviation: 0.5, threshold: 3 });
    expect([last('score').value, last('active').value]).toEqual([3, false]);
  });

  it('answers from the sample on that has enough before it, also where all count alike', () => {
    const { samples } = run(everySecond([1, 2, 4]), { past: 'memory', memory: 0 });
    expect(samples('score').map(({ t }) => t)).toEqual([2]);
  });

  it('falls silent when the window of time has run empty', () => {
    const { samples } = run([...everySecond([1, 2, 3]), [100, 5]], { window: '5 s' });
    expect(samples('score').map(({ t }) => t)).toEqual([2]);
  });

  it('with a memory weighs by e^(−age/memory), at irregular times', () => {
    const samples: Samples = [
      [0, 4],
      [1, 10],
      [1.5, 7],
      [4, 20],
    ];
    const weights = [0, 1, 1.5].map((t) => Math.exp((t - 4) / 2));
    const sum = (f: (w: number, i: number) => number): number => weights.map(f).reduce((a, b) => a + b);
    const w = sum((one) => one);
    const mean = sum((one, i) => one * samples[i]![1]) / w;
    const squares = sum((one, i) => one * (samples[i]![1] - mean) ** 2);
    const deviation = Math.sqrt(squares / (w - sum((one) => one * one) / w));
    const { last } = run(samples, { past: 'memory', memory: '2 s' });
    expect(last('mean').value).toBeCloseTo(mean, 12);
    expect(last('deviation').value).toBeCloseTo(deviation, 12);
    expect(last('score').value).toBeCloseTo((20 - mean) / deviation, 12);
  });

  it('with memory 0 is the plain mean and standard deviation, and loses no digits', () => {
    const { last } = run(everySecond([1e9 + 2, 1e9 + 4, 1e9 + 6, 1e9 + 8, 1e9 + 9]), {
      past: 'memory',
      memory: 0,
    });
    expect(last('score').value).toBeCloseTo(4 / Math.sqrt(20 / 3), 6);
  });

  it('has forgotten everything after a gap of a thousand memories', () => {
    const { samples } = run([...everySecond([1, 2, 3]), [2000, 5], [2001, 6], [2002, 8]], {
      past: 'memory',
      memory: '1 s',
    });
    expect(samples('score').map(({ t }) => t)).toEqual([2, 2002]);
  });

  it('is 0 while nothing changes; the first change is active, its score no number', () => {
    const result = run(everySecond([5, 5, 5, 5.1]));
    expect(result.samples('score').map(({ value, quality }) => [value, quality])).toEqual([
      [0, 'good'],
      [undefined, 'bad'],
    ]);
    expect(result.samples('active').map(({ value }) => value)).toEqual([false, true]);
    const quiet = run(everySecond([5, 5, 5, 5.1]), { minDeviation: 0.5 });
    expect(quiet.last('score').value).toBeCloseTo(0.2, 9);
    expect(quiet.last('active').value).toBe(false);
  });

  it('knows a value that was said again and again to the last bit', () => {
    const result = run(everySecond([0.1, 0.1, 0.1, 0.1]));
    expect(numbers(result, 'mean')).toEqual([0.1, 0.1]);
    expect(numbers(result, 'deviation')).toEqual([0, 0]);
  });

  it('is bad on a bad sample, which never becomes part of the past', () => {
    const result = run([...everySecond([2, 4]), [2, 1e6, 'bad'], [3, 3]]);
    expect(result.samples('score').map(({ value, quality }) => [value, quality])).toEqual([
      [undefined, 'bad'],
      [0, 'good'],
    ]);
  });

  it('is uncertain while an uncertain sample is among those before', () => {
    const { samples } = run(
      [
        [0, 1, 'uncertain'],
        [1, 2],
        [2, 3],
        [3, 4],
        [4, 5],
      ],
      { window: 2 },
    );
    expect(samples('score').map(({ quality }) => quality)).toEqual(['uncertain', 'good', 'good']);
  });

  it('counts each of two samples of one time', () => {
    const result = run([
      [0, 1],
      [0.0000001, 3],
      [0.0000002, 4],
    ]);
    expect(numbers(result, 'mean')).toEqual([2]);
  });

  it('has the unit of its input, its deviation that of a difference', () => {
    const result = run(everySecond([20, 22, 21, 23]), { minDeviation: '2000 mK' }, 'Cel');
    expect([result.unit('mean'), result.unit('deviation')]).toEqual(['Cel', 'K']);
    expect(result.last('score').value).toBeCloseTo(2 / 2, 9);
  });

  it.each([
    ['threshold', 0],
    ['minSamples', 1],
    ['minDeviation', -1],
    ['window', 1],
    ['memory', -1],
  ])('refuses a %s of %d', (param, value) => {
    expect(run([[0, 1]], { [param]: value }).diagnostics[0]?.at[0]?.param).toBe(param);
  });
});
