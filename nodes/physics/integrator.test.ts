import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { integrator } from './integrator.ts';

describe('an integrator', () => {
  it('grows by gain times input times time from its initial value', () => {
    const { samples, diagnostics } = trace(integrator, {
      params: { initial: 4, gain: -0.5 },
      inputs: { in: 3 },
      for: 10,
    });
    expect(diagnostics).toEqual([]);
    expect(samples('out')).toHaveLength(101);
    for (const { t, value } of samples('out')) expect(value).toBeCloseTo(4 - 1.5 * t, 9);
  });

  it('adds up steps at irregular times', () => {
    const inputs = {
      in: [
        [0, 1],
        [0.3, -2],
        [1.7, 5],
      ] as [number, number][],
    };
    const { last } = trace(integrator, { inputs, for: 3 });
    expect(last('out').value).toBeCloseTo(0.3 * 1 - 1.4 * 2 + 1.3 * 5, 9);
  });

  it('is in the input’s unit times s, of a temperature in K·s', () => {
    const flow = trace(integrator, {
      params: { initial: '0.002 m3' },
      inputs: { in: 3 },
      units: { in: 'L/s' },
      for: 10,
    });
    expect(flow.unit('out')).toBe('L');
    expect(flow.last('out').value).toBeCloseTo(2 + 30, 9);
    expect(trace(integrator, { inputs: { in: 20 }, units: { in: 'Cel' }, for: 1 }).unit('out')).toBe('K.s');
  });

  it('says nothing and does not move before its first good sample', () => {
    const inputs = {
      in: [
        [1, 9, 'bad'],
        [2, 3],
      ] as [number, number, 'bad'?][],
    };
    const { samples, last } = trace(integrator, { params: { initial: 7 }, inputs, for: 4 });
    const numbers = samples('out').filter(({ value }) => value !== undefined);
    expect(numbers[0]).toMatchObject({ t: 2, value: 7 });
    expect(last('out').value).toBeCloseTo(7 + 3 * 2, 9);
  });

  it('goes on with the last good input for 10 s of a bad one, then stands still until it is back', () => {
    const inputs = {
      in: [
        [0, 1],
        [5, 100, 'bad'],
        [30, 2],
      ] as [number, number, 'bad'?][],
    };
    const { samples } = trace(integrator, { inputs, for: 35 });
    const at = (time: number) => samples('out').find(({ t }) => Math.abs(t - time) < 1e-9);
    expect(at(10)).toMatchObject({ quality: 'uncertain' });
    expect(at(10)?.value).toBeCloseTo(10, 9);
    expect(at(20)).toMatchObject({ quality: 'bad', value: undefined });
    // It stopped within a tick of 15 s.
    const held = Number(at(30)?.value);
    expect(Math.abs(held - 15)).toBeLessThan(0.11);
    expect(at(35)).toMatchObject({ quality: 'good' });
    expect(at(35)?.value).toBeCloseTo(held + 10, 9);
  });

  it('takes the newer of two samples of one time', () => {
    const inputs = {
      in: [
        [0, 1],
        [1, 1000],
        [1, 2],
      ] as [number, number][],
    };
    expect(trace(integrator, { inputs, for: 3 }).last('out').value).toBeCloseTo(1 + 4, 9);
  });

  it('refuses an initial value of another kind', () => {
    const { diagnostics } = trace(integrator, {
      params: { initial: '3 kg' },
      inputs: { in: 1 },
      units: { in: 'm3/s' },
      for: 1,
    });
    expect(diagnostics[0]?.at[0]?.param).toBe('initial');
  });
});
