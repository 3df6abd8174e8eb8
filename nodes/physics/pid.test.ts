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

  it('tracks its limit with the time √(T_i·T_d), or T_i without a derivative', () => {
    const setpoint: [number, number][] = [
      [0, 0],
      [0.5, 50],
      [2.5, 0],
    ];
    // v = 50 is cut by 40; I = 50/16 − 40/2; v = 33.125 is cut by 23.125; I grows by 50/16 − 23.125/2.
    const params = { gain: 1, integralTime: 16, derivativeTime: 0.25, high: 10 };
    expect(outputs(params, { setpoint, measurement: 0 }, 3)).toEqual([0, 10, 10, -25.3125]);
    // I = 50/2 − 40/2 = 5; v = 55 is cut by 45; I = 5 + 25 − 22.5.
    const alone = { gain: 1, integralTime: 2, high: 10 };
    expect(outputs(alone, { setpoint, measurement: 0 }, 3)).toEqual([0, 10, 10, 7.5]);
    // In a hundredth of the time, with T_i = 0.5 s below a second.
    const quick = { gain: 1, integralTime: 0.5, every: '0.1 s', high: 100 };
    const ramp = outputs(quick, { setpoint: step(0, 1, 0.05), measurement: 0 }, 0.3);
    [0, 1, 1.2, 1.4].forEach((value, i) => expect(ramp[i]).toBeCloseTo(value, 12));
  });

  it('takes back no more than what was cut where its steps are longer than its tracking time', () => {
    const setpoint: [number, number][] = [
      [0, 0],
      [0.5, 50],
      [2.5, -100],
    ];
    // v = 50 is cut by 40; I = 50/0.5 − 40; v = 110 is cut by 100; I = 60 + 100 − 100.
    const params = { gain: 1, integralTime: 0.5, high: 10 };
    expect(outputs(params, { setpoint, measurement: 0 }, 3)).toEqual([0, 10, 10, -40]);
  });

  it('without an integral part has nothing to take back', () => {
    const setpoint: [number, number][] = [
      [0, 0],
      [0.5, 50],
      [1.5, 5],
    ];
    expect(outputs({ gain: 1, integralTime: 0, high: 10 }, { setpoint, measurement: 0 }, 2)).toEqual([
      0, 10, 5,
    ]);
  });

  it('filters its derivative with T_d/N at any step', () => {
    const params = { gain: 2, integralTime: 0, derivativeTime: 0.05, filter: 2, every: '0.1 s' };
    const out = outputs(params, { setpoint: 0, measurement: step(0, 1, 0.05) }, 0.3);
    // D = −K·T_d·N/(T_d + N·h) = −0.2/0.25, then times 0.05/0.25; P = −2.
    const expected = [0, -2 - 0.8, -2 - 0.8 / 5, -2 - 0.8 / 25];
    expected.forEach((value, i) => expect(out[i]).toBeCloseTo(value, 12));
  });

  it('sees no change in the first measurement, nor across a bad one, while its integral waits', () => {
    const params = { gain: 2, integralTime: 10, derivativeTime: 3, filter: 6, initial: 20 };
    const measurement: [number, number, 'bad'?][] = [
      [0, 5],
      [1.5, 5, 'bad'],
      [2.5, 1],
    ];
    const run = trace(pid, {
      params: { every: '1 s', low: -1e3, high: 1e3, ...params },
      inputs: { setpoint: 5, measurement },
      for: 4,
    });
    // P = 2·(5 − 1) on top of what there was; then I grows by 2/10·4.
    expect(run.samples('out').map(({ value }) => value)).toEqual([
      20,
      20,
      undefined,
      28,
      expect.closeTo(28.8, 9),
    ]);
    const error = { ...params, derivativeTime: 0 };
    const held = trace(pid, {
      params: { every: '1 s', low: -1e3, high: 1e3, ...error },
      inputs: {
        setpoint: 6,
        measurement: [
          [0, 5],
          [1.5, 5, 'bad'],
          [3.5, 5],
        ],
      },
      for: 5,
    });
    const values = held.samples('out').map(({ value }) => value);
    expect(values).toEqual([
      20,
      expect.closeTo(20.2, 9),
      undefined,
      undefined,
      expect.closeTo(20.2, 9),
      expect.closeTo(20.4, 9),
    ]);
  });

  it('begins at its initial output even without a gain and after a bad measurement', () => {
    const run = trace(pid, {
      params: { every: '1 s', gain: 0, low: 0, high: 100, initial: 40 },
      inputs: {
        setpoint: 5,
        measurement: [
          [0, 4, 'bad'],
          [0.5, 4],
        ],
      },
      for: 2,
    });
    expect(run.samples('out').map(({ value }) => value)).toEqual([undefined, 40, 40]);
  });

  it('takes over from hand without a bump while its derivative dies away', () => {
    const params = { gain: 2, integralTime: 0, derivativeTime: 3, filter: 6 };
    const run = trace(pid, {
      params: { every: '1 s', low: -1e3, high: 1e3, ...params },
      inputs: {
        setpoint: 0,
        measurement: step(0, 1),
        automatic: [
          [0, true],
          [1.5, false],
          [2.5, true],
        ],
        manual: -3,
      },
      for: 3,
    });
    // By hand D has fallen to −4/3; taken over at −3, the output moves on only by what D loses: from −4/3 to −4/9.
    expect(run.samples('out').map(({ value }) => value)).toEqual([0, -6, -3, expect.closeTo(-3 + 8 / 9, 9)]);
  });

  it('says whether a limit holds it, and by hand is at 0 where nothing is on manual', () => {
    const run = trace(pid, {
      params: { every: '1 s', gain: 1, low: 0, high: 100 },
      inputs: {
        setpoint: [
          [0, 0],
          [0.5, 50],
          [1.5, 500],
        ],
        measurement: 0,
        automatic: [
          [0, true],
          [2.5, false],
        ],
      },
      for: 3,
    });
    expect(run.samples('limited').map(({ value }) => value)).toEqual([false, false, true, false]);
    expect(run.last('out').value).toBe(0);
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
