import { describe, expect, it } from 'vitest';
import { RetainedBudget } from './retained-budget.ts';

describe('a budget of retained values', () => {
  it('counts the topics with their values, and gives back what is forgotten', () => {
    const budget = new RetainedBudget(10, 20);
    expect(budget.takes('12345', 5)).toBe(true);
    expect(budget.takes('abcde', 6)).toBe(false);
    expect(budget.takes('12345', 9)).toBe(true);
    expect(budget.takes('a', 5)).toBe(true);
    expect(budget.takes('12345', 0)).toBe(true);
    expect(budget.takes('abcde', 9)).toBe(true);
  });

  it('ends at a number of topics', () => {
    const budget = new RetainedBudget(1, 1_000);
    expect([budget.takes('a', 1), budget.takes('b', 1), budget.takes('a', 2)]).toEqual([true, false, true]);
  });
});
