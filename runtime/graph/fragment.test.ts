import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgesOf, type Flow } from './flow.ts';
import { copyNodes, pasteNodes } from './fragment.ts';
import { readFlow } from './read-flow.ts';
import { renameNode } from './rename-node.ts';
import { writeFlow } from './write-flow.ts';

const flow: Flow = {
  twinloom: 1,
  name: 'Tank',
  nodes: {
    inlet: { type: 'sources/mqtt', odd: { kept: true } },
    tank: { type: 'physics/tank', title: 'T' },
    high: { type: 'sinks/alarm' },
  },
  edges: ['inlet.value -> tank.inflow', 'tank.level  -> high.in'],
  layout: { inlet: [0, 0], tank: [240, 0], high: [480, 0] },
  groups: {
    pair: { title: 'Pair', members: ['inlet', 'tank'] },
    on: { members: ['high'], enable: 'inlet.value' },
  },
  controls: [{ title: 'x', port: 'inlet.value', look: 'switch' }],
  scope: { ports: ['tank.level'] },
};

describe('copied nodes', () => {
  it('are a flow with the edges and groups among them', () => {
    expect(copyNodes(flow, ['inlet', 'tank'])).toEqual({
      twinloom: 1,
      nodes: { inlet: flow.nodes.inlet, tank: flow.nodes.tank },
      edges: ['inlet.value -> tank.inflow'],
      groups: { pair: flow.groups?.pair },
      layout: { inlet: [0, 0], tank: [240, 0] },
    });
    expect(copyNodes(flow, ['high']).groups).toBeUndefined();
  });

  it('get free ids where they are pasted, and keep edges, groups and what is unknown', () => {
    const { flow: made, ids } = pasteNodes(flow, copyNodes(flow, ['inlet', 'tank']), [8, 16]);
    expect(ids).toEqual(['inlet2', 'tank2']);
    expect(made.nodes.inlet2).toEqual(flow.nodes.inlet);
    expect(made.edges?.at(-1)).toBe('inlet2.value -> tank2.inflow');
    expect(made.layout?.tank2).toEqual([248, 16]);
    expect(made.groups?.['pair-2']).toEqual({ title: 'Pair', members: ['inlet2', 'tank2'] });
    expect(made.nodes.inlet).toBe(flow.nodes.inlet);
  });

  it('take notes along where they are asked for', () => {
    const noted = { ...flow, notes: { n: { text: 'hot', at: [0, 8] } } };
    const copy = copyNodes(noted, ['high'], ['n']);
    expect(copy.notes).toEqual(noted.notes);
    expect(pasteNodes(noted, copy, [8, 8]).flow.notes).toEqual({
      ...noted.notes,
      note: { text: 'hot', at: [8, 16] },
    });
  });

  it('arrive whole over a clipboard, however often', () => {
    fc.assert(
      fc.property(
        fc.subarray(['inlet', 'tank', 'high'], { minLength: 1 }),
        fc.integer({ min: 1, max: 4 }),
        (ids, times) => {
          const text = writeFlow(copyNodes(flow, ids));
          const copy = readFlow(text).flow!;
          let made = flow;
          for (let n = 0; n < times; n++) made = pasteNodes(made, copy, [8, 8]).flow;
          expect(Object.keys(made.nodes)).toHaveLength(3 + times * ids.length);
          expect(edgesOf(made)).toHaveLength(2 + times * edgesOf(copy).length);
          expect(readFlow(writeFlow(made)).flow).toEqual(made);
        },
      ),
    );
  });
});

describe('a node with another id', () => {
  it('is still what edges, groups, controls, scope and layout name', () => {
    const made = renameNode(flow, 'inlet', 'feed');
    expect(JSON.stringify(made)).not.toContain('inlet');
    expect(made.edges?.[0]).toBe('feed.value -> tank.inflow');
    expect(made.groups?.on?.enable).toBe('feed.value');
    expect(Object.keys(made.nodes)).toEqual(['feed', 'tank', 'high']);
    expect(renameNode(made, 'feed', 'inlet')).toEqual({
      ...flow,
      edges: made.edges?.map((text) => text.replace('feed', 'inlet')),
    });
  });

  it('is still what models start at, what KPIs work out and what scenarios ask', () => {
    const asked: Flow = {
      ...flow,
      nodes: {
        ...flow.nodes,
        tank: {
          type: 'physics/tank',
          params: {
            initialFrom: 'inlet.value',
            path: 'inlet.value',
            states: { h: { initialFrom: 'inlet.value' } },
          },
        },
      },
      kpis: { k: { expression: 'mean(inlet.value) - my-inlet.value + tank.inlet.value' } },
      scenarios: {
        s: {
          title: 'S',
          horizon: '1 h',
          record: ['inlet.value'],
          inputs: { 'inlet.value': { policy: 'hold' } },
          variants: {
            v: {
              values: { 'inlet.value': 1 },
              inputs: { inlet: { policy: 'hold' } },
              faults: [{ input: 'inlet.value', kind: 'stuck', at: 0 }],
            },
          },
        },
      },
    };
    const made = renameNode(asked, 'inlet', 'feed');
    expect(made.nodes.tank?.params).toEqual({
      initialFrom: 'feed.value',
      path: 'inlet.value',
      states: { h: { initialFrom: 'feed.value' } },
    });
    expect(made.kpis?.k?.expression).toBe('mean(feed.value) - my-inlet.value + tank.inlet.value');
    expect(JSON.stringify(made.scenarios)).not.toContain('inlet');
    expect(made.scenarios?.s?.variants?.v?.faults).toEqual([{ input: 'feed.value', kind: 'stuck', at: 0 }]);
  });

  it('is refused where the id is taken or is none', () => {
    expect(renameNode(flow, 'inlet', 'tank')).toBe(flow);
    expect(renameNode(flow, 'inlet', '9 lives')).toBe(flow);
    expect(renameNode(flow, 'nobody', 'x')).toBe(flow);
  });
});
