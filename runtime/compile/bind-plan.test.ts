import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { number } from '../node/ports.ts';
import type { Flow } from '../graph/flow.ts';
import { bindPlan } from './bind-plan.ts';
import { compileFlow } from './compile.ts';

const about = { version: 1, docs: 'For the test.', icon: 'dot' };

const tag = defineNode({
  ...about,
  type: 'trial/tag',
  title: 'Tag',
  params: z.object({ topic: z.string(), tags: z.array(z.string()).default([]) }),
  inputs: {},
  outputs: { value: number('1') },
  listen: {
    address: ({ topic }) => ({ protocol: 'mqtt', connection: 'c', topic, qos: 0 }),
    decode: (bytes, { topic }) => ({ value: bytes.length, problem: topic }),
  },
});

const send = defineNode({
  ...about,
  type: 'trial/send',
  title: 'Send',
  params: z.object({ topic: z.string() }),
  inputs: { in: number('1') },
  outputs: {},
  send: {
    address: ({ topic }) => ({
      protocol: 'mqtt',
      connection: 'c',
      topic,
      qos: 0,
      retain: false,
      keep: 'drop-oldest',
    }),
    encode: () => new Uint8Array(1),
  },
});

const catalog = catalogOf([tag, send]);
const parameters = { line: 'L3' };

const flow = (params: object): Flow => ({
  twinloom: 1,
  parameters: { line: { value: 'L0' } },
  nodes: {
    tag: { type: 'trial/tag', params: { topic: '{line}/{twin}/flow', ...params } },
    send: { type: 'trial/send', params: { topic: 'out/{twin}' } },
  },
  edges: ['tag.value -> send.in'],
});

const planOf = (of: Flow, twin: string) => compileFlow(of, catalog, { twin, parameters }).plan!;

describe('the plan of another twin', () => {
  it('is what a compile for it gives, and shares all but the texts that name it', () => {
    const first = planOf(flow({}), 'a1');
    const bound = bindPlan(first, { twin: 'a1', parameters }, 'a2')!;
    const compiled = planOf(flow({}), 'a2');
    expect(bound.nodes.map(({ params }) => params)).toEqual(compiled.nodes.map(({ params }) => params));
    expect(bound.sources.map(({ address }) => address)).toEqual([
      { protocol: 'mqtt', connection: 'c', topic: 'L3/a2/flow', qos: 0 },
    ]);
    expect(bound.sources[0]!.decode(new Uint8Array(3))).toEqual({ value: 3, problem: 'L3/a2/flow' });
    expect(bound.initialMemory).toBe(first.initialMemory);
    expect(bound.ports).toBe(first.ports);
  });

  it('is compiled anew where the name stands in more than a text', () => {
    const first = planOf(flow({ tags: ['x', '{twin}'] }), 'a1');
    expect(bindPlan(first, { twin: 'a1', parameters }, 'a2')).toBeUndefined();
  });
});
