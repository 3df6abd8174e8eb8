import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFlows, isSame, type FlowChange } from './compare-flows.ts';
import { addNode, connect, disconnect, moveNodes, removeNodes, setParam, setTitle } from './edits.ts';
import { fingerprint, logicFingerprint } from './fingerprint.ts';
import { edgesOf, formatEdge, type Edge, type Flow } from './flow.ts';

const NODES = ['inlet', 'tank', 'smooth', 'toString'];
const edge = (from: string, to: string): Edge => ({
  from: { node: from, port: 'out' },
  to: { node: to, port: 'in' },
});

const flow: Flow = {
  twinloom: 1,
  name: 'Tank',
  clock: { tick: '100ms' },
  parameters: { area: { value: 1.5, unit: 'm2' } },
  nodes: {
    inlet: { type: 'sources/mqtt', params: { topic: 'a/b', gain: 1 } },
    tank: { type: 'physics/tank', title: 'Buffer', extra: [1, null] },
    smooth: { type: 'transforms/low-pass', params: { gain: 1, table: [{ at: 1 }, { at: 2 }, { at: 3 }] } },
    toString: { type: 'transforms/gain' },
  },
  edges: ['inlet.out -> tank.in', 'tank.out -> smooth.in'],
  layout: { inlet: [0, 0], tank: [240, 0], smooth: [480, 0], toString: [720, 0] as [number, number] },
  notes: [{ text: 'kept' }],
};

/** An edit at one place, and what a comparison has to say of it. */
interface Edit {
  apply(flow: Flow): Flow;
  says: string[];
}

const params = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 2, max: 9 })), {
  maxLength: 2,
});

/** What may happen to one node at once: at most one edit of each of its places. */
function editsOf(id: string): fc.Arbitrary<Edit[]> {
  const changes = fc
    .record({ params, title: fc.boolean(), type: fc.boolean(), moves: fc.boolean() })
    .map((wanted): Edit[] => [
      ...[...new Map(wanted.params)].map(([param, value]) => ({
        apply: (before: Flow) => setParam(before, id, param, value),
        says: [`params: ${id}.${param} ${value}`],
      })),
      ...(wanted.title ? [{ apply: (f: Flow) => setTitle(f, id, 'T'), says: [`layout: ${id} title`] }] : []),
      ...(wanted.type ? [{ apply: (f: Flow) => retype(f, id), says: [`logic: ${id} type`] }] : []),
      ...(wanted.moves
        ? [{ apply: (f: Flow) => moveNodes(f, { [id]: [8, 800] }), says: [`layout: ${id} place`] }]
        : []),
    ]);
  const removal: Edit = {
    apply: (before) => removeNodes(before, [id]),
    says: [
      `logic: ${id} removed`,
      ...edgesOf(flow)
        .filter(({ from, to }) => from.node === id || to.node === id)
        .map((gone) => `logic: ${formatEdge(gone)} removed`),
    ],
  };
  return fc.oneof(
    { weight: 4, arbitrary: changes },
    { weight: 1, arbitrary: fc.constant<Edit[]>([removal]) },
  );
}

const wholeEdits: Edit[] = [
  {
    apply: (f) => addNode(f, 'pump', { type: 'physics/pump', params: { a: 1 } }, [0, 400]),
    says: ['logic: pump added'],
  },
  { apply: (f) => ({ ...f, clock: { ...f.clock, tick: '50ms' } }), says: ['logic: clock tick'] },
  {
    apply: (f) => ({ ...f, parameters: { area: { value: 2, unit: 'm2' } } }),
    says: ['params: area value'],
  },
  { apply: (f) => ({ ...f, name: 'Other' }), says: ['layout: name'] },
  {
    apply: (f) => ({ ...f, groups: { ...f.groups, a: { title: 'A', members: ['tank'] } } }),
    says: ['layout: group a'],
  },
  {
    apply: (f) => ({ ...f, groups: { ...f.groups, b: { members: ['tank'], enable: 'inlet.out' } } }),
    says: ['logic: group b'],
  },
  { apply: (f) => ({ ...f, notes: undefined }), says: ['layout: notes'] },
  { apply: (f) => ({ ...f, tests: [{ name: 'fills' }] }), says: ['logic: tests'] },
];

const anyEdits = fc
  .tuple(fc.tuple(...NODES.map(editsOf)), fc.subarray(wholeEdits))
  .map(([perNode, whole]) => [...perNode.flat(), ...whole]);

function retype(before: Flow, id: string): Flow {
  return { ...before, nodes: { ...before.nodes, [id]: { ...before.nodes[id], type: 'transforms/other' } } };
}

function said(from: Flow, to: Flow): string[] {
  return Object.entries(compareFlows(from, to))
    .flatMap(([section, changes]) => (changes as FlowChange[]).map((one) => `${section}: ${say(one)}`))
    .toSorted();
}

function say(change: FlowChange): string {
  switch (change.what) {
    case 'node':
      return `${change.node} ${change.to ? 'added' : 'removed'}`;
    case 'edge':
      return `${change.text} ${change.is}`;
    case 'way':
      return `${change.text} bends`;
    case 'param':
      return `${change.node}.${change.param} ${String(change.to)}`;
    case 'parameter':
      return `${change.name} ${change.path.join('.')}`;
    case 'clock':
      return `clock ${change.path.join('.')}`;
    case 'group':
      return `group ${change.group}`;
    case 'section':
      return change.section;
    case 'key':
      return `${change.node} ${change.key}`;
    case 'type':
    case 'title':
    case 'place':
      return `${change.node} ${change.what}`;
    default:
      return change satisfies never;
  }
}

