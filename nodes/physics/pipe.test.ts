import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { pipe } from './pipe.ts';

const G = 9.80665;
const LINE = { length: 100, diameter: 0.1, frictionFactor: 0.02, lossCoefficient: 5, lift: 4 };
const SECTION = (Math.PI * 0.1 ** 2) / 4;
/** H_loss = R·Q², R = (f·L/D + ζ)/(2·g·A²) */
const RESISTANCE = ((0.02 * 100) / 0.1 + 5) / (2 * G * SECTION ** 2);

describe('pipe', () => {
  it('settles where friction and lift use up the head', () => {
    const { last } = trace(pipe, { params: LINE, inputs: { head: 14 }, for: 120 });
    const flow = Math.sqrt((14 - 4) / RESISTANCE);
    expect(Number(last('flow').value) / flow).toBeCloseTo(1, 9);
    expect(last('headLoss').value).toBeCloseTo(10, 8);
    expect(Number(last('velocity').value)).toBeCloseTo(flow / SECTION, 8);
  });

  it('takes up its flow as a rigid water column does: Q∞·tanh(t/τ)', () => {
    const { samples } = trace(pipe, { params: LINE, inputs: { head: 14 }, for: 10 });
    const flow = Math.sqrt(10 / RESISTANCE);
    const tau = (100 * flow) / (G * SECTION * 10);
    for (const { t, value } of samples('flow')) {
      expect(Number(value) / flow).toBeCloseTo(Math.tanh(t / tau), 6);
    }
  });

  it('takes what stands at its outlet from the head', () => {
    const { last } = trace(pipe, { params: LINE, inputs: { head: 14, backHead: 3 }, for: 120 });
    expect(Number(last('flow').value)).toBeCloseTo(Math.sqrt((14 - 4 - 3) / RESISTANCE), 9);
  });

  it('lets nothing run back through its check valve, and runs on when the head is back', () => {
    const inputs = { head: [[0, 14] as const, [30, 0] as const, [60, 14] as const] };
    const { samples, last } = trace(pipe, { params: LINE, inputs, for: 180 });
    expect(Math.min(...samples('flow').map(({ value }) => Number(value)))).toBe(0);
    expect(Number(samples('flow').find(({ t }) => t === 59)?.value)).toBe(0);
    expect(Number(last('flow').value)).toBeCloseTo(Math.sqrt(10 / RESISTANCE), 9);
  });

  it('has nothing to make up for after a pressure on its check valve, however great', () => {
    const head: [number, number][] = [
      [0, -1e6],
      [1, 14],
    ];
    const { samples } = trace(pipe, { params: LINE, inputs: { head }, for: 3 });
    const flow = Math.sqrt(10 / RESISTANCE);
    const tau = (100 * flow) / (G * SECTION * 10);
    for (const { t, value } of samples('flow').filter((sample) => sample.t >= 1))
      expect(Number(value) / flow).toBeCloseTo(Math.tanh((t - 1) / tau), 6);
  });

  it('runs back without a check valve', () => {
    const { last } = trace(pipe, { params: { ...LINE, checkValve: false }, inputs: { head: 0 }, for: 120 });
    expect(Number(last('flow').value)).toBeCloseTo(-Math.sqrt(4 / RESISTANCE), 9);
  });
});
