import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { heatExchanger } from './heat-exchanger.ts';

const ARRANGEMENTS = ['counterflow', 'parallel', 'crossflow'] as const;
/** Specific heats of 1000, so that flows in kg/s are capacities in kW/K. */
const FLUIDS = { hotSpecificHeat: 1000, coldSpecificHeat: 1000 };
const INLETS = { hotInlet: 90, coldInlet: 10 };

const at = (arrangement: string, conductance: number, hotFlow: number, coldFlow: number, inlets = INLETS) => {
  const { last, diagnostics } = trace(heatExchanger, {
    params: { ...FLUIDS, arrangement, conductance },
    inputs: { ...inlets, hotFlow, coldFlow },
    for: 0.1,
  });
  expect(diagnostics).toEqual([]);
  const read = (port: string): number => {
    expect(last(port).quality).toBe('good');
    return Number(last(port).value);
  };
  return {
    duty: read('duty'),
    hotOutlet: read('hotOutlet'),
    coldOutlet: read('coldOutlet'),
    effectiveness: read('effectiveness'),
  };
};

describe('heat exchanger', () => {
  it.each([0.1, 1, 3])('with equal capacities and NTU = %d is NTU/(1 + NTU) in counterflow', (ntu) => {
    expect(at('counterflow', ntu * 1000, 1, 1).effectiveness).toBeCloseTo(ntu / (1 + ntu), 14);
    expect(at('counterflow', ntu * 1000, 1, 1 + 1e-12).effectiveness).toBeCloseTo(ntu / (1 + ntu), 10);
    expect(at('parallel', ntu * 1000, 1, 1).effectiveness).toBeCloseTo((1 - Math.exp(-2 * ntu)) / 2, 14);
  });

  it('with one stream far larger is 1 − e^(−NTU), however the streams run', () => {
    for (const arrangement of ARRANGEMENTS) {
      expect(at(arrangement, 1500, 1, 1e9).effectiveness).toBeCloseTo(1 - Math.exp(-1.5), 8);
      expect(at(arrangement, 1500, 1e9, 1).effectiveness).toBeCloseTo(1 - Math.exp(-1.5), 8);
    }
  });

  it.each([
    // r = 0.5, NTU = 2: (1 − e^−1)/(1 − 0.5·e^−1); (1 − e^−3)/1.5
    ['counterflow', 0.5, 2, (1 - Math.exp(-1)) / (1 - 0.5 * Math.exp(-1))],
    ['parallel', 0.5, 2, (1 - Math.exp(-3)) / 1.5],
    // Both unmixed at NTU = 1: 2^0 powers vanish, ε = 1 − exp((e^(−r) − 1)/r)
    ['crossflow', 1, 1, 1 - Math.exp(Math.exp(-1) - 1)],
    ['crossflow', 0.5, 1, 1 - Math.exp(2 * (Math.exp(-0.5) - 1))],
    // NTU = 4, r = 1, with 4^0.22 = 1.356604 and 4^0.78 = 2.948538
    ['crossflow', 1, 4, 1 - Math.exp(1.356604 * (Math.exp(-2.948538) - 1))],
  ])('%s at r = %d and NTU = %d has the effectiveness %d', (arrangement, r, ntu, effectiveness) => {
    expect(at(arrangement, ntu * 1000, 1, 1 / r).effectiveness).toBeCloseTo(effectiveness, 6);
    expect(at(arrangement, ntu * 1000, 1 / r, 1).effectiveness).toBeCloseTo(effectiveness, 6);
  });

  it('meets UA times the logarithmic mean temperature difference', () => {
    const counter = at('counterflow', 3000, 1, 2);
    const [a, b] = [90 - counter.coldOutlet, counter.hotOutlet - 10];
    expect(counter.duty).toBeCloseTo((3000 * (a - b)) / Math.log(a / b), 6);
    const parallel = at('parallel', 3000, 1, 2);
    const end = parallel.hotOutlet - parallel.coldOutlet;
    expect(parallel.duty).toBeCloseTo((3000 * (80 - end)) / Math.log(80 / end), 6);
  });

  it('keeps the energy and never passes the other inlet, at any flows', () => {
    const flow = fc.oneof(
      fc.double({ min: 0, max: 20, noNaN: true }),
      fc.integer({ min: 1, max: 2000 }).map((n) => n / 100),
    );
    const inlet = fc.double({ min: -20, max: 200, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(...ARRANGEMENTS),
        flow,
        flow,
        inlet,
        inlet,
        (kind, hot, cold, hotInlet, coldInlet) => {
          const { duty, hotOutlet, coldOutlet, effectiveness } = at(kind, 4000, hot, cold, {
            hotInlet,
            coldInlet,
          });
          expect(duty).toBeCloseTo(1000 * hot * (hotInlet - hotOutlet), 5);
          expect(duty).toBeCloseTo(1000 * cold * (coldOutlet - coldInlet), 5);
          expect(effectiveness).toBeGreaterThanOrEqual(0);
          expect(effectiveness).toBeLessThanOrEqual(1 + 1e-12);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(ARRANGEMENTS)(
    'in %s a stream that stands comes to the temperature of the other, without duty',
    (kind) => {
      const still = { duty: 0, coldOutlet: 10, hotOutlet: 10, effectiveness: 1 };
      expect(at(kind, 2000, 0, 1)).toEqual(still);
      expect(at(kind, 2000, -3, 1)).toEqual(still);
      expect(at(kind, 2000, 1, 0)).toEqual({ duty: 0, coldOutlet: 90, hotOutlet: 90, effectiveness: 1 });
      expect(at(kind, 2000, 1e-9, 1).hotOutlet).toBeCloseTo(10, 6);
      expect(at(kind, 2000, 0, 0)).toEqual({ duty: 0, coldOutlet: 10, hotOutlet: 90, effectiveness: 0 });
      expect(at(kind, 0, 1, 2)).toEqual({ duty: 0, coldOutlet: 10, hotOutlet: 90, effectiveness: 0 });
    },
  );

  it.each([
    [1e-12, 0],
    [1.005e-12, 1],
  ])('takes streams of %d W/K to stand only if that is at most 1e-12', (flow, effectiveness) => {
    const { last } = trace(heatExchanger, {
      params: { hotSpecificHeat: 1, coldSpecificHeat: 1, conductance: 1000 },
      inputs: { ...INLETS, hotFlow: flow, coldFlow: flow },
      for: 0.1,
    });
    expect(last('effectiveness').value).toBeCloseTo(effectiveness, 12);
  });

  it('without a conductance exchanges nothing, though one stream stands', () => {
    for (const kind of ARRANGEMENTS)
      expect(at(kind, 0, 0, 1)).toEqual({ duty: 0, coldOutlet: 10, hotOutlet: 90, effectiveness: 0 });
  });

  it('takes K and kg/h, and is bad for as long as an inlet is', () => {
    const hotInlet = [
      [0, 363.15],
      [1, 363.15, 'bad'],
      [2.5, 323.15],
      [3, 0],
      [3, 363.15],
    ] as [number, number, 'bad'?][];
    const { samples, last } = trace(heatExchanger, {
      params: { ...FLUIDS, conductance: 1000 },
      inputs: { hotInlet, coldInlet: 10, hotFlow: 3600, coldFlow: 1 },
      units: { hotInlet: 'K', hotFlow: 'kg/h' },
      for: 4,
    });
    // NTU = 1, r = 1: ε = 0.5 of 80 K, then of 40 K, at 1 kW/K
    expect(samples('duty').slice(0, 3)).toEqual([
      { t: 0, value: expect.closeTo(40_000, 5), quality: 'good' },
      { t: 1, value: undefined, quality: 'bad' },
      { t: 2.5, value: expect.closeTo(20_000, 5), quality: 'good' },
    ]);
    expect(last('duty').value).toBeCloseTo(40_000, 5);
  });

  it.each([
    ['conductance', -1],
    ['hotSpecificHeat', 0],
    ['arrangement', 'spiral'],
  ])('refuses %s = %s', (param, value) => {
    const inputs = { ...INLETS, hotFlow: 1, coldFlow: 1 };
    const { diagnostics } = trace(heatExchanger, { params: { [param]: value }, inputs, for: 0.1 });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});
