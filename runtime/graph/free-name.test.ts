import { describe, expect, it } from 'vitest';
import { idPattern } from './flow.ts';
import { freeName } from './free-name.ts';

describe('a free name', () => {
  it.each([
    ['pump', [], 'pump'],
    ['pump', ['pump', 'pump-3'], 'pump-2'],
    ['pump', ['pump', 'pump-2', 'pump-3'], 'pump-4'],
    ['pump-01', ['pump-01'], 'pump-02'],
    ['pump-99', ['pump-99'], 'pump-100'],
  ])('for %s beside %j is %s', (wish, taken, free) => {
    expect(freeName(new Set(taken), wish)).toBe(free);
  });

  it('stays an id, however long the one wished', () => {
    const wish = 'a'.repeat(64);
    expect(freeName(new Set([wish]), wish)).toMatch(idPattern);
  });
});
