import { describe, expect, it } from 'vitest';
import type { ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { outlineRows, outlineTree, type OutlineItem } from './outline-tree.ts';

const port = (name: string, required = false): [string, ResolvedPort] => [
  name,
  { name, type: 'number', unit: 'm', anyUnit: false, required, awaited: true },
];
const flow: Flow = {
  twinloom: 1,
  nodes: { tank: { type: 'a/tank' }, inlet: { type: 'a/source', title: 'Inlet' }, log: { type: 'a/log' } },
  edges: ['inlet.value -> tank.inflow', 'inlet.value -> log.in'],
  layout: { tank: [240, 0], inlet: [0, 0] },
  groups: { inner: { title: 'Measured', members: ['inlet'] }, outer: { members: ['inlet', 'tank'] } },
};
const ports: Record<string, [string[], string[]]> = {
  tank: [['inflow', 'outflow'], ['level']],
  inlet: [[], ['value']],
  log: [['in'], []],
};
const resolved = {
  node: (id: string) => ({
    inputs: new Map(ports[id]![0].map((name) => port(name, name === 'outflow'))),
    outputs: new Map(ports[id]![1].map((name) => port(name))),
  }),
};
const items = outlineTree(flow, resolved, (type) => (type === 'a/tank' ? 'Tank' : undefined), [
  { code: 'x', severity: 'warning', at: [{ node: 'tank' }], says: 'it leaks', remedy: 'Mend it.' },
]);
const isGroup = ({ kind }: OutlineItem): boolean => kind === 'group';

describe('the outline', () => {
  it('has groups with what lies in them, and nodes from left to right, those without a place last', () => {
    const rows = outlineRows(items, isGroup);
    expect(rows.map(({ item, level }) => `${level} ${item.title}`)).toEqual([
      '1 log',
      '1 outer',
      '2 Tank',
      '2 Measured',
      '3 Inlet',
    ]);
    expect(rows.map(({ place, of }) => `${place}/${of}`)).toEqual(['1/2', '2/2', '1/2', '2/2', '1/1']);
    expect(rows.at(-1)?.parent).toBe('group:inner');
  });

  it('says of each port what it is connected to, and of each node its problems', () => {
    const rows = outlineRows(items, () => true).map(({ item }) => [item.title, item.about]);
    expect(rows).toEqual([
      ['log', ''],
      ['in', 'm · from inlet.value'],
      ['outer', 'group of 2'],
      ['Tank', 'tank'],
      ['it leaks. Mend it.', ''],
      ['inflow', 'm · from inlet.value'],
      ['outflow', 'm · must be connected'],
      ['level', 'm · not connected'],
      ['Measured', 'group of 1'],
      ['Inlet', 'inlet'],
      ['value', 'm · to tank.inflow, log.in'],
    ]);
  });
});
