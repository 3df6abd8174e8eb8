import { describe, expect, it } from 'vitest';
import type { Flow } from './flow.ts';
import { groupNodes, setGroupTitle, ungroup } from './group-edits.ts';
import { addNote, changeNote, notesOf, removeNotes } from './note-edits.ts';

const flow: Flow = { twinloom: 1, nodes: { a: { type: 'x/a' } } };

describe('a note', () => {
  it('is added, changed and removed, and leaves nothing behind', () => {
    const { flow: noted, id } = addNote(flow, 'mind the gap', [8, 16]);
    expect(notesOf(noted)).toEqual({ note: { text: 'mind the gap', at: [8, 16] } });
    expect(notesOf(changeNote(noted, id, { text: 'x' })).note).toEqual({ text: 'x', at: [8, 16] });
    expect(removeNotes(noted, [id])).toEqual(flow);
  });

  it('keeps what stands under notes in another form', () => {
    const odd: Flow = { ...flow, notes: ['old'] };
    const { flow: noted } = addNote(odd, 'new', [0, 0]);
    expect(noted.notes).toEqual({ kept: ['old'], note: { text: 'new', at: [0, 0] } });
    expect(Object.keys(notesOf(noted))).toEqual(['note']);
  });
});

describe('a group', () => {
  it('is made of nodes, titled and taken apart, and leaves nothing behind', () => {
    const { flow: grouped, id } = groupNodes(flow, ['a'], 'Pumps');
    expect(grouped.groups).toEqual({ group: { title: 'Pumps', members: ['a'] } });
    expect(setGroupTitle(grouped, id, 'P').groups?.group?.title).toBe('P');
    expect(ungroup(grouped, [id])).toEqual(flow);
    expect(ungroup(flow, ['none'])).toBe(flow);
  });
});
