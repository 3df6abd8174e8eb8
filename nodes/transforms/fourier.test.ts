import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fourierOf, invert, transform } from './fourier.ts';

type Complex = [re: number, im: number];

function transformed(signal: readonly Complex[]): Complex[] {
  const re = Float64Array.from(signal, ([x]) => x);
  const im = Float64Array.from(signal, ([, x]) => x);
  transform(fourierOf(signal.length), re, im);
  return Array.from(re, (x, k) => [x, im[k]!]);
}

/** The sum as it stands in the textbook. */
function summed(signal: readonly Complex[]): Complex[] {
  const { length } = signal;
  return signal.map((_, k) =>
    signal.reduce<Complex>(
      ([sumRe, sumIm], [re, im], n) => {
        const angle = (-2 * Math.PI * ((k * n) % length)) / length;
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
        return [sumRe + re * cos - im * sin, sumIm + re * sin + im * cos];
      },
      [0, 0],
    ),
  );
}

function expectClose(found: readonly Complex[], wanted: readonly Complex[], within: number): void {
  const worst = Math.max(...found.map(([re, im], k) => Math.hypot(re - wanted[k]![0], im - wanted[k]![1])));
  expect(worst).toBeLessThan(within);
}

const LENGTHS = [1, 2, 3, 4, 5, 7, 8, 12, 16, 60, 64, 97, 100, 127, 128, 255];

describe('the Fourier transform', () => {
  it('of 1, 2, 3, 4 is 10, −2 + 2i, −2, −2 − 2i', () => {
    const found = transformed([
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
    ]);
    expectClose(
      found,
      [
        [10, 0],
        [-2, 2],
        [-2, 0],
        [-2, -2],
      ],
      1e-14,
    );
  });

  it.each(LENGTHS)('of an impulse at n = 2 is e^(−4πik/N), of %d values', (length) => {
    const at = 2 % length;
    const impulse = Array.from({ length }, (_, n): Complex => [n === at ? 1 : 0, 0]);
    const turned = impulse.map((_, k): Complex => {
      const angle = (-2 * Math.PI * k * at) / length;
      return [Math.cos(angle), Math.sin(angle)];
    });
    expectClose(transformed(impulse), turned, 1e-13);
  });

  it.each(LENGTHS)('is the sum of its definition for %d values, powers of two or not', (length) => {
    const signal = Array.from({ length }, (_, n): Complex => [Math.sin(n * n), Math.cos(3 * n) - 0.2]);
    expectClose(transformed(signal), summed(signal), 1e-11);
  });

  it('is undone by its inverse, and keeps the energy (Parseval)', () => {
    const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 300 }), (signal: Complex[]) => {
        const energy = (list: readonly Complex[]): number =>
          list.reduce((sum, [re, im]) => sum + re * re + im * im, 0);
        const lines = transformed(signal);
        expect(Math.abs(energy(lines) / signal.length - energy(signal))).toBeLessThanOrEqual(
          1e-10 * energy(signal),
        );
        const re = Float64Array.from(lines, ([x]) => x);
        const im = Float64Array.from(lines, ([, x]) => x);
        invert(fourierOf(signal.length), re, im);
        expectClose(
          Array.from(re, (x, n) => [x, im[n]!]),
          signal,
          1e-9,
        );
      }),
    );
  });

  it('is the same the second time with the same tables', () => {
    const fourier = fourierOf(100);
    const runOnce = (): number[] => {
      const re = Float64Array.from({ length: 100 }, (_, n) => Math.sin(n));
      const im = new Float64Array(100);
      transform(fourier, re, im);
      return [...re, ...im];
    };
    expect(runOnce()).toEqual(runOnce());
  });

  it('finds a line of 12,000 values to 12 digits', () => {
    const length = 12_000;
    const signal = Array.from({ length }, (_, n): Complex => [
      Math.cos((2 * Math.PI * ((1_234 * n) % length)) / length),
      0,
    ]);
    const lines = transformed(signal);
    expectClose(
      [lines[1_234]!, lines[1_235]!],
      [
        [length / 2, 0],
        [0, 0],
      ],
      1e-8,
    );
  });
});
