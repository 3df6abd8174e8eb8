import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { logic } from './logic.ts';

function outcome(operation: string, given: readonly boolean[]): unknown {
  const inputs = Object.fromEntries(given.map((value, i) => ['abcdefg'[i]!, value]));
  const run = trace(logic, { params: { operation, inputs: given.length }, inputs, for: 1 });
  expect(run.diagnostics).toEqual([]);
  return run.last('out').value;
}

const ALL_OF_THREE = Array.from({ length: 8 }, (_, k) => [4, 2, 1].map((bit) => (k & bit) !== 0));

describe('logic', () => {
  it.each(ALL_OF_THREE)('follows the truth table for %s %s %s', (a, b, c) => {
    const count = [a, b, c].filter(Boolean).length;
    const given = [a!, b!, c!];
    expect(outcome('and', given)).toBe(count === 3);
    expect(outcome('or', given)).toBe(count > 0);
    expect(outcome('xor', given)).toBe(count % 2 === 1);
    expect(outcome('nand', given)).toBe(count < 3);
    expect(outcome('nor', given)).toBe(count === 0);
  });

  it('xor of two tells them apart', () => {
    expect([true, false].map((b) => outcome('xor', [true, b]))).toEqual([false, true]);
  });

  it('not has one input, whatever the number asked for', () => {
    const run = trace(logic, { params: { operation: 'not', inputs: 4 }, inputs: { a: true }, for: 1 });
    expect(run.diagnostics).toEqual([]);
    expect(run.last('out').value).toBe(false);
  });

  it('waits until every condition is known, and is bad while one is bad', () => {
    const { samples } = trace(logic, {
      params: { operation: 'or' },
      inputs: {
        a: [
          [0, true],
          [3, true],
        ],
        b: [
          [1, false],
          [2, false, 'bad'],
          [3, false],
        ],
      },
      for: 4,
    });
    expect(samples('out').map(({ t, value, quality }) => [t, value, quality])).toEqual([
      [1, true, 'good'],
      [2, undefined, 'bad'],
      [3, true, 'good'],
    ]);
  });

  it('names the input that has no edge', () => {
    const { diagnostics } = trace(logic, { params: { inputs: 3 }, inputs: { a: true, b: true }, for: 1 });
    expect(diagnostics).toMatchObject([{ code: 'missing-input', at: [{ port: 'c' }] }]);
  });
});
