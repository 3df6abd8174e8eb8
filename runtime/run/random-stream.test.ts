import { describe, expect, it } from 'vitest';
import { RandomStream } from './random-stream.ts';

function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

describe('a random stream', () => {
  it('is the same for one seed and node, and another for each other', () => {
    const first = (seed: number, node: string) => new RandomStream(seed, node).uniform();
    expect(first(1, 'a')).toBe(first(1, 'a'));
    expect(new Set([first(1, 'a'), first(2, 'a'), first(1, 'b'), first(12, 'a')]).size).toBe(4);
  });

  it('goes on from its saved state', () => {
    const stream = new RandomStream(3, 'noise');
    draw(100, () => stream.normal());
    const other = new RandomStream(0, '');
    other.restore(stream.save());
    expect(draw(10, () => other.normal())).toEqual(draw(10, () => stream.normal()));
  });

  it('is uniform: chi-square over 100 cells lies inside its 99.9 % band', () => {
    const stream = new RandomStream(7, 'cells');
    const cells = new Array<number>(100).fill(0);
    for (let i = 0; i < 100_000; i++) cells[Math.floor(stream.uniform() * 100)]!++;
    const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 99 degrees of freedom: mean 99, standard deviation √198.
    expect(Math.abs(chiSquare - 99)).toBeLessThan(3.3 * Math.sqrt(198));
  });

  it('is normal: mean, variance and kurtosis are 0, 1 and 3 within 4 standard errors', () => {
    const stream = new RandomStream(7, 'bell');
    const n = 100_000;
    const values = draw(n, () => stream.normal());
    const moment = (k: number) => values.reduce((sum, value) => sum + value ** k, 0) / n;
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  });
});
