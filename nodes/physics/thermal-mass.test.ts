import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { thermalMass } from './thermal-mass.ts';

const BODY = { heatCapacity: 1000, conductance: 20, initialTemperature: 80 };

describe('thermal mass', () => {
  it('cools as e^(−t·G/C) towards its surroundings', () => {
    const { samples, diagnostics } = trace(thermalMass, { params: BODY, inputs: { ambient: 20 }, for: 100 });
    expect(diagnostics).toEqual([]);
    for (const { t, value } of samples('temperature'))
      expect(value).toBeCloseTo(20 + 60 * Math.exp(-t / 50), 4);
  });

  it('settles Q/G above its surroundings, where it loses what it is given', () => {
    const { last } = trace(thermalMass, { params: BODY, inputs: { heat: 500, ambient: 10 }, for: 1500 });
    expect(last('temperature').value).toBeCloseTo(10 + 25, 6);
    expect(last('heatLoss').value).toBeCloseTo(500, 4);
  });

  it('keeps the energy: what it was given less what it lost is C times its warming', () => {
    const h = 0.1;
    const { samples } = trace(thermalMass, { params: BODY, inputs: { heat: 3000, ambient: 20 }, for: 60 });
    const loss = samples('heatLoss').map(({ value }) => Number(value));
    const lost = loss.reduce((sum, value) => sum + value, 0) * h - ((loss[0]! + loss.at(-1)!) * h) / 2;
    const warming = Number(samples('temperature').at(-1)?.value) - 80;
    expect((3000 * 60 - lost) / (1000 * warming)).toBeCloseTo(1, 5);
  });

  it('insulated, warms by the heat it is given alone', () => {
    const params = { ...BODY, conductance: 0 };
    const heat = [
      [0, 100],
      [12.3, -50],
    ] as [number, number][];
    const { last } = trace(thermalMass, { params, inputs: { heat, ambient: -40 }, for: 20 });
    expect(last('temperature').value).toBeCloseTo(80 + (100 * 12.3 - 50 * 7.7) / 1000, 9);
  });

  it('takes its surroundings in K and its start in °F', () => {
    const { samples, unit } = trace(thermalMass, {
      params: { ...BODY, initialTemperature: '212 [degF]' },
      inputs: { ambient: 293.15 },
      units: { ambient: 'K' },
      for: 50,
    });
    expect(unit('temperature')).toBe('Cel');
    expect(samples('temperature')[0]?.value).toBeCloseTo(100, 9);
    expect(samples('temperature').at(-1)?.value).toBeCloseTo(20 + 80 * Math.exp(-1), 4);
  });

  it('waits for its surroundings, and is uncertain while they are bad', () => {
    const ambient = [
      [5, 20],
      [10, 20, 'bad'],
      [15, 20],
    ] as [number, number, 'bad'?][];
    const { samples } = trace(thermalMass, { params: BODY, inputs: { ambient }, for: 20 });
    expect(samples('temperature')[0]).toMatchObject({ t: 5, value: 80 });
    const seen = (time: number) => samples('temperature').find(({ t }) => Math.abs(t - time) < 1e-9);
    expect([seen(9), seen(12), seen(17)].map((sample) => sample?.quality)).toEqual([
      'good',
      'uncertain',
      'good',
    ]);
    expect(seen(20)?.value).toBeCloseTo(20 + 60 * Math.exp(-15 / 50), 4);
  });

  it.each([
    ['heatCapacity', 0],
    ['conductance', -1],
    ['initialTemperature', -300],
  ])('refuses %s = %d', (param, value) => {
    const { diagnostics } = trace(thermalMass, {
      params: { [param]: value },
      inputs: { ambient: 20 },
      for: 0.1,
    });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});
