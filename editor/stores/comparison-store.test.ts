import { describe, expect, it } from 'vitest';
import { compareFlows } from '@twinloom/runtime/graph/compare-flows';
import { moveNodes, removeNodes, setParam, setTitle } from '@twinloom/runtime/graph/edits';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { marksOf, withRemoved } from './comparison-store.ts';

const before: Flow = {
  twinloom: 1,
  nodes: { a: { type: 'x/y' }, b: { type: 'x/y' }, c: { type: 'x/y' } },
  edges: ['a.out -> b.in', 'b.out -> c.in'],
  layout: { a: [0, 0], b: [240, 0], c: [480, 0] },
};

describe('the marks of a comparison', () => {
  it('name what was removed and changed; what only moved or has another title bears none', () => {
    const after = moveNodes(setTitle(setParam(removeNodes(before, ['a']), 'b', 'p', 1), 'c', 'C'), {
      c: [8, 8],
    });
    expect(marksOf(compareFlows(before, after))).toEqual({
      nodeMarks: { a: 'removed', b: 'changed' },
      edgeMarks: { 'a.out -> b.in': 'removed' },
    });
    expect(marksOf(compareFlows(after, before)).nodeMarks).toEqual({ a: 'added', b: 'changed' });
  });
});

describe('a draft with what was removed', () => {
  it('shows a removed node where it stood, with its edges', () => {
    const draft = removeNodes(before, ['b']);
    const shown = withRemoved(draft, { from: before, to: draft, changes: compareFlows(before, draft) });
    expect(Object.keys(shown.nodes)).toEqual(['a', 'c', 'b']);
    expect(shown.edges).toEqual(before.edges);
    expect(shown.layout?.b).toEqual([240, 0]);
  });

  it('is the draft itself where nothing was removed, or it has it again', () => {
    const other = removeNodes(before, ['b']);
    const grown = { from: other, to: before, changes: compareFlows(other, before) };
    expect(withRemoved(before, grown)).toBe(before);
    const shrunk = { from: before, to: other, changes: compareFlows(before, other) };
    expect(withRemoved(before, shrunk)).toBe(before);
    expect(withRemoved(before, undefined)).toBe(before);
  });
});
