import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNode, removeNodes, setTitle } from '@twinloom/runtime/graph/edits';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { addStep, redoStep, startHistory, undoStep, type EditHistory } from './edit-history.ts';

const opened: Flow = { twinloom: 1, nodes: { tank: { type: 'physics/tank' } } };

type Edit = (flow: Flow) => Flow;
const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.stringMatching(/^[a-z]{1,3}$/).map(
    (id): Edit =>
      (flow) =>
        addNode(flow, id, { type: 'sources/constant' }, [0, 0]),
  ),
  fc.stringMatching(/^[a-z]{1,3}$/).map(
    (id): Edit =>
      (flow) =>
        removeNodes(flow, [id]),
  ),
  fc.string().map(
    (title): Edit =>
      (flow) =>
        setTitle(flow, 'tank', title),
  ),
);

const times = (
  count: number,
  change: (history: EditHistory) => EditHistory,
  history: EditHistory,
): EditHistory => {
  let changed = history;
  for (let i = 0; i < count; i++) changed = change(changed);
  return changed;
};

describe('edit history', () => {
  it('undoes all edits to the document as it was opened, and redoes them all', () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 30 }), (list) => {
        let history = startHistory(opened);
        for (const edit of list) history = addStep(history, edit(history.present));
        const edited = history.present;
        const undone = times(list.length + 1, undoStep, history);
        expect(undone.present).toBe(opened);
        expect(undone.past).toEqual([]);
        expect(times(list.length + 1, redoStep, undone).present).toBe(edited);
      }),
    );
  });

  it('takes what is typed into one field as one step', () => {
    let history = startHistory(opened);
    for (const title of ['B', 'Bu', 'Buf'])
      history = addStep(history, setTitle(history.present, 'tank', title), 'tank.title');
    expect(history.past).toEqual([opened]);
    expect(undoStep(history).present).toBe(opened);
  });

  it('forgets what was undone when another edit follows', () => {
    const edited = addStep(startHistory(opened), setTitle(opened, 'tank', 'A'));
    const other = addStep(undoStep(edited), setTitle(opened, 'tank', 'B'));
    expect(redoStep(other)).toBe(other);
  });

  it('leaves no step where nothing changed', () => {
    const history = startHistory(opened);
    expect(addStep(history, opened)).toBe(history);
  });
});
