import { describe, expect, it } from 'vitest';
import type { Formula } from './formula.ts';
import { SlotFormula } from './placed-formula.ts';

const half: Formula = {
  kind: 'binary',
  operator: '/',
  left: { kind: 'slot', slot: 1 },
  right: { kind: 'number', value: 2 },
};

describe('a formula with a place for its result', () => {
  it('works out what it says, by closures that are made once', () => {
    const placed = new SlotFormula(3, half);
    expect(placed.slot).toBe(3);
    expect(placed.evaluate(Float64Array.of(0, 5))).toBe(2.5);
    expect(placed.evaluate).toBe(placed.evaluate);
  });

  it('makes none before somebody asks', () => {
    const unknown: Formula = { kind: 'call', name: 'no such function', arguments: [half] };
    const placed = new SlotFormula(3, unknown);
    expect(() => placed.evaluate).toThrow('there is no function');
  });
});
