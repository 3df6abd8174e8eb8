import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { valve } from './valve.ts';

/** Water at 15 °C, for which Kv is defined. */
const WATER = { kv: 36, density: 999.1 };

const flowAt = (inputs: Record<string, number>, params = {}, units = {}): number => {
  const { last, diagnostics } = trace(valve, { params: { ...WATER, ...params }, inputs, units, for: 0.1 });
  expect(diagnostics).toEqual([]);
  expect(last('flow').quality).toBe('good');
  return Number(last('flow').value);
};

describe('control valve', () => {
  it('passes its Kv in water at 1 bar: 36 m³/h are 0.01 m³/s', () => {
    expect(flowAt({ pressureDrop: 1e5 })).toBeCloseTo(0.01, 14);
    expect(flowAt({ pressureDrop: 1 }, {}, { pressureDrop: 'bar' })).toBeCloseTo(0.01, 14);
  });

  it('passes the root of the pressure drop, and the inverse root of the density', () => {
    expect(flowAt({ pressureDrop: 4e5 })).toBeCloseTo(0.02, 14);
    expect(flowAt({ pressureDrop: 2.5e4 })).toBeCloseTo(0.005, 14);
    expect(flowAt({ pressureDrop: 1e5 }, { density: 4 * 999.1 })).toBeCloseTo(0.005, 14);
  });

  it('is open where no opening is wired', () => {
    expect(valve.inputs.opening).toMatchObject({ default: 1 });
  });

  it('passes the same backwards, and nothing without a pressure drop', () => {
    expect(flowAt({ pressureDrop: -4e5 })).toBeCloseTo(-0.02, 14);
    expect(flowAt({ pressureDrop: 0 })).toBe(0);
  });

  it.each([
    // R = 50: 50^(0.5 − 1) = 1/√50, 50^(0.25 − 1)
    ['equal-percentage', 0.5, 1 / Math.sqrt(50)],
    ['equal-percentage', 0.25, 0.0531829],
    ['linear', 0.3, 0.3],
    ['quick-opening', 0.25, 0.5],
  ])('%s at %d has the share %d of its Kv', (characteristic, opening, share) => {
    expect(flowAt({ pressureDrop: 1e5, opening }, { characteristic })).toBeCloseTo(0.01 * share, 8);
  });

  it.each(['equal-percentage', 'linear', 'quick-opening'])(
    '%s is open at 1 and above, tight at 0 and below',
    (characteristic) => {
      const flows = [1, 1.7, 0, -0.2].map((opening) =>
        flowAt({ pressureDrop: 1e5, opening }, { characteristic }),
      );
      expect(flows[0]).toBeCloseTo(0.01, 14);
      expect(flows[1]).toBe(flows[0]);
      expect(flows.slice(2)).toEqual([0, 0]);
    },
  );

  it('grows by the same percentage for the same travel, from 1/R at the first opening', () => {
    const at = (opening: number) => flowAt({ pressureDrop: 1e5, opening }, { rangeability: 30 });
    expect(at(0.7) / at(0.5)).toBeCloseTo(at(0.3) / at(0.1), 12);
    expect(at(1e-12) / at(1)).toBeCloseTo(1 / 30, 10);
  });

  it('tells its flow coefficient, whatever the pressure', () => {
    const inputs = { pressureDrop: 12_345, opening: 0.5 };
    const { last } = trace(valve, { params: { ...WATER, characteristic: 'linear' }, inputs, for: 0.1 });
    expect(last('flowCoefficient').value).toBeCloseTo(0.005, 14);
  });

  it('is bad while its pressure drop is, answers the next sample, and the newer of two of one time', () => {
    const pressureDrop = [
      [0, 1e5],
      [1, 1e5, 'bad'],
      [2.5, 4e5],
      [3, 9e5],
      [3, 1e5],
    ] as [number, number, 'bad'?][];
    const { samples, last } = trace(valve, { params: WATER, inputs: { pressureDrop }, for: 4 });
    expect(samples('flow').slice(0, 3)).toEqual([
      { t: 0, value: expect.closeTo(0.01, 12), quality: 'good' },
      { t: 1, value: undefined, quality: 'bad' },
      { t: 2.5, value: expect.closeTo(0.02, 12), quality: 'good' },
    ]);
    expect(last('flow').value).toBeCloseTo(0.01, 12);
  });

  it.each([
    ['kv', 0],
    ['rangeability', 1],
    ['density', -1],
    ['characteristic', 'square'],
  ])('refuses %s = %s', (param, value) => {
    const { diagnostics } = trace(valve, {
      params: { [param]: value },
      inputs: { pressureDrop: 1 },
      for: 0.1,
    });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});
