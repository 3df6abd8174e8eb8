import { describe, expect, it } from 'vitest';
import { bendsOf, setBends } from './bends.ts';
import { compareFlows } from './compare-flows.ts';
import { connect, disconnect, moveNodes, removeNodes } from './edits.ts';
import { logicFingerprint } from './fingerprint.ts';
import { parseEdge, type Flow } from './flow.ts';
import { copyNodes, pasteNodes } from './fragment.ts';
import { mergeFlows } from './merge-flows.ts';
import { readFlow } from './read-flow.ts';
import { renameNode } from './rename-node.ts';
import { writeFlow } from './write-flow.ts';

const edge = 'inlet.value -> tank.inflow';
const flow: Flow = {
  twinloom: 1,
  nodes: { inlet: { type: 'a/b' }, tank: { type: 'a/b' } },
  edges: [edge],
  layout: { inlet: [0, 0], tank: [240, 0] },
};
const bent = setBends(flow, edge, [
  [100, 40],
  [160, 80],
]);

describe('the bends of an edge', () => {
  it('stand in the layout, one a line, and are no part of what runs', () => {
    expect(bent.layout).toEqual({ ...flow.layout, [`${edge} @1`]: [100, 40], [`${edge} @2`]: [160, 80] });
    expect(readFlow(writeFlow(bent)).flow).toEqual(bent);
    expect(logicFingerprint(bent)).toBe(logicFingerprint(flow));
    expect(compareFlows(flow, bent)).toEqual({
      logic: [],
      params: [],
      layout: [{ what: 'way', text: edge }],
    });
    expect(setBends(bent, edge, [])).toEqual(flow);
    expect(setBends(flow, 'inlet.value -> tank.outflow', [[1, 2]])).toBe(flow);
  });

  it('go with the edge when it goes', () => {
    const other = { from: { node: 'tank', port: 'level' }, to: { node: 'tank', port: 'inflow' } };
    for (const without of [
      disconnect(bent, parseEdge(edge)!),
      connect(bent, other),
      removeNodes(bent, ['inlet']),
    ])
      expect(bendsOf(without)).toEqual(new Map());
  });

  it('move with both of its ends, and stay where they move apart', () => {
    const along = moveNodes(bent, { inlet: [8, 16], tank: [248, 16] });
    expect(bendsOf(along).get(edge)).toEqual([
      [108, 56],
      [168, 96],
    ]);
    expect(bendsOf(moveNodes(bent, { inlet: [8, 16] }))).toEqual(bendsOf(bent));
  });

  it('follow a node that gets another id, and a copy', () => {
    expect(bendsOf(renameNode(bent, 'tank', 'buffer')).get('inlet.value -> buffer.inflow')).toHaveLength(2);
    const { flow: pasted } = pasteNodes(bent, copyNodes(bent, ['inlet', 'tank']), [8, 8]);
    expect(bendsOf(pasted).get('inlet2.value -> tank2.inflow')).toEqual([
      [108, 48],
      [168, 88],
    ]);
    expect(copyNodes(bent, ['inlet']).layout).toEqual({ inlet: [0, 0] });
  });

  it('do not outlive an edge that somebody else removed', () => {
    const { flow: joined } = mergeFlows(flow, bent, disconnect(flow, parseEdge(edge)!));
    expect(joined.layout).toEqual(flow.layout);
  });
});
