import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { pid } from './pid.ts';

function outputs(params: Record<string, unknown>, inputs: TraceOptions['inputs'], seconds: number): number[] {
  const run = trace(pid, { params: { every: '1 s', low: -1e3, high: 1e3, ...params }, inputs, for: seconds });
  expect(run.diagnostics).toEqual([]);
  return run.samples('out').map(({ value }) => Number(value));
}

const step = (before: number, after: number, at = 0.5): [number, number][] => [
  [0, before],
  [at, after],
];

describe('a PID controller', () => {
  it('answers a step of the setpoint with K·Δr and a ramp of K·Δr/T_i', () => {
    const out = outputs({ gain: 2, integralTime: 4 }, { setpoint: step(0, 3), measurement: 0 }, 4);
    // P = 6 at once; I grows by 2·1/4·3 = 1.5 from one step to the next.
    expect(out).toEqual([0, 6, 7.5, 9, 10.5]);
  });

  it('acts the other way round for cooling', () => {
    const out = outputs(
      { gain: 2, integralTime: 4, action: 'direct' },
      { setpoint: step(0, 3), measurement: 0 },
      2,
    );
    expect(out).toEqual([0, -6, -7.5]);
  });

  it('sees of a step of the setpoint only its weight at once', () => {
    const weighted = { gain: 2, integralTime: 4, setpointWeight: 0.5 };
    expect(outputs(weighted, { setpoint: step(0, 3), measurement: 0 }, 2)).toEqual([0, 3, 4.5]);
  });

  it('has a derivative on the measurement that dies away as its filter says, and none on the setpoint', () => {
    const params = { gain: 2, integralTime: 0, derivativeTime: 3, filter: 6 };
    const out = outputs(params, { setpoint: 0, measurement: step(0, 1) }, 3);
    // D = −K·T_d·N/(T_d + N·h) = −36/9 at the step, then times T_d/(T_d + N·h) = 1/3; P = −2.
    const expected = [0, -2 - 4, -2 - 4 / 3, -2 - 4 / 9];
    expected.forEach((value, i) => expect(out[i]).toBeCloseTo(value, 12));
    expect(outputs(params, { setpoint: step(0, 1), measurement: 0 }, 2)).toEqual([0, 2, 2]);
  });

  it('does not wind up: it leaves its limit at once when the error turns', () => {
    const limited = { gain: 1, integralTime: 1, low: 0, high: 10 };
    const setpoint: [number, number][] = [
      [0, 0],
      [0.5, 50],
      [100.5, -1],
    ];
    const out = outputs(limited, { setpoint, measurement: 0 }, 102);
    expect(Math.max(...out)).toBe(10);
    expect(out[100]).toBe(10);
    expect(out[101]).toBeLessThan(10);
  });

  it('begins at its initial output, whatever the error, and takes over by hand without a bump', () => {
    const params = { gain: 2, integralTime: 10, initial: 40, high: 100, low: 0 };
    const automatic: [number, boolean][] = [
      [0, true],
      [1.5, false],
      [3.5, true],
    ];
    const out = outputs(params, { setpoint: 5, measurement: 4, automatic, manual: 70 }, 5);
    // I grows by 2·1/10·1 = 0.2 a step; by hand 70; then on from 70.
    [40, 40.2, 70, 70, 70, 70.2].forEach((value, i) => expect(out[i]).toBeCloseTo(value, 12));
  });

  it('holds a first-order plant at the setpoint, with no lasting error', () => {
    // T·dy/dt = k·u − y, sampled exactly: y grows towards k·u by 1 − e^(−h/T). The loop is closed by hand here, one step at a time.
    const [k, keep] = [0.5, Math.exp(-1 / 20)];
    const measurement: [number, number][] = [[0, 0]];
    for (let t = 0; t < 300; t++) {
      const run = outputs({ gain: 4, integralTime: 15, low: 0, high: 100 }, { setpoint: 30, measurement }, t);
      measurement.push([t + 1 - 1e-3, measurement.at(-1)![1] * keep + k * (1 - keep) * run.at(-1)!]);
    }
    expect(measurement.at(-1)![1]).toBeCloseTo(30, 6);
  });

  it('is bad on a bad measurement and goes on from its integral', () => {
    const run = trace(pid, {
      params: { every: '1 s', gain: 1, integralTime: 10, low: 0, high: 100, initial: 50 },
      inputs: {
        setpoint: 1,
        measurement: [
          [0, 1],
          [0.5, 1, 'bad'],
          [1.5, 1],
        ],
      },
      for: 2,
    });
    expect(run.samples('out').map(({ value, quality }) => [value, quality])).toEqual([
      [50, 'good'],
      [undefined, 'bad'],
      [50, 'good'],
    ]);
  });

  it('refuses limits the wrong way round', () => {
    const { diagnostics } = trace(pid, {
      params: { low: 5, high: 5 },
      inputs: { setpoint: 1, measurement: 1 },
      for: 1,
    });
    expect(diagnostics[0]?.at[0]?.param).toBe('high');
  });
});
