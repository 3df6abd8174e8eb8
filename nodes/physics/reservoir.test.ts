import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { reservoir } from './reservoir.ts';

const G = 9.80665;

describe('reservoir', () => {
  it('has the pressure ρ·g·d and the head d at its outlet', () => {
    const { last, diagnostics } = trace(reservoir, { params: { outletDepth: 12, density: 1000 }, for: 1 });
    expect(diagnostics).toEqual([]);
    expect(last('head').value).toBeCloseTo(12, 12);
    // 12 m of water are 117.68 kPa.
    expect(last('pressure').value).toBeCloseTo(117_679.8, 6);
  });

  it('holds its head whatever is drawn, and counts it', () => {
    const outflow: [number, number][] = [
      [0, 0.03],
      [10, -0.01],
      [25, 0],
    ];
    const { samples, last } = trace(reservoir, { inputs: { outflow }, for: 40 });
    expect(new Set(samples('head').map(({ value }) => Number(value).toFixed(9)))).toEqual(
      new Set(['10.000000000']),
    );
    expect(last('drawn').value).toBeCloseTo(0.03 * 10 - 0.01 * 15, 9);
  });

  it('counts nothing where nothing is drawn', () => {
    expect(trace(reservoir, { for: 40 }).last('drawn').value).toBe(0);
  });

  it('counts a flow that varies: ∫ a·t dt = a·t²/2', () => {
    const outflow = Array.from({ length: 101 }, (_, k): [number, number] => [k / 10, k / 10]);
    const { samples } = trace(reservoir, { inputs: { outflow }, for: 10 });
    // Held over each tick of 0.1 s: short of t²/2 by t·0.1/2.
    for (const { t, value } of samples('drawn')) expect(value).toBeCloseTo((t * t) / 2 - (t * 0.1) / 2, 6);
  });

  it('follows its level, in the unit it is told in', () => {
    const { last } = trace(reservoir, { inputs: { level: -150 }, units: { level: 'cm' }, for: 1 });
    expect(last('head').value).toBeCloseTo(8.5, 9);
  });

  it('has no head when the outlet is dry', () => {
    const { last } = trace(reservoir, { inputs: { level: -11 }, for: 1 });
    expect([last('head').value, last('pressure').value]).toEqual([0, 0]);
  });

  it('with a pressure on its surface is a main: p₀/(ρ·g) more head', () => {
    const params = { outletDepth: 0, surfacePressure: '4 bar', density: 1000 };
    const { last } = trace(reservoir, { params, for: 1 });
    expect(last('pressure').value).toBeCloseTo(4e5, 9);
    expect(last('head').value).toBeCloseTo(400 / G, 9);
  });

  it('waits for a level that is wired, and is uncertain while that is bad', () => {
    const level: [number, number, 'bad'?][] = [
      [2, 1],
      [4, 1, 'bad'],
      [6, 2],
    ];
    const { samples } = trace(reservoir, { inputs: { level }, for: 8 });
    expect(samples('head')[0]?.t).toBe(2);
    const seen = (time: number) => samples('head').find(({ t }) => Math.abs(t - time) < 1e-9);
    expect([3, 5, 7].map((t) => seen(t)?.quality)).toEqual(['good', 'uncertain', 'good']);
    expect(seen(7)?.value).toBeCloseTo(12, 9);
  });

  it.each([
    ['density', 0],
    ['surfacePressure', -2e5],
  ])('refuses %s = %d', (param, value) => {
    const { diagnostics } = trace(reservoir, { params: { [param]: value }, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});
