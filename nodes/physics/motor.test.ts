import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { motor } from './motor.ts';

const PLATE = { resistance: 2, motorConstant: 0.5, inertia: 0.02, friction: 0.01 };

const run = (options: TraceOptions) => {
  const traced = trace(motor, options);
  expect(traced.diagnostics).toEqual([]);
  const series = (port: string) => traced.samples(port).map(({ value }) => Number(value));
  return { ...traced, series, end: (port: string) => Number(traced.last(port).value) };
};

/** ∫y dt by the trapezoidal rule over samples that lie h apart. */
const area = (y: number[], h: number) =>
  y.reduce((sum, value) => sum + value, 0) * h - ((y[0]! + y.at(-1)!) * h) / 2;

describe('DC motor', () => {
  it.each([0, 0.05])('settles where voltage and torque balance, with the inductance %d H', (inductance) => {
    const { end } = run({ params: { ...PLATE, inductance }, inputs: { voltage: 24, load: 1 }, for: 30 });
    // k·i = b·ω + T and V = R·i + k·ω: ω = (k·V − R·T)/(k² + R·b) = (12 − 2)/(0.25 + 0.02)
    const speed = 10 / 0.27;
    const current = (24 - 0.5 * speed) / 2;
    expect(end('speed')).toBeCloseTo(speed, 5);
    expect(end('revolutions')).toBeCloseTo(speed / (2 * Math.PI), 5);
    expect(end('current')).toBeCloseTo(current, 5);
    expect(end('torque')).toBeCloseTo(0.5 * current, 5);
    expect(end('power')).toBeCloseTo(24 * current, 4);
    // What goes in leaves as heat of the winding, friction and work on the load.
    expect(end('power')).toBeCloseTo(2 * current ** 2 + 0.01 * speed ** 2 + speed, 4);
  });

  it('runs up with one time constant J·R/(k² + R·b) without an inductance', () => {
    const { samples } = run({ params: PLATE, inputs: { voltage: 24 }, for: 1 });
    const tau = (0.02 * 2) / 0.27;
    for (const { t, value } of samples('speed'))
      expect(value).toBeCloseTo((12 / 0.27) * (1 - Math.exp(-t / tau)), 3);
  });

  it('with an inductance and no friction runs up as the oscillator it is', () => {
    // L·J·ω̈ + R·J·ω̇ + k²·ω = k·V: with L = 0.5, R = 1, J = 0.02, k = 0.5: ω̈ + 2·ω̇ + 25·ω = 1200
    const params = { resistance: 1, inductance: 0.5, motorConstant: 0.5, inertia: 0.02, friction: 0 };
    const { samples } = run({ params, inputs: { voltage: 24 }, for: 5 });
    const own = Math.sqrt(24);
    for (const { t, value } of samples('speed')) {
      const swing = Math.exp(-t) * (Math.cos(own * t) + Math.sin(own * t) / own);
      expect(value).toBeCloseTo(48 * (1 - swing), 3);
    }
  });

  it('given an inductance while it runs begins without a current, as Ohm and Lenz have it', () => {
    const { samples } = run({
      params: { ...PLATE, inductance: 0 },
      inputs: { voltage: 24, load: 24 * 0.25 },
      deploy: [5, { ...PLATE, inductance: 0.5, inertia: 1e9 }],
      for: 5.4,
    });
    // Held at the speed ω it has, i = (V − k·ω)/R·(1 − e^(−R·t/L)).
    const speed = Number(samples('speed').at(-1)!.value);
    for (const { t, value } of samples('current').filter((one) => one.t > 5))
      expect(value).toBeCloseTo(((24 - 0.5 * speed) / 2) * (1 - Math.exp(-4 * (t - 5))), 4);
  });

  it('keeps the energy while it runs up: in = heat + friction + stored', () => {
    const params = { ...PLATE, inductance: 0.1 };
    const { series, end } = run({ params, inputs: { voltage: 24 }, for: 2, tick: '2ms' });
    const taken = area(series('power'), 0.002);
    const heat = area(
      series('current').map((i) => 2 * i * i),
      0.002,
    );
    const friction = area(
      series('speed').map((w) => 0.01 * w * w),
      0.002,
    );
    const stored = (0.1 * end('current') ** 2 + 0.02 * end('speed') ** 2) / 2;
    expect((heat + friction + stored) / taken).toBeCloseTo(1, 4);
    expect(stored / taken).toBeGreaterThan(0.05);
  });

  it('generates when its load drives it, and a load turns a shaft at rest backwards', () => {
    const driven = run({ params: PLATE, inputs: { voltage: 10, load: -4 }, for: 30 });
    // ω = (0.5·10 + 2·4)/0.27, above the no-load speed: the current flows back.
    expect(driven.end('speed')).toBeCloseTo(13 / 0.27, 5);
    expect(driven.end('power')).toBeLessThan(0);
    expect(run({ params: PLATE, inputs: { voltage: 0, load: 1 }, for: 30 }).end('speed')).toBeCloseTo(
      -2 / 0.27,
      5,
    );
  });

  it('takes its voltage in other units and its speed from 1/min', () => {
    const inputs = { voltage: 24_000 };
    const { samples } = run({
      params: { ...PLATE, initialSpeed: '50 rad/s' },
      inputs,
      units: { voltage: 'mV' },
      for: 0.1,
    });
    expect(samples('speed')[0]).toMatchObject({ t: 0, value: 50 });
    // i = (V − k·ω)/R = (24 − 25)/2
    expect(samples('current')[0]?.value).toBeCloseTo(-0.5, 9);
  });

  it('stands still until its voltage is known, and is uncertain while that is bad', () => {
    const voltage = [
      [1, 24],
      [2, 24, 'bad'],
      [3, 24],
    ] as [number, number, 'bad'?][];
    const { samples } = run({ params: PLATE, inputs: { voltage }, for: 4 });
    expect(samples('speed')[0]).toMatchObject({ t: 1, value: 0 });
    const seen = (time: number) => samples('speed').find(({ t }) => Math.abs(t - time) < 1e-9)?.quality;
    expect([seen(1.5), seen(2.5), seen(3.5)]).toEqual(['good', 'uncertain', 'good']);
  });

  it.each(['resistance', 'inertia', 'motorConstant', 'friction', 'inductance'])(
    'refuses a negative %s',
    (param) => {
      const { diagnostics } = trace(motor, { params: { [param]: -1 }, inputs: { voltage: 1 }, for: 0.1 });
      expect(diagnostics[0]?.at[0]?.param).toBe(param);
    },
  );
});
