import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { accumulate } from './accumulate.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];

const run = (samples: Samples, params = {}, more: { resetAt?: number; unit?: string } = {}) =>
  trace(accumulate, {
    params,
    inputs: {
      in: samples as [number, number][],
      ...(more.resetAt !== undefined && { reset: [[more.resetAt, true]] }),
    },
    units: { in: more.unit ?? '1' },
    for: 1000,
  });

describe('accumulate', () => {
  it('is exact for a line, at whatever times it is read', () => {
    const line: Samples = [1, 1.3, 4, 4.1, 30].map((t) => [t, 3 - 0.5 * t]);
    const { samples, diagnostics } = run(line);
    expect(diagnostics).toEqual([]);
    const area = (t: number): number => 3 * (t - 1) - 0.25 * (t * t - 1);
    expect(samples('out')).toHaveLength(5);
    for (const { t, value } of samples('out')) expect(value).toBeCloseTo(area(t), 9);
    expect(samples('missing').map(({ value }) => value)).toEqual([0, 0, 0, 0, 0]);
  });

  it('comes within the error of the trapezoidal rule, (b − a)·h²/12·max|f″|, of a sine', () => {
    const step = 0.01;
    const sine: Samples = Array.from({ length: 301 }, (_, i) => [i * step, Math.sin(i * step)]);
    const { last } = run(sine);
    const error = Math.abs(Number(last('out').value) - (1 - Math.cos(3)));
    expect(error).toBeLessThan((3 * step ** 2) / 12);
    expect(error).toBeGreaterThan(0);
  });

  it('starts at its initial value and weighs with its gain', () => {
    const { samples } = run(
      [
        [0, 2],
        [2, 4],
      ],
      { initial: 100, gain: 0.5 },
    );
    expect(samples('out').map(({ value }) => value)).toEqual([100, 103]);
  });

  it('counts a gap longer than maxGap as missing, as a whole, and one as long as it not', () => {
    const reading: Samples = [
      [0, 1],
      [10, 1],
      [20.5, 1],
      [21, 1],
    ];
    const { samples } = run(reading, { maxGap: '10 s' });
    expect(samples('out').map(({ value }) => value)).toEqual([0, 10, 10, 10.5]);
    expect(samples('missing').map(({ value }) => value)).toEqual([0, 0, 10.5, 10.5]);
    const { last } = run([
      [0, 1],
      [60, 1],
      [121, 1],
    ]);
    expect([last('out').value, last('missing').value]).toEqual([60, 61]);
  });

  it('counts what lies beside a bad sample as missing, and holds, uncertain', () => {
    const { samples } = run([
      [0, 2],
      [1, 4],
      [3, 99, 'bad'],
      [4, 99, 'bad'],
      [7, 6],
      [8, 6],
    ]);
    expect(samples('out').map(({ value, quality }) => [value, quality])).toEqual([
      [0, 'good'],
      [3, 'good'],
      [3, 'uncertain'],
      [3, 'uncertain'],
      [3, 'good'],
      [9, 'good'],
    ]);
    expect(samples('missing').map(({ value }) => value)).toEqual([0, 0, 2, 3, 6, 6]);
  });

  it('takes the newer of two samples of one time', () => {
    const { last } = run([
      [0, 0],
      [1, 2],
      [1.0000001, 10],
      [2, 20],
    ]);
    expect(last('out').value).toBe(1 + 15);
  });

  it('counts only what lies behind a reset, along the same line', () => {
    // The line from (0, 5) to (10, 25) is 13 at the reset: (13 + 25)/2·6 = 114.
    const { samples } = run(
      [
        [0, 5],
        [10, 25],
        [11, 25],
      ],
      { initial: 7 },
      { resetAt: 4 },
    );
    expect(samples('out').map(({ t }) => t)).toEqual([0, 4, 10, 11]);
    expect(Number(samples('out')[1]?.value)).toBe(7);
    expect(Number(samples('out')[2]?.value)).toBeCloseTo(7 + 114, 12);
    expect(Number(samples('out')[3]?.value)).toBeCloseTo(7 + 114 + 25, 12);
  });

  it('misses of a gap only what lies behind a reset', () => {
    const gap: Samples = [
      [0, 1],
      [10, 1],
    ];
    expect(run(gap, { maxGap: 5 }, { resetAt: 4 }).last('missing').value).toBe(6);
  });

  it('starts again exactly at a sample that comes with the reset', () => {
    const { samples } = run(
      [
        [0, 0],
        [4, 8],
        [5, 8],
      ],
      {},
      { resetAt: 4 },
    );
    expect(samples('out').map(({ value }) => value)).toEqual([0, 0, 8]);
  });

  it('is the input’s unit times s: joules of a power in watts', () => {
    const power: Samples = [
      [0, 1000],
      [60, 1000],
    ];
    // 1 kW for a minute is 60 kJ, and the initial 1 W·h is 3600 J.
    const { last, unit } = run(power, { initial: '1 W.h' }, { unit: 'W' });
    expect(last('out').value).toBeCloseTo(3600 + 60_000, 6);
    expect(unit('out')).toBe('W.s');
  });

  it('refuses a gap of no length', () => {
    expect(run([[0, 1]], { maxGap: 0 }).diagnostics[0]?.at[0]?.param).toBe('maxGap');
  });
});
