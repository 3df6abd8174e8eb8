import { describe, expect, it } from 'vitest';
import type { ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import { fittingPorts } from './fitting-ports.ts';

const port = (name: string, type: ResolvedPort['type'], unit: string): [string, ResolvedPort] => [
  name,
  { name, type, unit, anyUnit: false, required: false, awaited: true },
];
const outputs: Record<string, Map<string, ResolvedPort>> = {
  gauge: new Map([port('value', 'number', 'cm')]),
  inflow: new Map([port('value', 'number', 'm3/h')]),
  tank: new Map([port('level', 'number', 'm'), port('volume', 'number', 'm3')]),
  high: new Map([port('out', 'boolean', '')]),
};

describe('the ports at which a state may start', () => {
  it('are numbers of other nodes that can become its unit', () => {
    const draft = {
      twinloom: 1 as const,
      nodes: {
        gauge: { type: 'a/b' },
        inflow: { type: 'a/b' },
        tank: { type: 'a/b' },
        high: { type: 'a/b' },
        unknown: { type: 'a/c' },
      },
    };
    const node = (id: string) => outputs[id] && { inputs: new Map(), outputs: outputs[id] };
    expect(fittingPorts(draft, { node }, 'tank', 'm')).toEqual(['gauge.value']);
    expect(fittingPorts(draft, { node }, 'gauge', 'm3')).toEqual(['tank.volume']);
  });
});
