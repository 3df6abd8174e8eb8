import { describe, expect, it } from 'vitest';
import { collapsedInto, groupTree } from './group-tree.ts';

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

  it('that are collapsed stand for their members, the outermost for all in it', () => {
    const collapsed = (...ids: string[]) =>
      Object.fromEntries(
        collapsedInto({
          groups: Object.fromEntries(
            Object.entries(groups).map(([id, group]) => [id, { ...group, collapsed: ids.includes(id) }]),
          ),
        }),
      );
    expect(collapsed()).toEqual({});
    expect(collapsed('left')).toEqual({ a: 'left', b: 'left' });
    expect(collapsed('left', 'again', 'across')).toEqual({
      a: 'again',
      b: 'again',
      c: 'across',
      e: 'across',
    });
    expect(collapsed('all', 'left')).toEqual({ a: 'all', b: 'all', c: 'all', d: 'all' });
  });
});