describe('a comparison of two versions', () => {
  it('of a flow with itself is empty', () => {
    fc.assert(
      fc.property(anyEdits, (edits) => {
        const edited = edits.reduce((before, { apply }) => apply(before), flow);
        expect(isSame(compareFlows(edited, structuredClone(edited)))).toBe(true);
      }),
    );
  });

  it('names exactly what was edited', () => {
    fc.assert(
      fc.property(anyEdits, (edits) => {
        const edited = edits.reduce((before, { apply }) => apply(before), flow);
        expect(said(flow, edited)).toEqual([...new Set(edits.flatMap(({ says }) => says))].toSorted());
      }),
    );
  });

  it('the other way round says the same with before and after exchanged', () => {
    const swapped = (change: FlowChange): unknown =>
      change.what === 'edge'
        ? { ...change, is: change.is === 'added' ? 'removed' : 'added' }
        : change.what === 'way'
          ? change
          : { ...change, from: change.to, to: change.from };
    fc.assert(
      fc.property(anyEdits, (edits) => {
        const edited = edits.reduce((before, { apply }) => apply(before), flow);
        const [there, back] = [compareFlows(flow, edited), compareFlows(edited, flow)];
        for (const section of ['logic', 'params', 'layout'] as const) {
          expect(back[section]).toHaveLength(there[section].length);
          expect(back[section]).toEqual(expect.arrayContaining(there[section].map(swapped)));
        }
      }),
    );
  });

  it('finds logic or params changed exactly where the logic fingerprints differ', () => {
    fc.assert(
      fc.property(anyEdits, (edits) => {
        const edited = edits.reduce((before, { apply }) => apply(before), flow);
        const { logic, params: changed, layout } = compareFlows(flow, edited);
        expect(logic.length + changed.length === 0).toBe(logicFingerprint(edited) === logicFingerprint(flow));
        expect(logic.length + changed.length + layout.length === 0).toBe(
          fingerprint(edited) === fingerprint(flow),
        );
      }),
    );
  });

  it('shows a node that only moved under layout alone', () => {
    expect(compareFlows(flow, moveNodes(flow, { tank: [248, 0] }))).toEqual({
      logic: [],
      params: [],
      layout: [{ what: 'place', node: 'tank', from: [240, 0], to: [248, 0] }],
    });
  });

  it('looks past the order of edges, their spacing and empty sections', () => {
    const other: Flow = {
      ...setParam(setParam(flow, 'toString', 'gain', 2), 'toString', 'gain', undefined),
      edges: ['tank.out->smooth.in', ' inlet.out  -> tank.in'],
    };
    expect(isSame(compareFlows(flow, other))).toBe(true);
    expect(logicFingerprint(other)).toBe(logicFingerprint(flow));
  });

  it('says of a group under logic what enables whom, and the rest under layout', () => {
    const grouped = (group: object): Flow => ({ ...flow, groups: { g: { members: [], ...group } } });
    const from = grouped({ members: ['tank', 'inlet'], enable: 'inlet.out', title: 'Old' });
    const to = grouped({ members: ['inlet', 'smooth', 'tank'], enable: 'inlet.out', title: 'New' });
    expect(compareFlows(from, to)).toEqual({
      logic: [{ what: 'group', group: 'g', path: ['members', 1], from: undefined, to: 'smooth' }],
      params: [],
      layout: [{ what: 'group', group: 'g', path: ['title'], from: 'Old', to: 'New' }],
    });
    const off = grouped({ members: ['inlet', 'tank'], title: 'Old' });
    expect(compareFlows(from, off).logic).toMatchObject([{ what: 'group', path: [], to: undefined }]);
    expect(compareFlows(from, off).layout).toEqual([]);
    expect(compareFlows(off, grouped({ members: ['tank'], title: 'Old' })).logic).toEqual([]);
  });

  it('shows an edge that was drawn elsewhere as one removed and one added', () => {
    const moved = connect(disconnect(flow, edge('tank', 'smooth')), edge('inlet', 'smooth'));
    expect(compareFlows(flow, moved).logic).toEqual([
      { what: 'edge', text: 'inlet.out -> smooth.in', is: 'added' },
      { what: 'edge', text: 'tank.out -> smooth.in', is: 'removed' },
    ]);
  });

  it('goes inside a param: a key of a row, a row that was taken out', () => {
    const table = (rows: unknown[]): Flow => setParam(flow, 'smooth', 'table', rows);
    const param = { what: 'param', node: 'smooth', param: 'table' };
    expect(compareFlows(flow, table([{ at: 1 }, { at: 5 }, { at: 3 }])).params).toEqual([
      { ...param, path: [1, 'at'], from: 2, to: 5 },
    ]);
    expect(compareFlows(flow, table([{ at: 1 }, { at: 3 }])).params).toEqual([
      { ...param, path: [1], from: { at: 2 }, to: undefined },
    ]);
    expect(compareFlows(flow, table([{ at: 0 }, { at: 1 }, { at: 2 }, { at: 3 }])).params).toEqual([
      { ...param, path: [0], from: undefined, to: { at: 0 } },
    ]);
  });

  it('of any two values names places that differ, and puts none of the same in', () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(json, json, (from, to) => {
        const { params: changed } = compareFlows(
          setParam(flow, 'tank', 'p', from),
          setParam(flow, 'tank', 'p', to),
        );
        expect(changed.length === 0).toBe(
          fingerprint(setParam(flow, 'tank', 'p', from)) === fingerprint(setParam(flow, 'tank', 'p', to)),
        );
        for (const change of changed) if (change.what === 'param') expect(change.from).not.toEqual(change.to);
      }),
    );
  });
});
