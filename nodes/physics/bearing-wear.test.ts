import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { bearingWear } from './bearing-wear.ts';

/** ISO 281 worked figure: C/P = 10 gives 1000 million revolutions, 9259.26 h at 1800 1/min. */
const ISO_281 = { dynamicRating: 14_000, exponent: 3 };
const LIFE = 9259.26 * 3600;
/** So fast that L10 is 1000 s. */
const FAST = { ...ISO_281, acceleration: LIFE / 1000, repairTime: 120 };

describe('bearing wear', () => {
  it('uses up the L10 life of ISO 281', () => {
    const { last } = trace(bearingWear, { params: FAST, inputs: { speed: 30, load: 1400 }, for: 500 });
    expect(Number(last('damage').value)).toBeCloseTo(0.5, 3);
  });

  it.each([
    ['twice the load for an eighth of the time', 30, 2800, 125],
    ['half the speed for twice the time', 15, 1400, 2000],
  ])('fails after %s', (_, speed, load, life) => {
    const { samples } = trace(bearingWear, { params: FAST, inputs: { speed, load }, for: life + 10 });
    const failure = samples('failedNow')[0]?.t ?? Number.NaN;
    expect(Math.abs(failure - life)).toBeLessThan(0.5);
  });

  it('fails, says so once, is repaired after its time and begins anew', () => {
    const { samples, last } = trace(bearingWear, { params: FAST, inputs: { speed: 30 }, for: 1620 });
    expect(samples('failedNow')).toHaveLength(1);
    expect(samples('repaired')).toHaveLength(1);
    const failure = samples('failedNow')[0]?.t ?? Number.NaN;
    const repair = samples('repaired')[0]?.t ?? Number.NaN;
    expect(repair - failure).toBeCloseTo(120, 0);
    expect(samples('failed').filter(({ value }) => value === true)[0]?.t).toBe(failure);
    expect(last('repairs').value).toBe(1);
    expect(Number(last('damage').value)).toBeCloseTo(0.5, 2);
  });

  it('wears under the smallest loads and at the slowest speeds too', () => {
    // L10 is 1e6·(14000/0.5)³ revolutions; of half a revolution a second.
    const params = { ...ISO_281, acceleration: 1e15 };
    const inputs = { speed: 0.5, load: 0.5 };
    const { samples } = trace(bearingWear, { params, inputs, for: 100, tick: '1 s' });
    const [start, end] = [10, 100].map((t) => Number(samples('damage')[t]!.value)) as [number, number];
    expect((end - start) / ((1e15 * 0.5 * 90) / (1e6 * 28_000 ** 3))).toBeCloseTo(1, 9);
  });

  it('does not wear while it stands', () => {
    const inputs = { speed: 30, running: [[0, true] as const, [250, false] as const] };
    const { last } = trace(bearingWear, { params: FAST, inputs, for: 900 });
    expect(Number(last('damage').value)).toBeCloseTo(0.25, 2);
    expect(Number(last('vibration').value)).toBeLessThan(1e-9);
  });

  it('lets vibration grow by equal factors in equal times', () => {
    const params = { ...FAST, newVibration: 0.0007, endVibration: 0.0028 };
    const { samples } = trace(bearingWear, { params, inputs: { speed: 30 }, for: 751 });
    const at = (time: number): number => Number(samples('vibration').find(({ t }) => t === time)?.value);
    // 0.0007·4^D, seen through an RMS window of 1 s
    expect(at(501) / 0.0007).toBeCloseTo(2, 2);
    expect(at(751) / at(251)).toBeCloseTo(2, 2);
  });

  it('warms up with its time constant', () => {
    const params = { ...ISO_281, newTemperatureRise: 20, thermalTime: 100 };
    const { samples } = trace(bearingWear, { params, inputs: { speed: 30 }, for: 101 });
    const rise = Number(samples('temperatureRise').find(({ t }) => t === 100)?.value);
    expect(rise).toBeCloseTo(20 * (1 - Math.exp(-1)), 1);
  });

  it('shows its vibration through a window of a second, and is still and cold at the start', () => {
    const params = { ...ISO_281, newVibration: 0.001 };
    const { samples } = trace(bearingWear, { params, inputs: { speed: 0.5 }, for: 5 });
    const away = (time: number): number =>
      0.001 - Number(samples('vibration').find(({ t }) => Math.abs(t - time) < 1e-9)?.value);
    expect(away(0)).toBe(0.001);
    expect(away(2) / away(1)).toBeCloseTo(Math.exp(-1), 6);
    expect(away(1.1) / away(1)).toBeCloseTo(Math.exp(-0.1), 6);
    expect(samples('temperatureRise')[0]?.value).toBe(0);
  });

  it('at half its life is warmer by half of what it warms up by until its failure', () => {
    const params = { ...FAST, newTemperatureRise: 15, endTemperatureRise: 45, thermalTime: 0 };
    const { samples } = trace(bearingWear, { params, inputs: { speed: 30, load: 1400 }, for: 500 });
    expect(Number(samples('temperatureRise').at(-1)?.value)).toBeCloseTo(30, 1);
    expect(samples('temperatureRise').every(({ quality }) => quality === 'good')).toBe(true);
  });

  it('is cold and still when it does not turn', () => {
    const params = { ...ISO_281, thermalTime: 1 };
    const { last } = trace(bearingWear, { params, inputs: { speed: 0 }, for: 10 });
    expect([last('temperatureRise').value, last('vibration').value]).toEqual([0, 0]);
    const stopped = { speed: 30, running: [[0, true] as const, [50, false] as const] };
    const { last: after } = trace(bearingWear, { params, inputs: stopped, for: 100 });
    expect(Number(after('temperatureRise').value)).toBeCloseTo(0, 9);
  });

  it('is repaired after its repair time to the tick', () => {
    const { samples } = trace(bearingWear, { params: FAST, inputs: { speed: 30 }, for: 1200, tick: '10 s' });
    expect(samples('repaired')[0]!.t - samples('failedNow')[0]!.t).toBe(120);
  });

  it('lives at least a millionth of its L10 life', () => {
    // With a slope of 0.1 one bearing in forty would live shorter: (ln U/ln 0.9)^10 < 1e-6.
    const params = { ...ISO_281, weibullSlope: 0.1 };
    const damages = Array.from({ length: 300 }, (_, seed) => {
      const options = { params, inputs: { speed: 30 }, for: 11, tick: '1 s', seed: seed + 1 };
      return Number(trace(bearingWear, options).last('damage').value);
    });
    expect(Math.max(...damages) / (10e6 / LIFE)).toBeCloseTo(1, 4);
  });

  it('lets one bearing in ten fail before its L10 life', () => {
    const params = { ...FAST, weibullSlope: 1.5 };
    const early = Array.from({ length: 300 }, (_, seed) => {
      const options = { params, inputs: { speed: 30 }, for: 1000, tick: 10, seed: seed + 1 };
      return trace(bearingWear, options).samples('failedNow').length > 0;
    }).filter(Boolean).length;
    // Binomial(300, 0.1): mean 30, standard deviation 5.2
    expect(early).toBeGreaterThan(30 - 3 * 5.2);
    expect(early).toBeLessThan(30 + 3 * 5.2);
  });

  it('with a slope of 1 lives 1/−ln 0.9 times its L10 in the mean', () => {
    const lives = Array.from({ length: 2000 }, (_, seed) => {
      const params = { ...ISO_281, weibullSlope: 1 };
      const options = { params, inputs: { speed: 30 }, for: 2, tick: '1 s', seed: seed + 1 };
      const [before, after] = trace(bearingWear, options).samples('damage').slice(-2);
      return 1 / (LIFE * (Number(after!.value) - Number(before!.value)));
    });
    const mean = lives.reduce((sum, life) => sum + life, 0) / lives.length;
    // Exponential: the standard deviation is the mean, of 2000 lives 2.2 % of it.
    expect(Math.abs(mean * -Math.log(0.9) - 1)).toBeLessThan(3 * 0.022);
  });

  it('draws the same life from the same seed', () => {
    const options = { params: { ...FAST, weibullSlope: 1.5 }, inputs: { speed: 30 }, for: 100, seed: 7 };
    expect(trace(bearingWear, options).last('damage')).toEqual(trace(bearingWear, options).last('damage'));
  });
});
