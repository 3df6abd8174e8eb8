import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { sensor } from './sensor.ts';

const run = (params: Record<string, unknown>, more: Partial<TraceOptions> = {}) =>
  trace(sensor, { params: { every: '100ms', ...params }, inputs: { in: 50 }, for: 1000, ...more });

const numbersOf = (samples: { value: unknown }[]): number[] => samples.map(({ value }) => Number(value));

/** Lengths of the stretches of equal answers, by the answer. */
function stretches(flags: readonly boolean[]): { yes: number[]; no: number[] } {
  const found = { yes: [] as number[], no: [] as number[] };
  let length = 0;
  flags.forEach((flag, i) => {
    length++;
    if (flags[i + 1] === flag) return;
    found[flag ? 'yes' : 'no'].push(length);
    length = 0;
  });
  return found;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a sensor', () => {
  it('passes the true value where nothing is wrong with it', () => {
    const inputs: [number, number][] = [
      [0, 1],
      [0.3, 4],
      [7, -2],
    ];
    const { samples, diagnostics } = trace(sensor, { inputs: { in: inputs }, for: 10 });
    expect(diagnostics).toEqual([]);
    expect(samples('out').map(({ t, value }) => [t, value])).toEqual(inputs);
  });

  it('reads as often as it is told', () => {
    const times = run({ every: '2 s' }, { for: 9 }).samples('out');
    expect(times.map(({ t }) => t)).toEqual([0, 2, 4, 6, 8]);
  });

  it('adds noise of the stated standard deviation and no bias', () => {
    const values = numbersOf(run({ noise: 2 }).samples('out'));
    const n = values.length;
    expect(n).toBe(10_001);
    const mean = meanOf(values);
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
    // Four standard errors: σ/√n of the mean, σ/√(2n) of the standard deviation.
    expect(Math.abs(mean - 50)).toBeLessThan((4 * 2) / Math.sqrt(n));
    expect(Math.abs(deviation - 2)).toBeLessThan((4 * 2) / Math.sqrt(2 * n));
  });

  it('takes the noise of a temperature as a difference', () => {
    const options = { units: { in: 'Cel' }, for: 100 };
    expect(numbersOf(run({ noise: '2 K' }, options).samples('out'))).toEqual(
      numbersOf(run({ noise: 2 }, options).samples('out')),
    );
  });

  it('says nothing while it is out, for lasts/(between + lasts) of the time', () => {
    const seconds = 20_000;
    const { samples } = run({ every: '1 s', dropoutsEvery: '20 s', dropoutLasts: '5 s' }, { for: seconds });
    const there = new Set(samples('out').map(({ t }) => t));
    const share = 1 - there.size / (seconds + 1);
    // Alternating renewal: variance of the share ≈ 2·(b·l)²/((b + l)³·T).
    const error = Math.sqrt((2 * (20 * 5) ** 2) / ((20 + 5) ** 3 * seconds));
    expect(Math.abs(share - 5 / 25)).toBeLessThan(4 * error);
  });

  it.each([1, 2, 3, 4, 5])('has no fault at the start, nor where one is first asked for, seed %d', (seed) => {
    const long = { dropoutsEvery: '10 h', dropoutLasts: '10 h', sticksEvery: '10 h', stickLasts: '10 h' };
    const [every, faults] = ['100ms', { noise: 1, ...long }];
    const later = { deploy: [0.45, { every, ...faults }] as const };
    for (const { samples } of [run(faults, { for: 5, seed }), run({ noise: 1 }, { for: 5, seed, ...later })])
      expect(new Set(numbersOf(samples('out'))).size).toBe(51);
  });

  it('has short faults from the first second on', () => {
    const there = run({ every: '10ms', dropoutsEvery: 0.1, dropoutLasts: 0.1 }, { for: 0.99 }).samples('out');
    expect(there.length).toBeGreaterThan(0);
    expect(there.length).toBeLessThan(100);
  });

  it('is out as often where faults are much shorter than the time between readings', () => {
    const { samples } = run({ every: 1, dropoutsEvery: 0.03, dropoutLasts: 0.01 }, { for: 4_000 });
    // Independent readings: four standard errors of a share of a quarter.
    const error = Math.sqrt((0.25 * 0.75) / 4_000);
    expect(Math.abs(1 - samples('out').length / 4_001 - 0.25)).toBeLessThan(4 * error);
  });

  it('comes and goes with the stated mean times', () => {
    const { samples } = run({ every: '100ms', dropoutsEvery: '20 s', dropoutLasts: '5 s' }, { for: 10_000 });
    const there = new Set(samples('out').map(({ t }) => Math.round(t * 10)));
    const { yes, no } = stretches(Array.from({ length: 100_001 }, (_, k) => there.has(k)));
    // An exponential time has its mean as standard deviation; one reading of rounding beside.
    expect(Math.abs(meanOf(yes) / 10 - 20)).toBeLessThan((4 * 20) / Math.sqrt(yes.length) + 0.2);
    expect(Math.abs(meanOf(no) / 10 - 5)).toBeLessThan((4 * 5) / Math.sqrt(no.length) + 0.2);
  });

  it('repeats its last reading while it sticks', () => {
    const { samples } = run({ noise: 1, sticksEvery: '30 s', stickLasts: '10 s' }, { for: 5000 });
    const values = numbersOf(samples('out'));
    expect(values).toHaveLength(50_001);
    const isStuck = values.map((value, i) => i > 0 && value === values[i - 1]);
    const error = Math.sqrt((2 * (30 * 10) ** 2) / ((30 + 10) ** 3 * 5000));
    expect(Math.abs(isStuck.filter(Boolean).length / values.length - 10 / 40)).toBeLessThan(
      4 * error + 0.005,
    );
  });

  it('does not lag behind a truth that moved while it stuck', () => {
    const ramp = Array.from({ length: 2001 }, (_, k): [number, number] => [k, k]);
    const { samples } = trace(sensor, {
      params: { sticksEvery: '50 s', stickLasts: '50 s' },
      inputs: { in: ramp },
      for: 2000,
    });
    const isTrue = samples('out').map(({ t, value }) => value === t);
    expect(isTrue[0]).toBe(true);
    const { yes, no } = stretches(isTrue);
    expect(yes.length).toBeGreaterThan(5);
    expect(no.length).toBeGreaterThan(5);
  });

  it('has the same faults with the same seed, others with another', () => {
    const faults = { noise: 1, dropoutsEvery: 5, dropoutLasts: 2, sticksEvery: 5, stickLasts: 2 };
    const of = (seed: number) => run(faults, { for: 100, seed }).samples('out');
    expect(of(7)).toEqual(of(7));
    expect(of(7)).not.toEqual(of(8));
  });

  it('comes through a gap of years with faults of milliseconds', () => {
    const inputs: [number, number][] = [
      [0, 1],
      [1e8, 2],
    ];
    const params = { sticksEvery: 0.001, stickLasts: 0.001 };
    const { samples } = trace(sensor, { params, inputs: { in: inputs }, for: 1e8, tick: 3600 });
    expect(samples('out')).toHaveLength(2);
  });

  it('is bad while the true value is', () => {
    const { samples } = trace(sensor, { inputs: { in: [[0, 1, 'bad']] }, for: 1 });
    expect(samples('out')).toEqual([{ t: 0, value: undefined, quality: 'bad' }]);
  });
});
