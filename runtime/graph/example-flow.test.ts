import { describe, expect, it } from 'vitest';
import type { NodeDescriptor } from '../node/descriptor.ts';
import { exampleFlow, exampleTraces } from './example-flow.ts';
import { readFlow } from './read-flow.ts';

const spectrum: NodeDescriptor = {
  type: 'transforms/spectrum',
  version: 1,
  kind: 'discrete',
  title: 'Spectrum',
  docs: '',
  icon: 'dot',
  keywords: [],
  inputs: {},
  outputs: {},
  params: {},
  required: [],
  equations: [],
  card: { look: 'value' },
  example: {
    shows: 'a line at 5 Hz',
    params: { window: 'hann' },
    inputs: {
      in: {
        type: 'transforms/window',
        params: { samples: 64 },
        inputs: { in: { params: { period: '0.2 s' } } },
      },
      on: { type: 'sources/constant', params: { value: 1 } },
    },
    seconds: 10,
  },
};

describe('the example of a node', () => {
  it('is a flow in which sources feed it, from left to right', () => {
    const flow = exampleFlow(spectrum)!;
    expect(readFlow(JSON.stringify(flow)).diagnostics).toEqual([]);
    expect(flow.nodes).toEqual({
      example: { type: 'transforms/spectrum', params: { window: 'hann' } },
      in: { type: 'transforms/window', params: { samples: 64 } },
      'in-in': { type: 'sources/waveform', params: { period: '0.2 s' } },
      on: { type: 'sources/constant', params: { value: 1 } },
    });
    expect(flow.edges).toEqual(['in-in.value -> in.in', 'in.out -> example.in', 'on.value -> example.on']);
    expect(flow.layout).toEqual({
      example: [0, 0],
      in: [-288, 0],
      'in-in': [-576, 0],
      on: [-288, 168],
    });
  });

  it('opens with what is worth seeing in the scope', () => {
    const outputs = { out: { type: 'vector' as const, unit: { kind: 'any' as const } } };
    expect(exampleFlow({ ...spectrum, outputs })?.scope).toEqual({
      ports: ['in.out', 'on.value', 'example.out'],
    });
  });

  it('is none where the author gave none', () => {
    const { example: _, ...bare } = spectrum;
    expect(exampleFlow(bare)).toBeUndefined();
  });
});

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
