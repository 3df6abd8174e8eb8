import { describe, expect, it } from 'vitest';
import { groupTree } from './group-tree.ts';

describe('groups', () => {
  const groups = {
    all: { members: ['a', 'b', 'c', 'd'] },
    left: { members: ['a', 'b'] },
    again: { members: ['b', 'a'] },
    across: { members: ['c', 'e'] },
    empty: { members: [] },
  };
  const tree = groupTree({ groups });

  it('lie in the smallest that holds all their members, of equal ones the earlier in the later', () => {
    expect(Object.fromEntries(tree.parentOf)).toEqual({ left: 'again', again: 'all' });
  });

  it('are told from the innermost outwards, and a node is at home in its innermost', () => {
    expect(tree.inner).toEqual(['empty', 'left', 'again', 'across', 'all']);
    expect(Object.fromEntries(tree.homeOf)).toEqual({
      a: 'left',
      b: 'left',
      c: 'across',
      e: 'across',
      d: 'all',
    });
  });
});
