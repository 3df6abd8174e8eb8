import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { duration } from '../node/params.ts';
import { number } from '../node/ports.ts';
import { compileFlow } from './compile.ts';
import type { Plan } from './plan.ts';

const about = { version: 1, title: 'Trial', docs: 'For the test.', icon: 'dot' };
const numbers = { inputs: { in: number('1') }, outputs: { out: number('1') } };

const tag = defineNode({
  ...about,
  type: 'trial/tag',
  params: z.object({ staleAfter: z.literal('never').default('never') }),
  inputs: {},
  outputs: { out: number('1') },
  listen: {
    address: () => ({ protocol: 'mqtt', connection: 'c', topic: 't', qos: 0 }),
    decode: () => ({}),
  },
});
const twice = defineNode({
  ...about,
  ...numbers,
  type: 'trial/twice',
  params: z.object({ every: duration().optional() }),
  rate: { every: 'every', otherwise: 'inherit' },
  equations: ['out = 2*in'],
});
const before = defineNode({
  ...about,
  ...numbers,
  type: 'trial/before',
  params: z.object({}),
  states: { x: { initial: 0 } },
  equations: ['out = x', 'next(x) = in'],
});
const catalog = catalogOf([tag, twice, before]);

const types: Record<string, string> = { tag: 'trial/tag', before: 'trial/before' };

/** A flow of nodes named in the order of the file, each with the one that feeds it. */
function compiled(feeds: Record<string, string | undefined>, everies: Record<string, string> = {}) {
  const nodes = Object.keys(feeds).map((id) => {
    const every = everies[id];
    return [id, { type: types[id] ?? 'trial/twice', ...(every !== undefined && { params: { every } }) }];
  });
  const edges = Object.entries(feeds).flatMap(([id, from]) => (from ? [`${from}.out -> ${id}.in`] : []));
  return compileFlow(
    { twinloom: 1, clock: { tick: '1 s' }, nodes: Object.fromEntries(nodes), edges },
    catalog,
  );
}

const orderOf = ({ nodes }: Plan): string[] => nodes.map(({ id }) => id);

describe('the order of nodes', () => {
  it('is that in which they feed each other, whatever that of the file is', () => {
    const { plan } = compiled({ last: 'middle', middle: 'tag', tag: undefined });
    expect(orderOf(plan!)).toEqual(['tag', 'middle', 'last']);
    expect(plan!.nodes.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('is none in a loop without a state, which names its nodes', () => {
    const { plan, diagnostics } = compiled({ a: 'b', b: 'a' });
    expect(plan).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toContain('algebraic-loop');
  });

  it('lets an output that does not need its input be a way out of a loop', () => {
    const { plan } = compiled({ a: 'before', before: 'a' });
    expect(orderOf(plan!)).toEqual(['before', 'a']);
  });
});

describe('the roots of a node', () => {
  it('are what begins each chain that reaches an output which does not need its input', () => {
    const { plan } = compiled({ tag: undefined, a: 'tag', before: 'a' });
    const rootsOf = (id: string): string[] =>
      plan!.nodes.find((node) => node.id === id)!.roots.map((root) => plan!.nodes[root]!.id);
    expect(rootsOf('before')).toEqual(['tag']);
    expect(rootsOf('a')).toEqual([]);
  });

  it('end at a node that runs by itself', () => {
    const { plan } = compiled({ tag: undefined, a: 'tag', before: 'a' }, { a: '3 s' });
    expect(plan!.nodes.find(({ id }) => id === 'before')!.roots).toEqual([orderOf(plan!).indexOf('a')]);
  });
});

describe('the periods of a flow', () => {
  it('are the tick first, then one for all that run at equal distances', () => {
    const feeds = { tag: undefined, a: 'tag', b: 'tag', c: 'tag', d: 'tag' };
    const { plan } = compiled(feeds, { a: '3 s', b: '1 s', c: '3 s' });
    expect(plan!.periods).toEqual([1, 3]);
    const places = Object.fromEntries(plan!.nodes.map(({ id, period }) => [id, period]));
    expect(places).toEqual({ tag: -1, a: 1, b: 0, c: 1, d: -1 });
  });
});
