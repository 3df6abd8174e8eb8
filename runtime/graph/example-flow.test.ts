import { describe, expect, it } from 'vitest';
import type { NodeDescriptor } from '../node/descriptor.ts';
import { exampleFlow } from './example-flow.ts';
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

  it('is none where the author gave none', () => {
    const { example: _, ...bare } = spectrum;
    expect(exampleFlow(bare)).toBeUndefined();
  });
});
