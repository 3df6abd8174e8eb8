import { describe, expect, it } from 'vitest';
import { addNode, connect, moveNodes, removeNodes, setParam, setTitle } from './edits.ts';
import { edgesOf, parseEdge, type Flow } from './flow.ts';
import { mergeFlows } from './merge-flows.ts';

const base: Flow = {
  twinloom: 1,
  nodes: {
    inlet: { type: 'sources/constant', params: { value: 1 } },
    tank: { type: 'physics/tank', params: { area: 1, orifice: 0.002 } },
    high: { type: 'sinks/alarm', params: { above: 3 } },
  },
  edges: ['inlet.value -> tank.inflow', 'tank.level -> high.in'],
  layout: { inlet: [0, 0], tank: [240, 0], high: [480, 0] },
  groups: { a: { members: ['inlet', 'tank'] } },
};
const edge = (text: string) => parseEdge(text)!;
const area = (value: number) => (flow: Flow) => setParam(flow, 'tank', 'area', value);

describe('two drafts that began alike', () => {
  it('are the one that changed where the other did not', () => {
    const changed = setTitle(area(2)(removeNodes(base, ['high'])), 'tank', 'T');
    expect(mergeFlows(base, changed, base)).toEqual({ flow: changed, clashes: [] });
    expect(mergeFlows(base, base, changed)).toEqual({ flow: changed, clashes: [] });
  });

  it('keep the edits of both, also two params of one node', () => {
    const mine = connect(addNode(area(2)(base), 'x', { type: 'a/b' }, [8, 8]), edge('x.out -> tank.outflow'));
    const theirs = setParam(setParam(base, 'tank', 'orifice', 1), 'high', 'above', 4);
    const { flow, clashes } = mergeFlows(base, mine, theirs);
    expect(clashes).toEqual([]);
    expect(flow.nodes.tank?.params).toEqual({ area: 2, orifice: 1 });
    expect(flow.nodes.high?.params).toEqual({ above: 4 });
    expect(flow.edges).toEqual([...base.edges!, 'x.out -> tank.outflow']);
    expect(flow.layout?.x).toEqual([8, 8]);
  });

  it('tell where both changed one param, and take the one preferred', () => {
    const clash = [{ path: ['nodes', 'tank', 'params', 'area'], mine: 2, theirs: 3 }];
    const mine = mergeFlows(base, area(2)(base), area(3)(base));
    const theirs = mergeFlows(base, setTitle(area(2)(base), 'high', 'H'), area(3)(base), 'theirs');
    expect(mine.clashes).toEqual(clash);
    expect(theirs.clashes).toEqual(clash);
    expect(mine.flow.nodes.tank?.params?.area).toBe(2);
    expect([theirs.flow.nodes.tank?.params?.area, theirs.flow.nodes.high?.title]).toEqual([3, 'H']);
    expect(mergeFlows(base, area(2)(base), area(2)(base)).clashes).toEqual([]);
  });

  it('tell a node that one removed and the other changed, and one edge into an input that both rewired', () => {
    const { clashes } = mergeFlows(base, removeNodes(base, ['tank']), area(3)(base));
    expect(clashes.map(({ path }) => path)).toEqual([['nodes', 'tank']]);
    const rewired = mergeFlows(
      base,
      connect(base, edge('tank.level -> tank.inflow')),
      connect(base, edge('high.active -> tank.inflow')),
    );
    expect(rewired.clashes.map(({ path }) => path)).toEqual([['edges', 'tank.inflow']]);
    expect(edgesOf(rewired.flow).filter(({ to }) => to.port === 'inflow')).toHaveLength(1);
  });

  it('never leave an edge or a place of a node that is gone', () => {
    const mine = removeNodes(base, ['high']);
    const theirs = moveNodes(connect(base, edge('inlet.value -> high.limit')), { high: [8, 8] });
    const { flow } = mergeFlows(base, mine, theirs);
    expect(flow.edges).toEqual(['inlet.value -> tank.inflow']);
    expect(Object.keys(flow.layout ?? {})).toEqual(['inlet', 'tank']);
  });

  it('do not clash over places and members', () => {
    const mine = moveNodes(base, { tank: [8, 8] });
    const theirs: Flow = {
      ...moveNodes(base, { tank: [16, 16] }),
      groups: { a: { members: ['tank', 'high'] } },
    };
    const { flow, clashes } = mergeFlows(base, mine, theirs);
    expect([clashes, flow.layout?.tank, flow.groups?.a?.members]).toEqual([[], [8, 8], ['tank', 'high']]);
  });
});
