import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { wall } from './wall.ts';

const WALL = {
  area: 10,
  insideResistance: 0.5,
  outsideResistance: 2,
  heatCapacity: 1000,
  initialTemperature: 20,
};
/** C·A/(A/R_in + A/R_out) = 1000/(2 + 0.5) */
const TAU = 400;
/** T_in − (T_in − T_out)·R_in/(R_in + R_out) between 21 and −4 */
const BALANCE = 21 - 25 * 0.2;

const winter = { inside: 21, outside: -4 };

describe('wall', () => {
  it.each([0, 1000])('passes A·ΔT/R in the end, with the heat capacity %d', (heatCapacity) => {
    const params = { ...WALL, heatCapacity };
    const { last, diagnostics } = trace(wall, { params, inputs: winter, for: 10_000, tick: '10 s' });
    expect(diagnostics).toEqual([]);
    expect(last('heatToOutside').value).toBeCloseTo((10 * 25) / 2.5, 6);
    expect(last('heatToInside').value).toBeCloseTo((-10 * 25) / 2.5, 5);
    expect(last('temperature').value).toBeCloseTo(BALANCE, 6);
  });

  it('answers at once without a heat capacity', () => {
    const { samples } = trace(wall, { params: { ...WALL, heatCapacity: 0 }, inputs: winter, for: 0.1 });
    expect(samples('heatToOutside')[0]?.value).toBeCloseTo(100, 9);
  });

  it('gets there with the time constant C/(1/R_in + 1/R_out)', () => {
    const { samples } = trace(wall, { params: WALL, inputs: winter, for: 1000, tick: '5 s' });
    for (const { t, value } of samples('temperature'))
      expect(value).toBeCloseTo(BALANCE + (20 - BALANCE) * Math.exp(-t / TAU), 4);
  });

  it('does so as thin as a foil: 0.5 J/(m²·K) in 0.2 s', () => {
    const { samples } = trace(wall, { params: { ...WALL, heatCapacity: 0.5 }, inputs: winter, for: 1 });
    for (const { t, value } of samples('temperature'))
      expect(value).toBeCloseTo(BALANCE + (20 - BALANCE) * Math.exp(-t / 0.2), 4);
  });

  it('given a heat capacity while it runs begins at the temperature it was told', () => {
    const { samples } = trace(wall, {
      params: { ...WALL, heatCapacity: 0 },
      inputs: winter,
      deploy: [50, WALL],
      for: 100,
    });
    const after = samples('temperature').filter(({ t }) => t > 50);
    expect(after.length).toBeGreaterThan(400);
    for (const { t, value } of after)
      expect(value).toBeCloseTo(BALANCE + (20 - BALANCE) * Math.exp(-(t - 50) / TAU), 4);
  });

  it('keeps the energy: what both sides got is what the wall cooled down by', () => {
    const h = 5;
    const { samples } = trace(wall, { params: WALL, inputs: winter, for: 1000, tick: '5 s' });
    const out = samples('heatToOutside').map(({ value }) => Number(value));
    const given = samples('heatToInside').map(({ value }, k) => Number(value) + out[k]!);
    const total = given.reduce((sum, value) => sum + value, 0) * h - ((given[0]! + given.at(-1)!) * h) / 2;
    const cooled = 20 - Number(samples('temperature').at(-1)?.value);
    expect(total / (1000 * 10 * cooled)).toBeCloseTo(1, 4);
  });

  it('between equal temperatures passes nothing, and is the same seen from the other side', () => {
    const still = trace(wall, { params: WALL, inputs: { inside: 20, outside: 20 }, for: 10 });
    expect([still.last('heatToInside').value, still.last('heatToOutside').value]).toEqual([0, 0]);
    const turned = { ...WALL, insideResistance: 2, outsideResistance: 0.5 };
    const here = trace(wall, { params: WALL, inputs: winter, for: 100 });
    const there = trace(wall, { params: turned, inputs: { inside: -4, outside: 21 }, for: 100 });
    expect(there.last('heatToInside').value).toBeCloseTo(Number(here.last('heatToOutside').value), 9);
  });

  it('takes its temperatures in K', () => {
    const { last } = trace(wall, {
      params: { ...WALL, heatCapacity: 0 },
      inputs: { inside: 294.15, outside: 269.15 },
      units: { inside: 'K', outside: 'K' },
      for: 1,
    });
    expect(last('heatToOutside').value).toBeCloseTo(100, 9);
    expect(last('temperature').value).toBeCloseTo(BALANCE, 9);
  });

  it('begins once both sides are known, and is uncertain while one is bad', () => {
    const outside = [
      [3, -4],
      [50, 0, 'bad'],
      [55, -4],
    ] as [number, number, 'bad'?][];
    const { samples } = trace(wall, { params: WALL, inputs: { inside: 21, outside }, for: 100 });
    expect(samples('temperature')[0]).toMatchObject({ t: 3, value: 20 });
    const seen = (time: number) => samples('temperature').find(({ t }) => Math.abs(t - time) < 1e-9);
    expect([seen(40), seen(52), seen(60)].map((sample) => sample?.quality)).toEqual([
      'good',
      'uncertain',
      'good',
    ]);
    expect(seen(100)?.value).toBeCloseTo(BALANCE + (20 - BALANCE) * Math.exp(-97 / TAU), 4);
  });

  it.each([
    ['area', 0],
    ['insideResistance', 0],
    ['outsideResistance', 0],
    ['heatCapacity', -1],
  ])('refuses %s = %d', (param, value) => {
    const { diagnostics } = trace(wall, { params: { [param]: value }, inputs: winter, for: 0.1 });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});
