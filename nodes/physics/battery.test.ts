import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { battery } from './battery.ts';

/** 1 A·h is 3600 C; R1·C1 = 20 s. */
const CELL = {
  capacity: 1,
  emptyVoltage: 3,
  fullVoltage: 4,
  resistance: 0.05,
  polarizationResistance: 0.02,
  polarizationCapacitance: 1000,
};

const run = (options: TraceOptions) => {
  const traced = trace(battery, options);
  expect(traced.diagnostics).toEqual([]);
  const at = (port: string, time: number) => traced.samples(port).find(({ t }) => Math.abs(t - time) < 1e-9);
  return { ...traced, at, value: (port: string, time: number) => Number(at(port, time)?.value) };
};

describe('battery', () => {
  it('counts the charge it gives and gets', () => {
    const current = [
      [0, 2],
      [450, 0],
      [500, -3],
    ] as [number, number][];
    const { value } = run({ params: CELL, inputs: { current }, for: 700, tick: '1 s' });
    expect(value('stateOfCharge', 0)).toBe(1);
    expect(value('stateOfCharge', 450)).toBeCloseTo(1 - 900 / 3600, 9);
    expect(value('stateOfCharge', 500)).toBeCloseTo(0.75, 9);
    expect(value('stateOfCharge', 700)).toBeCloseTo(0.75 + 600 / 3600, 9);
  });

  it('drops at once by R0·i, then by R1·i with the time constant R1·C1, and along its open-circuit line', () => {
    const { samples, value } = run({
      params: { ...CELL, initialCharge: 0.8 },
      inputs: { current: 2 },
      for: 100,
    });
    expect(value('voltage', 0)).toBeCloseTo(3.8 - 0.1, 12);
    for (const { t, value: voltage } of samples('voltage'))
      expect(voltage).toBeCloseTo(3.8 - (2 * t) / 3600 - 0.1 - 0.04 * (1 - Math.exp(-t / 20)), 6);
  });

  it('at rest has the voltage on the line from empty to full that its charge says', () => {
    const params = { ...CELL, fullVoltage: 4.2, initialCharge: 0.25 };
    expect(run({ params, inputs: { current: 0 }, for: 1 }).value('voltage', 1)).toBeCloseTo(3.3, 12);
  });

  it('recovers when the current stops', () => {
    const current = [
      [0, 2],
      [100, 0],
    ] as [number, number][];
    const { value } = run({ params: CELL, inputs: { current }, for: 400 });
    const left = 0.04 * (1 - Math.exp(-5)) * Math.exp(-1);
    expect(value('voltage', 120)).toBeCloseTo(4 - 200 / 3600 - left, 6);
    expect(value('voltage', 400)).toBeCloseTo(4 - 200 / 3600, 6);
  });

  it('keeps the energy: what leaves the cell is work, heat and what the pair holds', () => {
    const { samples } = run({ params: CELL, inputs: { current: 4 }, for: 300 });
    const area = (port: string) => {
      const y = samples(port).map(({ value }) => Number(value));
      return y.reduce((sum, value) => sum + value, 0) * 0.1 - ((y[0]! + y.at(-1)!) * 0.1) / 2;
    };
    // From full, 1200 C pass: the open-circuit voltage falls in a line from 4 V to 4 − 1/3 V.
    const released = 1200 * (4 - 1 / 6);
    const pair = (1000 * (0.08 * (1 - Math.exp(-15))) ** 2) / 2;
    expect(4 * area('voltage') + area('heat') + pair).toBeCloseTo(released, 2);
    // In the end R0·i² + R1·i²
    expect(samples('heat').at(-1)?.value).toBeCloseTo(16 * 0.07, 4);
  });

  it('is never more than full or less than empty, and turns round from there at once', () => {
    const full = run({
      params: CELL,
      inputs: { current: [[0, -5] as const, [100, 5] as const] },
      for: 172,
    });
    expect(full.value('stateOfCharge', 100)).toBe(1);
    expect(full.value('stateOfCharge', 172)).toBeCloseTo(0.9, 9);
    const empty = run({
      params: { ...CELL, initialCharge: 0.1 },
      inputs: { current: [[0, 5] as const, [200, -5] as const] },
      for: 272,
    });
    expect(empty.value('stateOfCharge', 36)).toBeCloseTo(0.05, 9);
    expect(empty.value('stateOfCharge', 200)).toBe(0);
    expect(empty.value('stateOfCharge', 272)).toBeCloseTo(0.1, 3);
  });

  it('keeps no debt from a current that was drawn while it was empty, however great', () => {
    const current: [number, number][] = [
      [0, 1e6],
      [1, -1],
    ];
    const { value } = run({ params: { ...CELL, initialCharge: 0 }, inputs: { current }, for: 4.6 });
    expect(value('stateOfCharge', 4.6)).toBeCloseTo(3.6 / 3600, 9);
  });

  it.each([0.3, 1, 7])('is never the least bit more than full, charged with %d A', (charging) => {
    const inputs = { current: -charging };
    const { samples } = run({ params: { ...CELL, initialCharge: 0.999 }, inputs, for: 30, tick: '1 s' });
    expect(Math.max(...samples('stateOfCharge').map(({ value }) => Number(value)))).toBe(1);
  });

  it('takes mA and mA·h', () => {
    const { value } = run({
      params: { ...CELL, capacity: '2000 mA.h' },
      inputs: { current: 1000 },
      units: { current: 'mA' },
      for: 720,
      tick: '1 s',
    });
    expect(value('stateOfCharge', 720)).toBeCloseTo(0.9, 9);
  });

  it('waits for its current, and is uncertain while that is bad', () => {
    const current = [
      [5, 2],
      [10, 2, 'bad'],
      [15, 2],
    ] as [number, number, 'bad'?][];
    const { samples, at } = run({ params: CELL, inputs: { current }, for: 41 });
    expect(samples('stateOfCharge')[0]).toMatchObject({ t: 5, value: 1 });
    expect([9, 12, 17].map((t) => at('voltage', t)?.quality)).toEqual(['good', 'uncertain', 'good']);
    expect(at('stateOfCharge', 41)?.value).toBeCloseTo(0.98, 9);
  });

  it.each([
    ['capacity', { capacity: 0 }],
    ['fullVoltage', { emptyVoltage: 4, fullVoltage: 4 }],
    ['initialCharge', { initialCharge: 1.1 }],
    ['polarizationResistance', { polarizationResistance: 0 }],
  ])('refuses a %s that cannot be', (param, params) => {
    const { diagnostics } = trace(battery, { params, inputs: { current: 1 }, for: 0.1 });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});
