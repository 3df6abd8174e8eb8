import { describe, expect, it } from 'vitest';
import type { ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { connectChoices, sayChoice } from './connect.ts';

const port = (name: string, type: ResolvedPort['type'], unit = ''): [string, ResolvedPort] => [
  name,
  { name, type, unit, anyUnit: false, required: false, awaited: true },
];
const flow: Flow = {
  twinloom: 1,
  nodes: { inlet: { type: 'a/b' }, pump: { type: 'a/b' }, tank: { type: 'a/b' }, high: { type: 'a/b' } },
  edges: ['pump.flow -> tank.outflow'],
};
const ports: Record<string, [inputs: [string, ResolvedPort][], outputs: [string, ResolvedPort][]]> = {
  inlet: [[], [port('value', 'number', 'm3/h')]],
  pump: [[], [port('flow', 'number', 'm3/s')]],
  tank: [
    [port('outflow', 'number', 'm3/s'), port('inflow', 'number', 'm3/s'), port('temperature', 'number', 'K')],
    [port('level', 'number', 'm')],
  ],
  high: [[port('in', 'boolean')], [port('out', 'boolean')]],
};
const resolved = {
  node: (id: string) => {
    const [inputs, outputs] = ports[id] ?? [];
    return inputs && outputs && { inputs: new Map(inputs), outputs: new Map(outputs) };
  },
};

describe('what a port may be connected with', () => {
  it('is what fits, the free before the taken, and it says what is converted and what gives way', () => {
    const choices = connectChoices(flow, resolved, { node: 'inlet', port: 'value', side: 'output' });
    expect(choices.map((choice) => [sayChoice(choice), choice.says])).toEqual([
      ['inlet.value → tank.inflow', 'm³/h → m³/s'],
      ['inlet.value → tank.outflow', 'm³/h → m³/s, in place of pump.flow'],
    ]);
  });

  it('reads from output to input whichever of them it begins with', () => {
    const choices = connectChoices(flow, resolved, { node: 'tank', port: 'inflow', side: 'input' });
    expect(choices.map(sayChoice)).toEqual(['pump.flow → tank.inflow', 'inlet.value → tank.inflow']);
  });

  it('leaves out the edge that is there, and of a node tries every port', () => {
    expect(connectChoices(flow, resolved, { node: 'pump' }).map(sayChoice)).toEqual([
      'pump.flow → tank.inflow',
    ]);
    expect(connectChoices(flow, resolved, { node: 'high' })).toEqual([]);
  });
});
