import { describe, expect, it } from 'vitest';
import { equationsOf } from './equations-of.ts';

describe('the equations of a node', () => {
  it('are those of its type', () => {
    expect(equationsOf({ equations: ['out = gain*in'], params: {} }, { equations: ['x = 1'] })).toEqual([
      'out = gain*in',
    ]);
  });

  it('are those written into it where its type has none', () => {
    const params = { expression: { widget: 'expression' as const } };
    expect(equationsOf({ equations: [], params }, { expression: 'a - b' })).toEqual(['out = a - b']);
    expect(equationsOf({ equations: [], params: {} }, { equations: ['der(h) = v', 7] })).toEqual([
      'der(h) = v',
    ]);
    expect(equationsOf({ equations: [], params }, {})).toEqual([]);
  });
});
