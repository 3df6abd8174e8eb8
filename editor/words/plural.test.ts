import { describe, expect, it } from 'vitest';
import { plural, pluralIn } from './plural.ts';

describe('plural', () => {
  it.each([
    [0, 'nodes'],
    [1, 'node'],
    [2, 'nodes'],
    [1.5, 'nodes'],
  ])('says %d in English as %s', (count, form) => {
    expect(plural(count, { one: 'node', other: 'nodes' })).toBe(form);
  });

  it('asks the rules of the language: Polish has a form for two to four, and another from five on', () => {
    const forms = { one: 'węzeł', few: 'węzły', many: 'węzłów', other: 'węzła' };
    expect([1, 3, 5, 22, 0.5].map((count) => pluralIn('pl')(count, forms))).toEqual([
      'węzeł',
      'węzły',
      'węzłów',
      'węzły',
      'węzła',
    ]);
  });

  it('takes the form of all others where a language says no more', () => {
    expect(pluralIn('ja')(1, { other: 'ノード' })).toBe('ノード');
  });
});
