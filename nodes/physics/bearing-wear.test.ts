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

  it('draws the same life from the same seed', () => {
    const options = { params: { ...FAST, weibullSlope: 1.5 }, inputs: { speed: 30 }, for: 100, seed: 7 };
    expect(trace(bearingWear, options).last('damage')).toEqual(trace(bearingWear, options).last('damage'));
  });
});
