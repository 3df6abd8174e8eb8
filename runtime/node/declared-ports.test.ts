import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { declaredInputs, declaredOutputs } from './declared-ports.ts';
import { defineNode } from './define-node.ts';
import { names } from './params.ts';

const { descriptor } = defineNode({
  type: 'trial/declared',
  version: 1,
  title: 'Trial',
  docs: 'Ports that the user declares.',
  icon: 'dot',
  params: z.object({
    inputs: names().default({ u: 'm' }),
    outputs: z.record(z.string(), z.object({ unit: z.string().optional() })).default({ y: { unit: 's' } }),
  }),
  inputs: {},
  inputsFrom: 'inputs',
  outputs: {},
  outputsFrom: ['outputs'],
  equations: [],
});

describe('ports that a user declares', () => {
  it('are those of the default where nothing is written', () => {
    expect(declaredInputs({}, descriptor)).toEqual({
      u: { type: 'number', unit: { kind: 'code', code: 'm' } },
    });
    expect(declaredOutputs({}, descriptor)).toEqual({
      y: { type: 'number', unit: { kind: 'code', code: 's' } },
    });
  });

  it('are those that are written, and no others', () => {
    const params = { inputs: ['a'], outputs: { b: {} } };
    expect(declaredInputs({ params }, descriptor)).toEqual({ a: { type: 'number', unit: { kind: 'any' } } });
    expect(declaredOutputs({ params }, descriptor)).toEqual({
      b: { type: 'number', unit: { kind: 'none' } },
    });
    expect(declaredInputs({ params: { inputs: [] } }, descriptor)).toEqual({});
  });
});
