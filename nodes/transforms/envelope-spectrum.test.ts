import { describe, expect, it } from 'vitest';
import { trace, type Trace } from '@twinloom/runtime/run/harness';
import { envelopeSpectrum } from './envelope-spectrum.ts';

const SPACING = 0.0005;
const LENGTH = 2_000;

const turn = (hertz: number, t: number): number => Math.cos(2 * Math.PI * hertz * t);

const waveform = (at: (t: number) => number) => ({
  values: Array.from({ length: LENGTH }, (_, n) => at(n * SPACING)),
  spacing: SPACING,
});

/** A ringing of 600 Hz whose height is 2 + 0.8·cos(2π·36t) + 0.3·cos(2π·72t), under a strong hum. */
const ringing = waveform(
  (t) => (2 + 0.8 * turn(36, t) + 0.3 * turn(72, t)) * turn(600, t) + 20 * turn(50, t) + 9,
);

const BAND = { low: 400, high: 800 };
const ONE = { harmonics: 1, window: 'rectangular' };
/** Its outer race is passed 3.6 times per turn, its inner race 5.4 times. */
const ORDERS = { ballPassOuter: 3.6, ballPassInner: 5.4 };

const run = (params: Record<string, unknown>, inputs: Record<string, object | number> = {}, units = {}) =>
  trace(envelopeSpectrum, {
    params: { ...BAND, ...params },
    inputs: { in: [[0, ringing]], ...inputs } as Record<string, [number, object][]>,
    units: { in: 'm/s2', ...units },
    for: 1,
  });

