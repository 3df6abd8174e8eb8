import { describe, expect, it } from 'vitest';
import { resolvePorts } from '@twinloom/runtime/compile/resolve-ports';
import { connect, moveNodes, setParam } from '@twinloom/runtime/graph/edits';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { CARD_WIDTH, cardHeight, portMiddle } from './card-geometry.ts';
import { createCardEdges } from './card-edges.ts';
import { createCardNodes } from './card-nodes.ts';

const descriptor = (type: string, part: Partial<NodeDescriptor>): NodeDescriptor => ({
  type,
  title: type,
  version: 1,
  kind: 'stateless',
  docs: '',
  icon: 'box',
  keywords: [],
  inputs: {},
  outputs: {},
  params: {},
  required: [],
  equations: [],
  card: { look: 'value' },
  ...part,
});

const byType = new Map(
  [
    descriptor('sources/mqtt', {
      outputs: { value: { type: 'number', unit: { kind: 'param', param: 'unit' } } },
    }),
    descriptor('physics/tank', {
      inputs: { inflow: { type: 'number', unit: { kind: 'code', code: 'm3/s' } } },
      outputs: {
        level: { type: 'number', unit: { kind: 'code', code: 'm' } },
        drain: { type: 'number', unit: { kind: 'code', code: 'm3/s' } },
      },
    }),
  ].map((each) => [each.type, each]),
);

const flow: Flow = {
  twinloom: 1,
  nodes: {
    inlet: { type: 'sources/mqtt', params: { unit: 'm3/h' } },
    tank: { type: 'physics/tank' },
    mystery: { type: 'acme/unknown' },
  },
  edges: ['inlet.value -> tank.inflow', 'tank.level -> mystery.strange'],
  layout: { inlet: [0, 0], tank: [240, 0] },
};

const cardsOf = (make: ReturnType<typeof createCardNodes>, document: Flow, selected: string[] = []) =>
  make(document, resolvePorts(document, byType), byType, {}, new Set(selected));

describe('createCardNodes', () => {
  it('tells React Flow the size of every card and the place of every port, on the 8 px grid', () => {
    const tank = cardsOf(createCardNodes(), flow).find(({ id }) => id === 'tank');
    expect([tank?.width, tank?.height]).toEqual([CARD_WIDTH, cardHeight(1, 2)]);
    expect(cardHeight(1, 2) % 4).toBe(0);
    expect(tank?.handles?.map(({ id, type, x, y, height }) => [id, type, x, y + (height ?? 0) / 2])).toEqual([
      ['inflow', 'target', -6, portMiddle(0)],
      ['level', 'source', CARD_WIDTH - 6, portMiddle(0)],
      ['drain', 'source', CARD_WIDTH - 6, portMiddle(1)],
    ]);
  });

  it('keeps the object of a card that did not change, so that only changed cards render', () => {
    const make = createCardNodes();
    const [inlet, tank] = cardsOf(make, flow);
    const moved = cardsOf(make, moveNodes(flow, { inlet: [8, 0] }));
    expect(moved[0]).not.toBe(inlet);
    expect(moved[0]?.data).toBe(inlet?.data);
    expect(moved[1]).toBe(tank);
    const chosen = cardsOf(make, moveNodes(flow, { inlet: [8, 0] }), ['tank']);
    expect(chosen[1]).not.toBe(tank);
    expect(chosen[1]?.data).toBe(tank?.data);
  });

  it('shows an unknown node with the ports its edges name', () => {
    const mystery = cardsOf(createCardNodes(), flow).find(({ id }) => id === 'mystery');
    expect(mystery?.data.descriptor).toBeUndefined();
    expect(mystery?.data.inputs.map(({ name, missing }) => [name, missing])).toEqual([['strange', true]]);
  });
});

describe('createCardEdges', () => {
  const edgesOf = (document: Flow) => createCardEdges()(document, resolvePorts(document, byType), new Set());

  it('carries the conversion from the output to the input', () => {
    const [edge] = edgesOf(flow);
    expect(edge?.data?.unit).toBe('m3/s');
    expect(edge?.data?.conversion?.factor).toBeCloseTo(1 / 3600, 15);
    expect(edge?.data?.refused).toBe('');
  });

  it('marks an edge whose units cannot meet', () => {
    const wrong = connect(setParam(flow, 'inlet', 'unit', 'Cel'), {
      from: { node: 'inlet', port: 'value' },
      to: { node: 'tank', port: 'inflow' },
    });
    const edge = edgesOf(wrong).find(({ target }) => target === 'tank');
    expect(edge?.data?.refused).not.toBe('');
  });
});
