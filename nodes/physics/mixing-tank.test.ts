import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { mixingTank } from './mixing-tank.ts';

describe('mixing tank', () => {
  it('answers a step at its inlet with 1 − e^(−q·t/V)', () => {
    const { samples, diagnostics } = trace(mixingTank, {
      params: { volume: 2, initial: 1 },
      inputs: { inflow: 0.1, inlet: 5 },
      for: 60,
    });
    expect(diagnostics).toEqual([]);
    for (const { t, value } of samples('outlet')) expect(value).toBeCloseTo(5 - 4 * Math.exp(-t / 20), 5);
  });

  it('keeps the mass: what came in less what went out is what it holds more', () => {
    const h = 0.1;
    const inlet = [
      [0, 8],
      [10, 0],
    ] as [number, number][];
    const { samples } = trace(mixingTank, {
      params: { volume: 2, initial: 1 },
      inputs: { inflow: 0.1, inlet },
      units: { inlet: 'kg/m3' },
      for: 40,
    });
    const c = samples('outlet').map(({ value }) => Number(value));
    const gone = 0.1 * (c.reduce((sum, value) => sum + value, 0) * h - ((c[0]! + c.at(-1)!) * h) / 2);
    expect(0.1 * 8 * 10 - gone).toBeCloseTo(2 * (c.at(-1)! - 1), 4);
  });

  it('depends on flow and time only by the volume that passed', () => {
    const inflow = [
      [0, 0.3],
      [2.5, 0.02],
      [12.5, 0],
      [20, 0.05],
    ] as [number, number][];
    const { last } = trace(mixingTank, { params: { volume: 1 }, inputs: { inflow, inlet: 1 }, for: 30 });
    const passed = 0.3 * 2.5 + 0.02 * 10 + 0.05 * 10;
    expect(last('outlet').value).toBeCloseTo(1 - Math.exp(-passed), 6);
  });

  it('holds while nothing flows in, also when the flow is negative', () => {
    const inputs = { inflow: [[0, -1] as const, [5, 0] as const], inlet: 9 };
    const { samples } = trace(mixingTank, { params: { initial: 4 }, inputs, for: 10 });
    expect(new Set(samples('outlet').map(({ value }) => value))).toEqual(new Set([4]));
  });

  it('mixes temperatures as well, and takes flow and start in their own units', () => {
    const { samples, unit } = trace(mixingTank, {
      params: { volume: '500 L', initial: '323.15 K' },
      inputs: { inflow: 0.6, inlet: 10 },
      units: { inflow: 'm3/min', inlet: 'Cel' },
      for: 50,
    });
    expect(unit('outlet')).toBe('Cel');
    // 0.01 m³/s through 0.5 m³
    for (const { t, value } of samples('outlet')) expect(value).toBeCloseTo(10 + 40 * Math.exp(-t / 50), 4);
  });

  it('begins with its first good samples, and is uncertain while one is bad', () => {
    const inlet = [
      [2, 5, 'bad'],
      [4, 5],
      [10, 5, 'bad'],
      [12, 5],
    ] as [number, number, 'bad'?][];
    const { samples } = trace(mixingTank, { params: { volume: 1 }, inputs: { inflow: 0.1, inlet }, for: 14 });
    expect(samples('outlet').find(({ value }) => value !== undefined)).toMatchObject({ t: 4, value: 0 });
    const seen = (time: number) => samples('outlet').find(({ t }) => Math.abs(t - time) < 1e-9);
    expect([seen(9), seen(11), seen(13)].map((sample) => sample?.quality)).toEqual([
      'good',
      'uncertain',
      'good',
    ]);
    expect(seen(14)?.value).toBeCloseTo(5 * (1 - Math.exp(-1)), 5);
  });

  it('refuses a tank without volume', () => {
    const { diagnostics } = trace(mixingTank, {
      params: { volume: 0 },
      inputs: { inflow: 1, inlet: 1 },
      for: 0.1,
    });
    expect(diagnostics[0]?.at[0]?.param).toBe('volume');
  });
});
