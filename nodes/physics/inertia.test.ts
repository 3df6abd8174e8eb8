import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { inertia } from './inertia.ts';

const WHEEL = { momentOfInertia: 0.5, friction: 0.05 };

describe('rotating inertia', () => {
  it('runs up to torque over friction with the time constant J/b', () => {
    const { samples, diagnostics } = trace(inertia, {
      params: WHEEL,
      inputs: { driveTorque: 5, loadTorque: 2 },
      for: 40,
    });
    expect(diagnostics).toEqual([]);
    for (const { t, value } of samples('speed')) expect(value).toBeCloseTo(60 * (1 - Math.exp(-t / 10)), 3);
  });

  it('coasts down as e^(−b·t/J), and without friction for ever', () => {
    const params = { ...WHEEL, initialSpeed: 100 };
    const { last } = trace(inertia, { params, inputs: { driveTorque: 0 }, for: 20 });
    expect(last('speed').value).toBeCloseTo(100 * Math.exp(-2), 4);
    const ideal = trace(inertia, { params: { ...params, friction: 0 }, inputs: { driveTorque: 0 }, for: 20 });
    expect(ideal.last('speed').value).toBe(100);
  });

  it('keeps the energy: the work of the torques less friction is its kinetic energy', () => {
    const h = 0.01;
    const { samples, last } = trace(inertia, {
      params: WHEEL,
      inputs: { driveTorque: [[0, 5] as const, [7.5, -3] as const], loadTorque: 1 },
      for: 15,
      tick: '10ms',
    });
    const w = samples('speed').map(({ value }) => Number(value));
    const area = (y: number[]) =>
      y.reduce((sum, value) => sum + value, 0) * h - ((y[0]! + y.at(-1)!) * h) / 2;
    const work = 4 * area(w.slice(0, 751)) - 4 * area(w.slice(750));
    const lost = 0.05 * area(w.map((speed) => speed ** 2));
    expect(last('kineticEnergy').value).toBeCloseTo((0.5 * w.at(-1)! ** 2) / 2, 9);
    expect(Number(last('kineticEnergy').value) + lost).toBeCloseTo(work, 2);
  });

  it('turns backwards under its load alone', () => {
    const params = { ...WHEEL, friction: 0 };
    const { last } = trace(inertia, { params, inputs: { driveTorque: 0, loadTorque: 2 }, for: 3 });
    expect(last('speed').value).toBeCloseTo((-2 / 0.5) * 3, 9);
    expect(last('revolutions').value).toBeCloseTo(-12 / (2 * Math.PI), 9);
    expect(last('kineticEnergy').value).toBeCloseTo(0.25 * 144, 8);
  });

  it('takes kN·m, and its inertia in g·m²', () => {
    const { last } = trace(inertia, {
      params: { momentOfInertia: '500 g.m2', friction: 0 },
      inputs: { driveTorque: 0.001 },
      units: { driveTorque: 'kN.m' },
      for: 4,
    });
    expect(last('speed').value).toBeCloseTo(8, 9);
  });

  it('stands still until its torque is known, and is uncertain while that is bad', () => {
    const driveTorque = [
      [1, 9, 'bad'],
      [2, 1],
      [5, 1, 'bad'],
      [6, 1],
    ] as [number, number, 'bad'?][];
    const { samples } = trace(inertia, {
      params: { ...WHEEL, friction: 0 },
      inputs: { driveTorque },
      for: 8,
    });
    expect(samples('speed').find(({ value }) => value !== undefined)).toMatchObject({ t: 2, value: 0 });
    const seen = (time: number) => samples('speed').find(({ t }) => Math.abs(t - time) < 1e-9);
    expect([seen(4), seen(5.5), seen(7)].map((sample) => sample?.quality)).toEqual([
      'good',
      'uncertain',
      'good',
    ]);
    expect(seen(8)?.value).toBeCloseTo(2 * 6, 9);
  });

  it.each([
    ['momentOfInertia', 0],
    ['friction', -1],
  ])('refuses %s = %d', (param, value) => {
    const { diagnostics } = trace(inertia, {
      params: { [param]: value },
      inputs: { driveTorque: 1 },
      for: 0.1,
    });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});
