import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Flow } from '../graph/flow.ts';
import { catalogOf, descriptorsOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { anyUnit, number, unitFrom, unitOf } from '../node/ports.ts';
import { resolvePorts } from './resolve-ports.ts';

const about = { version: 1, docs: 'For the test.', icon: 'dot' };

const source = defineNode({
  ...about,
  type: 'trial/source',
  title: 'Source',
  params: z.object({ unit: z.string().default('') }),
  inputs: {},
  outputs: { value: number(unitFrom('unit')) },
});

const copy = defineNode({
  ...about,
  type: 'trial/copy',
  title: 'Copy',
  params: z.object({}),
  inputs: { in: number(anyUnit) },
  outputs: { out: number(unitOf('in')) },
});

/** What comes first follows what comes later. */
const backwards = defineNode({
  ...about,
  type: 'trial/backwards',
  title: 'Backwards',
  params: z.object({}),
  inputs: { in: number(anyUnit) },
  outputs: { first: number(unitOf('second')), second: number(unitOf('third')), third: number(unitOf('in')) },
});

const sink = defineNode({
  ...about,
  type: 'trial/sink',
  title: 'Sink',
  params: z.object({}),
  inputs: { in: number('bar') },
  outputs: {},
});

const descriptors = descriptorsOf(catalogOf([source, copy, backwards, sink]));
const LENGTH = 200;

/** A source, a chain behind it, and a sink at the end of that. */
function chain(unit: string | undefined, isReversed: boolean): Pick<Flow, 'nodes' | 'edges'> {
  const names = Array.from({ length: LENGTH }, (_, i) => `n${i}`);
  const nodes = [
    ['u', { type: 'trial/source', params: unit === undefined ? {} : { unit } }],
    ...names.map((name) => [name, { type: 'trial/copy' }]),
    ['end', { type: 'trial/sink' }],
  ];
  const edges = [
    ...names.map((name, i) => `${i === 0 ? 'u.value' : `n${i - 1}.out`} -> ${name}.in`),
    `n${LENGTH - 1}.out -> end.in`,
    'u.value -> end.in',
  ];
  return {
    nodes: Object.fromEntries(isReversed ? nodes.toReversed() : nodes) as Flow['nodes'],
    edges: isReversed ? edges.toReversed() : edges,
  };
}

describe('the unit of a port', () => {
  it.each([false, true])(
    'goes along a chain to its end, in whatever order it is written: %j',
    (isReversed) => {
      const ports = resolvePorts(chain('m3/h', isReversed), descriptors);
      for (let i = 0; i < LENGTH; i++) expect(ports.node(`n${i}`)!.outputs.get('out')!.unit).toBe('m3/h');
    },
  );

  it.each([false, true])('that a source takes from who reads it goes along as well: %j', (isReversed) => {
    const ports = resolvePorts(chain(undefined, isReversed), descriptors);
    expect(ports.node('u')!.outputs.get('value')).toMatchObject({ unit: 'bar', assumed: true });
    expect(ports.node(`n${LENGTH - 1}`)!.outputs.get('out')!.unit).toBe('bar');
  });

  it('follows a port of its node that comes after it', () => {
    const flow = {
      nodes: {
        end: { type: 'trial/copy' },
        n: { type: 'trial/backwards' },
        u: { type: 'trial/source', params: { unit: 'm' } },
      },
      edges: ['n.first -> end.in', 'u.value -> n.in'],
    };
    const ports = resolvePorts(flow, descriptors);
    expect([...ports.node('n')!.outputs.values()].map(({ unit }) => unit)).toEqual(['m', 'm', 'm']);
    expect(ports.node('end')!.outputs.get('out')!.unit).toBe('m');
  });
});
