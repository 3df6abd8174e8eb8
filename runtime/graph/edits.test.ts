import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addNode,
  connect,
  disconnect,
  edgeInto,
  freeId,
  moveNodes,
  removeNodes,
  setAsset,
  setParam,
  setParameter,
  setTitle,
} from './edits.ts';
import { fingerprint, logicFingerprint } from './fingerprint.ts';
import type { Flow } from './flow.ts';
import { readFlow } from './read-flow.ts';
import { writeFlow } from './write-flow.ts';

const flow: Flow = {
  twinloom: 1,
  name: 'Tank',
  nodes: {
    inlet: { type: 'sources/mqtt', params: { topic: 'a/b' } },
    tank: { type: 'physics/tank', extra: [1, null] },
  },
  edges: ['inlet.value -> tank.inflow'],
  layout: { inlet: [0, 0], tank: [240, 0] },
  notes: [{ text: 'kept' }],
};
const edge = { from: { node: 'inlet', port: 'value' }, to: { node: 'tank', port: 'outflow' } };

describe('an edit', () => {
  it('and its reverse are nothing', () => {
    expect(disconnect(connect(flow, edge), edge)).toEqual(flow);
    expect(removeNodes(addNode(flow, 'x', { type: 'a/b' }, [8, 8]), ['x'])).toEqual(flow);
    expect(setParam(setParam(flow, 'inlet', 'qos', 1), 'inlet', 'qos', undefined)).toEqual(flow);
    expect(setTitle(setTitle(flow, 'tank', 'Buffer'), 'tank', '')).toEqual(flow);
    expect(setAsset(setAsset(flow, 'tank', 'pump'), 'tank', '')).toEqual(flow);
  });

  it('sets a parameter that there is, and no other', () => {
    const lift = { value: 10, unit: 'm', max: 19 };
    const lifted = { ...flow, parameters: { lift } };
    expect(setParameter(lifted, 'lift', 12).parameters).toEqual({ lift: { ...lift, value: 12 } });
    expect(setParameter(setParameter(lifted, 'lift', 12), 'lift', 10)).toEqual(lifted);
    for (const name of ['drop', 'constructor']) expect(setParameter(lifted, name, 1)).toBe(lifted);
    expect(setParameter(flow, 'lift', 1)).toBe(flow);
  });

  it('never changes the flow it is given', () => {
    const before = structuredClone(flow);
    removeNodes(
      moveNodes(setTitle(setParam(connect(flow, edge), 'tank', 'area', 2), 'tank', 'T'), { tank: [1, 2] }),
      ['inlet'],
    );
    expect(flow).toEqual(before);
  });

  it('that removes a node takes its edges and its place along', () => {
    expect(removeNodes(flow, ['inlet'])).toEqual({
      ...flow,
      nodes: { tank: flow.nodes.tank },
      edges: [],
      layout: { tank: [240, 0] },
    });
  });

  it('that removes a node takes it out of its groups, which keep what they hold', () => {
    const groups = { a: { members: ['tank', 'inlet'], enable: 'on.value', colour: { of: ['x'] } } };
    const grouped = { ...flow, groups };
    expect(readFlow(writeFlow(grouped)).flow).toEqual(grouped);
    expect(removeNodes(grouped, ['inlet']).groups).toEqual({ a: { ...groups.a, members: ['tank'] } });
  });

  it('that connects a taken input replaces its edge', () => {
    const other = { from: { node: 'tank', port: 'level' }, to: { node: 'tank', port: 'inflow' } };
    expect(connect(flow, other).edges).toEqual(['tank.level -> tank.inflow']);
    expect(edgeInto(connect(flow, other), 'tank', 'inflow')).toEqual(other);
  });

  it('finds a free id', () => {
    expect(freeId(flow, 'pump')).toBe('pump');
    expect(freeId(flow, 'tank')).toBe('tank2');
    expect(freeId(flow, '9 lives')).toBe('node');
  });
});

describe('a flow file', () => {
  it('is read and written value for value, unknown keys included', () => {
    const text = writeFlow(flow);
    expect(readFlow(text)).toEqual({ flow, diagnostics: [] });
    expect(writeFlow(readFlow(text).flow!)).toBe(text);
    expect(text.split('\n')).toContain('    "inlet.value -> tank.inflow"');
  });

  it('keeps any JSON in params and unknown sections', () => {
    const json = fc
      .jsonValue({ maxDepth: 3 })
      .filter((value) => !/__proto__|constructor|prototype/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(json, json, (param, section) => {
        const odd = { ...flow, nodes: { n: { type: 'a/b', params: { param } } }, section } as Flow;
        expect(readFlow(writeFlow(odd)).flow).toEqual(JSON.parse(JSON.stringify(odd)));
      }),
    );
  });

  it('that is broken says where', () => {
    expect(readFlow('{\n  "twinloom": 1,\n  "nodes": {,\n}').diagnostics[0]).toMatchObject({
      code: 'broken-json',
      at: [{ line: 3 }],
    });
    expect(readFlow('{"twinloom": 2, "nodes": {}}').diagnostics[0]?.code).toBe('newer-format');
    expect(readFlow('{"twinloom": 1, "nodes": {"9": {"type": "a/b"}}}').diagnostics[0]?.code).toBe(
      'invalid-document',
    );
    expect(
      readFlow('{"twinloom": 1, "nodes": {"a": {"type": "a/b", "params": {"__proto__": {"x": 1}}}}}')
        .diagnostics[0]?.says,
    ).toContain('__proto__');
    expect(readFlow('[]').diagnostics).toHaveLength(1);
  });
});

describe('a fingerprint', () => {
  it('knows no order of keys', () => {
    const { name, ...rest } = flow;
    expect(fingerprint({ ...rest, name })).toBe(fingerprint(flow));
    expect(fingerprint(setParam(flow, 'tank', 'area', 2))).not.toBe(fingerprint(flow));
  });

  it('of the logic looks past groups, but for what enables whom', () => {
    const look = { ...flow, groups: { a: { title: 'A', colour: 'red', members: ['tank'] } }, notes: ['x'] };
    const enabled = (members: string[], enable: string) =>
      logicFingerprint({ ...flow, groups: { a: { members, enable } } });
    expect(logicFingerprint(look)).toBe(logicFingerprint(flow));
    expect(enabled(['tank'], 'a.value')).not.toBe(logicFingerprint(flow));
    expect(enabled(['tank', 'inlet'], 'a.value')).toBe(enabled(['inlet', 'tank'], 'a.value'));
    expect(enabled(['tank'], 'b.value')).not.toBe(enabled(['tank'], 'a.value'));
  });

  it('of the logic looks past titles and layout', () => {
    expect(logicFingerprint(moveNodes(setTitle(flow, 'tank', 'T'), { tank: [0, 8] }))).toBe(
      logicFingerprint(flow),
    );
    expect(logicFingerprint(connect(flow, edge))).not.toBe(logicFingerprint(flow));
  });
});
