import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignNodes, distributeNodes, type Side } from '@twinloom/runtime/graph/arrange';
import { bendsOf, setBends } from '@twinloom/runtime/graph/bends';
import {
  addNode,
  connect,
  disconnect,
  moveNodes,
  removeNodes,
  setAsset,
  setParam,
  setTitle,
} from '@twinloom/runtime/graph/edits';
import { edgesOf, formatEdge, type Flow } from '@twinloom/runtime/graph/flow';
import { copyNodes, pasteNodes } from '@twinloom/runtime/graph/fragment';
import { groupNodes, setCollapsed, setGroupTitle, ungroup } from '@twinloom/runtime/graph/group-edits';
import { insertOnEdge, removeAndHeal, rewireThrough } from '@twinloom/runtime/graph/heal';
import { addNote, changeNote, notesOf, removeNotes } from '@twinloom/runtime/graph/note-edits';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import { renameNode } from '@twinloom/runtime/graph/rename-node';
import { writeFlow } from '@twinloom/runtime/graph/write-flow';
import { addStep, overOthers, redoStep, startHistory, undoStep, type EditHistory } from './edit-history.ts';
import { readHistory, writeHistory } from './kept-history.ts';

const opened: Flow = {
  twinloom: 1,
  nodes: { inlet: { type: 'sources/constant' }, tank: { type: 'physics/tank', odd: [1] } },
  edges: ['inlet.value -> tank.inflow'],
  layout: { inlet: [0, 0], tank: [240, 0] },
  unknown: { kept: true },
};

type Edit = (flow: Flow) => Flow;

const SIDES: readonly Side[] = ['left', 'right', 'top', 'bottom', 'centre', 'middle'];
const number = fc.nat({ max: 1000 });

/** The n-th of a list, whatever n is. */
const nth = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];

const some = (flow: Flow, n: number): string[] =>
  Object.keys(flow.nodes).filter((_id, index) => (n >> index) & 1);

const boxesOf = (flow: Flow, n: number) =>
  Object.fromEntries(
    some(flow, n).map((id) => {
      const [x = 0, y = 0] = flow.layout?.[id] ?? [];
      return [id, { x, y, width: 208, height: 76 }];
    }),
  );

/** Every edit there is, each with numbers to choose what it is done to. */
const EDITS: readonly ((a: number, b: number) => Edit)[] = [
  (a, b) => (flow) => addNode(flow, `n${a % 20}`, { type: 'transforms/gain' }, [b, a]),
  (a) => (flow) => removeNodes(flow, some(flow, a)),
  (a) => (flow) => removeAndHeal(flow, some(flow, a)),
  (a, b) => (flow) => {
    const [from, to] = [nth(Object.keys(flow.nodes), a), nth(Object.keys(flow.nodes), b)];
    if (!from || !to) return flow;
    return connect(flow, { from: { node: from, port: 'out' }, to: { node: to, port: `in${b % 2}` } });
  },
  (a) => (flow) => {
    const edge = nth(edgesOf(flow), a);
    return edge ? disconnect(flow, edge) : flow;
  },
  (a, b) => (flow) => {
    const edge = nth(edgesOf(flow), a);
    const added = { id: `i${b % 20}`, node: { type: 'transforms/delay' }, input: 'in', output: 'out' };
    return edge ? insertOnEdge(flow, edge, { ...added, position: [a, b] }) : flow;
  },
  (a, b) => (flow) =>
    setParam(flow, nth(Object.keys(flow.nodes), a) ?? '', `p${b % 3}`, b % 5 ? b : undefined),
  (a, b) => (flow) => setTitle(flow, nth(Object.keys(flow.nodes), a) ?? '', b % 4 ? `T${b}` : ''),
  (a, b) => (flow) => setAsset(flow, nth(Object.keys(flow.nodes), a) ?? '', b % 4 ? `asset${b}` : ''),
  (a, b) => (flow) => renameNode(flow, nth(Object.keys(flow.nodes), a) ?? '', `r${b % 30}`),
  (a, b) => (flow) =>
    pasteNodes(flow, readFlow(writeFlow(copyNodes(flow, some(flow, a)))).flow!, [b, b]).flow,
  // The arrow keys: a step of 8 px each.
  (a, b) => (flow) =>
    moveNodes(
      flow,
      Object.fromEntries(
        Object.entries(boxesOf(flow, a)).map(([id, { x, y }]): [string, [number, number]] => [
          id,
          b % 2 ? [x + 8, y] : [x, y - 8],
        ]),
      ),
    ),
  (a, b) => (flow) => alignNodes(flow, boxesOf(flow, a), nth(SIDES, b)!),
  (a, b) => (flow) => distributeNodes(flow, boxesOf(flow, a), b % 2 ? 'across' : 'down'),
  (a, b) => (flow) => groupNodes(flow, some(flow, a), `G${b}`).flow,
  (a, b) => (flow) => setGroupTitle(flow, nth(Object.keys(flow.groups ?? {}), a) ?? '', `G${b}`),
  (a) => (flow) => ungroup(flow, [nth(Object.keys(flow.groups ?? {}), a) ?? '']),
  (a, b) => (flow) => setCollapsed(flow, [nth(Object.keys(flow.groups ?? {}), a) ?? ''], b % 2 === 0),
  (a, b) => (flow) => {
    const edge = nth(edgesOf(flow), a);
    const bends = Array.from({ length: b % 4 }, (_, n): [number, number] => [a + n, b]);
    return edge ? setBends(flow, formatEdge(edge), bends) : flow;
  },
  // A stroke across some edges.
  (a) => (flow) =>
    edgesOf(flow)
      .filter((_edge, index) => (a >> index) & 1)
      .reduce(disconnect, flow),
  (a, b) => (flow) => {
    const edge = nth(edgesOf(flow), a);
    const node = nth(Object.keys(flow.nodes), b);
    return edge && node ? rewireThrough(flow, edge, { id: node, input: 'in0', output: 'out' }) : flow;
  },
  // The other end of an edge is moved.
  (a, b) => (flow) => {
    const edge = nth(edgesOf(flow), a);
    const node = nth(Object.keys(flow.nodes), b);
    return edge && node
      ? connect(disconnect(flow, edge), { from: edge.from, to: { node, port: `in${a % 2}` } })
      : flow;
  },
  (a, b) => (flow) => addNote(flow, `note ${a}`, [a, b]).flow,
  (a, b) => (flow) =>
    changeNote(flow, nth(Object.keys(notesOf(flow)), a) ?? '', b % 2 ? { text: `x${b}` } : { at: [a, b] }),
  (a) => (flow) => removeNotes(flow, [nth(Object.keys(notesOf(flow)), a) ?? '']),
];

