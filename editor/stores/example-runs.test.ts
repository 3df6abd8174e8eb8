import { describe, expect, it } from 'vitest';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { exampleTraces } from './example-runs.ts';

const lowPass: NodeDescriptor = {
  type: 'transforms/low-pass',
  version: 1,
  kind: 'discrete',
  title: 'Low-pass',
  docs: '',
  icon: 'dot',
  keywords: [],
  inputs: {},
  outputs: {
    out: { type: 'number', unit: { kind: 'any' } },
    rest: { type: 'number', unit: { kind: 'any' } },
  },
  params: {},
  required: [],
  equations: [],
  card: { look: 'value' },
  example: {
    shows: 'a step',
    inputs: { in: {}, gate: { type: 'transforms/compare', inputs: { in: {} } } },
    seconds: 10,
  },
};

describe('what of an example is drawn', () => {
  it('is what feeds the node, under the names of its inputs, and the port its card shows', () => {
    expect(exampleTraces({ ...lowPass, card: { port: 'rest', look: 'value' } })).toEqual([
      { name: 'in', port: 'in.value' },
      { name: 'gate', port: 'gate.out' },
      { name: 'rest', port: 'example.rest' },
    ]);
  });

  it('is the first output where the card shows none, also one that the example declares', () => {
    expect(exampleTraces(lowPass).at(-1)).toEqual({ name: 'out', port: 'example.out' });
    const own = { ...lowPass, outputs: {}, outputsFrom: ['outputs'] };
    const example = { ...lowPass.example!, params: { outputs: { heat: { unit: 'W' } } } };
    expect(exampleTraces({ ...own, example }).at(-1)).toEqual({ name: 'heat', port: 'example.heat' });
  });

  it('is only what feeds a sink, and nothing of a node without an example', () => {
    expect(exampleTraces({ ...lowPass, outputs: {} }).map(({ name }) => name)).toEqual(['in', 'gate']);
    expect(exampleTraces({ ...lowPass, example: undefined })).toEqual([]);
  });
});
