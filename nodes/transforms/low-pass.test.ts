import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { lowPass } from './low-pass.ts';

const IRREGULAR = [0, 0.3, 0.31, 1.7, 2, 5.25, 11];

describe('a low-pass', () => {
  it('answers a step with 1 − e^(−t/T), at whatever times the samples come', () => {
    const step = IRREGULAR.map((t, k): [number, number] => [t, k === 0 ? 0 : 10]);
    const { samples, diagnostics } = trace(lowPass, {
      params: { timeConstant: '2 s' },
      inputs: { in: step },
      for: 12,
    });
    expect(diagnostics).toEqual([]);
    expect(samples('out').map(({ t }) => t)).toEqual(IRREGULAR);
    for (const { t, value } of samples('out')) expect(value).toBeCloseTo(10 * (1 - Math.exp(-t / 2)), 9);
  });

  it('lets the first sample pass, and stays there while nothing changes', () => {
    const constant = IRREGULAR.map((t): [number, number] => [t, 7]);
    const { samples } = trace(lowPass, { params: { timeConstant: 2 }, inputs: { in: constant }, for: 12 });
    expect(samples('out').map(({ value }) => value)).toEqual(IRREGULAR.map(() => 7));
  });

  it('follows x′ = x + (1 − e^(−dt/T))·(in − x) from sample to sample', () => {
    const inputs: [number, number][] = [
      [0, 1],
      [1, 4],
      [3, -2],
    ];
    const first = 1 + (1 - Math.exp(-1)) * (4 - 1);
    const { last } = trace(lowPass, { params: { timeConstant: 1 }, inputs: { in: inputs }, for: 4 });
    expect(last('out').value).toBeCloseTo(first + (1 - Math.exp(-2)) * (-2 - first), 12);
  });

  it('spans a gap of bad samples with one step', () => {
    const { samples } = trace(lowPass, {
      params: { timeConstant: 2 },
      inputs: {
        in: [
          [0, 0],
          [1, 10, 'bad'],
          [3, 10],
        ],
      },
      for: 4,
    });
    expect(samples('out').map(({ quality }) => quality)).toEqual(['good', 'bad', 'good']);
    expect(samples('out').at(-1)?.value).toBeCloseTo(10 * (1 - Math.exp(-3 / 2)), 9);
  });

  it('passes everything with a time constant of 0', () => {
    const inputs: [number, number][] = [
      [0, 1],
      [1, 4],
    ];
    const { samples } = trace(lowPass, { params: { timeConstant: 0 }, inputs: { in: inputs }, for: 2 });
    expect(samples('out').map(({ value }) => value)).toEqual([1, 4]);
  });

  it('keeps the unit of its input', () => {
    const { unit } = trace(lowPass, {
      params: { timeConstant: 1 },
      inputs: { in: 20 },
      units: { in: 'Cel' },
      for: 1,
    });
    expect(unit('out')).toBe('Cel');
  });
});
