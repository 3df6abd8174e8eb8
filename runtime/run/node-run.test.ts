import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { number } from '../node/ports.ts';
import { BAD, GOOD } from '../signal/quality.ts';
import { Twin } from './twin.ts';

const tag = defineNode({
  type: 'sources/tag',
  version: 1,
  title: 'Tag',
  docs: 'Speaks when the test says so.',
  icon: 'dot',
  params: z.object({}),
  inputs: {},
  outputs: { value: number('m') },
  listen: { address: () => ({ protocol: 'mqtt', connection: 'c', topic: 't', qos: 0 }), decode: () => ({}) },
});

const rises = defineNode({
  type: 'predictors/rises',
  version: 1,
  title: 'Rises',
  docs: 'Knows a height above zero, has no answer below, and is silent at zero.',
  icon: 'dot',
  params: z.object({}),
  inputs: { in: number('m') },
  outputs: { height: number('m'), size: number('m') },
  step: (y, _x, u, _p, instant) => {
    y.size = Math.abs(u.in);
    if (u.in > 0) y.height = u.in;
    else if (u.in < 0) instant.lack('height', 'it is below zero');
  },
});

const { plan } = compileFlow(
  {
    twinloom: 1,
    nodes: { in: { type: 'sources/tag' }, rises: { type: 'predictors/rises' } },
    edges: ['in.value -> rises.in'],
  },
  catalogOf([tag, rises]),
);

function start(): { twin: Twin; put(t: number, value: number): void; says(): unknown } {
  const twin = new Twin(plan!, { id: 'test' });
  return {
    twin,
    put: (t, value) => void twin.deliver(t, [{ node: 'in', value }]),
    says: () => twin.status().rises?.lacks,
  };
}

describe('an output without an answer', () => {
  it('is bad and says why, beside outputs that are good', () => {
    const { twin, put, says } = start();
    put(0, -1);
    expect(twin.quality(twin.portIndex('rises.height'))).toBe(BAD);
    expect(twin.quality(twin.portIndex('rises.size'))).toBe(GOOD);
    expect(says()).toEqual({ height: 'it is below zero' });
  });

  it('goes on lacking it while the node says nothing, and has one with the next value', () => {
    const { put, says } = start();
    put(0, -1);
    put(1, 0);
    expect(says()).toEqual({ height: 'it is below zero' });
    put(2, 1);
    expect(says()).toBeUndefined();
  });

  it('is merely bad where its input is bad', () => {
    const { twin, put, says } = start();
    put(0, -1);
    put(1, Number.NaN);
    expect(twin.quality(twin.portIndex('rises.height'))).toBe(BAD);
    expect(says()).toBeUndefined();
  });

  it('keeps its reason in a snapshot', () => {
    const { twin, put } = start();
    put(0, -1);
    const other = Twin.restore(plan!, twin.snapshot(), { id: 'test' });
    expect(other.status()).toEqual(twin.status());
    expect(other.snapshot()).toEqual(twin.snapshot());
  });
});