describe('envelope spectrum', () => {
  it('shows how the height of a hidden ringing moves, and nothing of the hum', () => {
    const { last, unit, diagnostics } = run({});
    expect(diagnostics).toEqual([]);
    const lines = last('amplitude').value as number[];
    expect([lines[36], lines[72], lines[50], lines[100]].map((a) => Number(a?.toFixed(6)))).toEqual([
      0.8, 0.3, 0, 0,
    ]);
    expect(last('resolution').value).toBeCloseTo(1, 12);
    expect(last('peakFrequency').value).toBeCloseTo(36, 3);
    expect(unit('amplitude')).toBe('m/s2');
  });

  it('gives the level at each frequency: √(Σ A²/2) over the harmonics', () => {
    const { last } = run({ ...ORDERS, ratedSpeed: 10 });
    expect(last('outerRace').value).toBeCloseTo(Math.sqrt((0.8 ** 2 + 0.3 ** 2) / 2), 6);
    expect(last('innerRace').value).toBeCloseTo(0, 6);
    expect(run({ ...ORDERS, ratedSpeed: 10, harmonics: 1 }).last('outerRace').value).toBeCloseTo(
      0.8 / Math.SQRT2,
      6,
    );
  });

  it('takes the speed from its input, in rpm too, rather than from the param', () => {
    const { last, unit } = run({ ...ORDERS, ratedSpeed: 3 }, { speed: 600 }, { speed: '1/min' });
    expect(last('outerRace').value).toBeCloseTo(Math.sqrt((0.8 ** 2 + 0.3 ** 2) / 2), 6);
    expect(unit('outerRace')).toBe('m/s2');
  });

  it('waits with a new speed for the next waveform', () => {
    const speeds = [
      [0, 10],
      [0.5, 20],
    ];
    expect(run(ORDERS, { speed: speeds as never }).samples('outerRace')).toHaveLength(1);
  });

  it('finds the orders of a bearing from its geometry; one that is stated goes before', () => {
    // n/2·(1 − d/D·cos 60°) = 4·(1 − 0.1) = 3.6 and 4·(1 + 0.1) = 4.4.
    const geometry = {
      balls: 8,
      ballDiameter: '8 mm',
      pitchDiameter: '40 mm',
      contactAngle: 60,
      ratedSpeed: 10,
    };
    const level = Math.sqrt((0.8 ** 2 + 0.3 ** 2) / 2);
    expect(run(geometry).last('outerRace').value).toBeCloseTo(level, 6);
    expect(run(geometry).last('innerRace').value).toBeCloseTo(0, 6);
    expect(run({ ...geometry, ballPassInner: 3.6 }).last('innerRace').value).toBeCloseTo(level, 6);
    // D/(2d)·(1 − 0.01) = 2.475 turns of a ball, (1 − 0.1)/2 = 0.45 of the cage: neither has a line here.
    expect(run({ ...geometry, harmonics: 1 }).last('ball').value).toBeCloseTo(0, 6);
    expect(run({ ...geometry, ratedSpeed: 80, harmonics: 1 }).last('cage').value).toBeCloseTo(
      0.8 / Math.SQRT2,
      6,
    );
  });

  it('takes a contact angle in degrees, to a line', () => {
    // 4·(1 − 0.8·cos 60°) = 2.4 passes per turn; at 59.4° it would be 2.371, more than a line away.
    const beating = waveform((t) => (2 + 0.8 * turn(144, t)) * turn(600, t));
    const geometry = { balls: 8, ballDiameter: '32 mm', pitchDiameter: '40 mm', contactAngle: 60 };
    const params = { ...geometry, ratedSpeed: 60, harmonics: 1, tolerance: 0, window: 'rectangular' };
    const { last } = run(params, { in: [[0, beating]] });
    expect(last('outerRace').value).toBeCloseTo(0.8 / Math.SQRT2, 6);
  });

  it('has lines twice as far apart for half as long a waveform', () => {
    const half = { values: ringing.values.slice(0, LENGTH / 2), spacing: SPACING };
    const { last } = run({ ...ORDERS, ratedSpeed: 10 }, { in: [[0, half]] });
    expect(last('resolution').value).toBeCloseTo(2, 12);
    expect(last('outerRace').value).toBeCloseTo(Math.sqrt((0.8 ** 2 + 0.3 ** 2) / 2), 6);
  });

  it('knows a frequency from its first line to its last, and none beyond', () => {
    const at = (outer: number, given: object): Trace =>
      run({ ballPassOuter: outer, ratedSpeed: 1, ...ONE, tolerance: 0 }, { in: [[0, given]] });
    const slow = at(
      1,
      waveform((t) => (2 + 0.8 * turn(1, t) + 0.3 * turn(99, t)) * turn(600, t)),
    );
    expect(slow.last('peakFrequency').value).toBeLessThan(2);
    expect(slow.last('outerRace').value).toBeCloseTo(0.8 / Math.SQRT2, 6);
    // It is compared with itself alone.
    expect(slow.last('prominence').value).toBe(1);
    expect(at(0.99, ringing).last('outerRace').quality).toBe('bad');
    // Two oscillations alike, 250 Hz apart, beat as 2·|cos|, which has a line at 1 kHz too: the last one.
    const beat = waveform((t) => turn(450, t) + turn(700, t));
    const lines = at(1_000, beat).last('amplitude').value as number[];
    expect(lines).toHaveLength(1_001);
    expect(lines[1_000]).toBeGreaterThan(0.01);
    expect(at(1_000, beat).last('outerRace').value).toBeCloseTo(lines[1_000]! / Math.SQRT2, 9);
    expect(at(1_001, beat).last('outerRace').quality).toBe('bad');
  });

  it('is prominent by its ratio to the median of the lines within 30 % about it', () => {
    const bumpy = waveform((t) => (1 + t) * Math.sin(1e5 * t * t) * turn(600, t));
    const { last } = run({ ballPassOuter: 63.8, ratedSpeed: 1 }, { in: [[0, bumpy]] });
    const lines = last('amplitude').value as number[];
    // 44.66 to 82.94, of which there are 38: the upper one of the middle two. And 63.8 ± 2 %: 62.5 to 65.1.
    const around = lines.slice(45, 83).sort((a, b) => a - b);
    expect(last('prominence').value).toBeCloseTo(Math.max(...lines.slice(63, 66)) / around[19]!, 9);
  });

  it('looks as far off a frequency as the slip may be, and no farther', () => {
    const slipping = (tolerance: number): unknown =>
      run({ ...ORDERS, ratedSpeed: 10.3, harmonics: 1, tolerance }).last('outerRace').value;
    // 37.08 Hz instead of 36: 3 % off, the skirt of the window reaches one line further.
    expect(slipping(0.04)).toBeCloseTo(0.8 / Math.SQRT2, 6);
    expect(Number(slipping(0))).toBeLessThan(0.6 * (0.8 / Math.SQRT2));
  });

  it('stands out of noise many times, and noise alone does not', () => {
    let seed = 1;
    const noise = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647 - 0.5;
    };
    const noisy = waveform((t) => (2 + 0.8 * turn(36, t)) * turn(600, t) + noise());
    const only = waveform(noise);
    const prominence = (given: object): number =>
      Number(run({ ...ORDERS, ratedSpeed: 10 }, { in: [[0, given]] }).last('prominence').value);
    expect(prominence(noisy)).toBeGreaterThan(20);
    expect(prominence(only)).toBeLessThan(5);
  });

  it('has no levels without a speed or without orders, and bad ones at standstill', () => {
    expect(run(ORDERS).last('outerRace').quality).toBe('absent');
    expect(run({ ratedSpeed: 10 }).last('outerRace').quality).toBe('absent');
    expect(run({ ...ORDERS, ratedSpeed: 10 }).last('cage').quality).toBe('absent');
    const still = run(ORDERS, { speed: 0 });
    expect(still.last('outerRace').quality).toBe('bad');
    expect(still.last('prominence').quality).toBe('absent');
    expect(still.last('amplitude').quality).toBe('good');
  });

  it('names no frequency where nothing rings in the band, or where its height does not move', () => {
    const still = waveform((t) => 3 * turn(600, t));
    expect(run({}, { in: [[0, still]] }).last('peakFrequency').quality).toBe('bad');
    const elsewhere = run({ ...ORDERS, ratedSpeed: 10, low: 100, high: 200 }, { in: [[0, still]] });
    expect(elsewhere.last('peakFrequency').quality).toBe('bad');
    expect(elsewhere.last('outerRace').value).toBe(0);
    expect(elsewhere.last('prominence').quality).toBe('absent');
  });

  it('refuses, in words, a vector without a spacing and a band above half the rate of samples', () => {
    const bare = run({}, { in: [[0, ringing.values]] });
    expect(bare.last('amplitude').quality).toBe('bad');
    expect(bare.notes[0]?.says).toContain('without a spacing');
    const slow = run({ low: 1_000, high: 2_000 });
    expect(slow.last('amplitude').quality).toBe('bad');
    expect(slow.notes[0]?.says).toContain('1000 Hz');
    expect(run({ low: 900, high: 2_000 }).last('amplitude').quality).toBe('good');
  });

  it('comes back after a bad waveform', () => {
    const samples = [
      [0, ringing, 'bad'],
      [1, ringing],
    ];
    const { last } = trace(envelopeSpectrum, { params: BAND, inputs: { in: samples as never }, for: 2 });
    expect(last('peakFrequency').quality).toBe('good');
  });

  it.each([
    ['high', { low: 100, high: 50 }],
    ['high', { low: 100, high: 100 }],
    ['balls', { balls: 9 }],
    ['balls', { pitchDiameter: 0.04 }],
    ['ballDiameter', { balls: 9, ballDiameter: 0.04, pitchDiameter: 0.04 }],
    ['ballDiameter', { balls: 9, ballDiameter: 0.05, pitchDiameter: 0.04 }],
    ['contactAngle', { contactAngle: 90 }],
    ['harmonics', { harmonics: 0 }],
  ])('refuses %s of %j', (param, params) => {
    expect(run(params).diagnostics.map(({ at }) => at[0]?.param)).toEqual([param]);
  });
});
