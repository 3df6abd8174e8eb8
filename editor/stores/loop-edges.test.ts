import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { isOnLoop } from './loop-edges.ts';

const loop = (code: string): Diagnostic[] => [
  { code, severity: 'error', at: [{ node: 'a' }, { node: 'b' }, { node: 'c' }], says: '', remedy: '' },
];

describe('an edge', () => {
  it('is on a loop between neighbours in it, round to the first, and in its direction only', () => {
    const diagnostics = loop('algebraic-loop');
    const on = (from: string, to: string): boolean => isOnLoop(diagnostics, from, to);
    expect([on('a', 'b'), on('b', 'c'), on('c', 'a')]).toEqual([true, true, true]);
    expect([on('b', 'a'), on('a', 'c'), on('a', 'x')]).toEqual([false, false, false]);
    expect(isOnLoop(loop('bad-param'), 'a', 'b')).toBe(false);
  });
});
