import { describe, expect, it } from 'vitest';
import type { ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { namesAt } from './formula-place.ts';

const port = (name: string, unit: string, type: ResolvedPort['type'] = 'number'): [string, ResolvedPort] => [
  name,
  { name, type, unit, anyUnit: false, required: true, awaited: true },
];

const place = (descriptor: Partial<NodeDescriptor>) => ({
  node: 'model',
  draft: {
    twinloom: 1 as const,
    nodes: {
      model: { type: 'any', params: { constants: { g: { value: 9.81, unit: 'm/s2' }, e: 0.7 } } },
    },
  },
  descriptor: { params: {}, ...descriptor } as NodeDescriptor,
  ports: {
    inputs: new Map([port('u', 'm3/h'), port('on', '', 'boolean')]),
    outputs: new Map([port('h', 'm')]),
  },
});

describe('what the formulas of a node may read', () => {
  it('is its inputs, with their units', () => {
    expect(namesAt(place({}))).toEqual([
      { name: 'u', says: 'm³/h' },
      { name: 'on', says: 'boolean' },
    ]);
  });

  it('is also states and constants in a model of equations', () => {
    const model = place({ outputsFrom: ['states'], params: { equations: {} } });
    expect(namesAt(model).map(({ name, says }) => `${name}: ${says}`)).toEqual([
      'u: m³/h',
      'on: boolean',
      'h: m',
      'g: 9.81 m/s²',
      'e: 0.7',
    ]);
  });
});