const edits = fc
  .tuple(fc.nat({ max: EDITS.length - 1 }), number, number)
  .map(([which, a, b]): Edit => EDITS[which]!(a, b));

/** Ten thousand with TWINLOOM_FUZZ_RUNS=10000. */
const RUNS = Number(process.env.TWINLOOM_FUZZ_RUNS ?? 300);

const times = (
  count: number,
  change: (history: EditHistory) => EditHistory,
  history: EditHistory,
): EditHistory => {
  let changed = history;
  for (let i = 0; i < count; i++) changed = change(changed);
  return changed;
};

const editedBy = (list: readonly Edit[]): EditHistory =>
  list.reduce((history, edit) => addStep(history, edit(history.present)), startHistory(opened));

describe('edit history', () => {
  it('undoes any sequence of edits to the document as it was opened, and redoes it to the final one, also after a reload', () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 30, size: 'max' }), number, (list, turnedAt) => {
        const history = editedBy(list);
        const undone = times(list.length + 1, undoStep, history);
        expect(undone.present).toBe(opened);
        expect(undone.past).toEqual([]);
        expect(times(list.length + 1, redoStep, undone).present).toBe(history.present);

        const turned = times(turnedAt % (list.length + 1), undoStep, history);
        const kept = { ...writeHistory('pump', turned, opened), id: 'pump', at: 0 };
        const { history: read, saved } = readHistory(JSON.parse(JSON.stringify(kept)))!;
        expect(writeFlow(saved)).toBe(writeFlow(opened));
        expect(writeFlow(times(list.length + 1, undoStep, read).present)).toBe(writeFlow(opened));
        expect(writeFlow(times(list.length + 1, redoStep, read).present)).toBe(writeFlow(history.present));
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  it('never leaves a bend of an edge that is not there', () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 30, size: 'max' }), (list) => {
        const { past, present } = editedBy(list);
        for (const flow of [...past, present]) {
          const there = new Set(edgesOf(flow).map(formatEdge));
          expect([...bendsOf(flow).keys()].filter((text) => !there.has(text))).toEqual([]);
        }
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  it('has no limit of steps', () => {
    let history = startHistory(opened);
    for (let n = 0; n < 2000; n++) history = addStep(history, moveNodes(history.present, { tank: [n, n] }));
    expect(times(2000, undoStep, history).present).toBe(opened);
  });

  it('keeps the newest steps where all would be too many for the browser', () => {
    const history = editedBy(
      Array.from({ length: 50 }, (_, n) => (flow: Flow) => setTitle(flow, 'tank', `T${n}`)),
    );
    const kept = { ...writeHistory('pump', history, opened, 500), id: 'pump', at: 0 };
    const { past } = readHistory(kept)!.history;
    expect(past.at(-1)?.nodes.tank?.title).toBe('T48');
    expect(past.length).toBeGreaterThan(3);
    expect(past.length).toBeLessThan(50);
  });

  it('goes over what others changed, in every step', () => {
    const history = undoStep(
      editedBy([(flow) => setTitle(flow, 'tank', 'A'), (flow) => setTitle(flow, 'tank', 'B')]),
    );
    const over = overOthers(history, (flow) => setParam(flow, 'inlet', 'value', 7));
    const all = [...over.past, over.present, ...over.future];
    expect(all.map(({ nodes }) => [nodes.tank?.title, nodes.inlet?.params?.value])).toEqual([
      [undefined, 7],
      ['A', 7],
      ['B', 7],
    ]);
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
