import { describe, expect, it } from 'vitest';
import { Stock, type Stretch } from './stretch.ts';

const SIZE = 16;

function takeMany(stock: Stock, count: number): Stretch[] {
  return Array.from({ length: count }, () => stock.take());
}

describe('stretches of one size', () => {
  it('take no more than one needs alone, and stand one behind the other where there are many', () => {
    const stretches = takeMany(new Stock(SIZE), 200);
    expect(stretches.slice(0, 4).map(({ chunk }) => chunk.numbers.length / SIZE)).toEqual([1, 1, 2, 2]);
    const last = stretches.filter(({ chunk }) => chunk === stretches[150]!.chunk);
    expect(last.map(({ base }) => base)).toEqual(Array.from({ length: 64 }, (_, i) => i * SIZE));
  });

  it('never overlap', () => {
    const stock = new Stock(SIZE);
    const stretches = takeMany(stock, 100);
    for (const { chunk, base } of stretches.filter((_, i) => i % 3 === 0)) stock.giveBack(chunk, base);
    const used = [...stretches.filter((_, i) => i % 3 !== 0), ...takeMany(stock, 60)];
    for (const [i, { chunk, base }] of used.entries()) chunk.numbers.fill(i, base, base + SIZE);
    for (const [i, { chunk, base }] of used.entries())
      expect([...chunk.numbers.subarray(base, base + SIZE)]).toEqual(new Array(SIZE).fill(i));
  });

  it('are empty again when another twin takes them', () => {
    const stock = new Stock(SIZE);
    const [, , kept, given] = takeMany(stock, 4) as [Stretch, Stretch, Stretch, Stretch];
    given.chunk.numbers.fill(7, given.base, given.base + SIZE);
    kept.chunk.numbers.fill(8, kept.base, kept.base + SIZE);
    stock.giveBack(given.chunk, given.base);
    const again = stock.take();
    expect(again).toEqual(given);
    expect(new Set(again.chunk.numbers.subarray(again.base, again.base + SIZE))).toEqual(new Set([0]));
    expect(kept.chunk.numbers[kept.base]).toBe(8);
  });

  it('leave no chunk behind that nobody stands in', () => {
    const stock = new Stock(SIZE);
    const [first, second, third, fourth] = takeMany(stock, 4) as [Stretch, Stretch, Stretch, Stretch];
    expect(stock.giveBack(third.chunk, third.base)).toBe(false);
    expect(stock.giveBack(fourth.chunk, fourth.base)).toBe(false);
    expect(stock.take().chunk).not.toBe(third.chunk);
    expect(stock.giveBack(first.chunk, first.base)).toBe(false);
    expect(stock.giveBack(undefined, second.base)).toBe(false);
  });
});
