import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import type { Plan } from '../compile/plan.ts';
import { findBlocks } from '../emit/find-blocks.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { duration, quantity } from '../node/params.ts';
import { number } from '../node/ports.ts';
import { BAD, GOOD } from '../signal/quality.ts';
import type { Input } from './inbox.ts';
import { Twin } from './twin.ts';

const texts = { version: 1, docs: 'For tests.', icon: 'dot' } as const;

const tag = defineNode({
  ...texts,
  type: 'sources/tag',
  title: 'Tag',
  params: z.object({ staleAfter: z.union([z.literal('never'), duration()]).default(10) }),
  inputs: {},
  outputs: { value: number('m') },
  listen: { address: () => ({ protocol: 'mqtt', connection: 'c', topic: 't', qos: 0 }), decode: () => ({}) },
});

const scale = defineNode({
  ...texts,
  type: 'transforms/scale',
  title: 'Scale',
  params: z.object({ by: quantity('1', { tunable: true }).default(2) }),
  inputs: { in: number('m') },
  outputs: { out: number('m') },
  equations: ['out = by*in'],
});

const sum = defineNode({
  ...texts,
  type: 'transforms/sum',
  title: 'Sum',
  params: z.object({}),
  inputs: { a: number('m'), b: number('m') },
  outputs: { out: number('m') },
  states: { total: { unit: 'm', initial: 0 } },
  equations: ['out = a + b + dt', 'next(total) = total + out'],
});

const twiceLater = defineNode({
  ...texts,
  type: 'transforms/later',
  title: 'Later',
  params: z.object({}),
  inputs: { in: number('m') },
  outputs: { out: number('m') },
  states: { due: { unit: 's', initial: -1 } },
  step: (y, x, u, _p, instant) => {
    if (instant.fresh('in')) x.due = instant.t + 1.5;
    instant.wakeAt(instant.t < x.due - 1e-7 ? x.due : Infinity);
    y.out = instant.fresh('in') ? u.in : 2 * u.in;
  },
});

function compile(edges: string[], more: Record<string, { type: string; params?: object }> = {}): Plan {
  const nodes = {
    head: { type: 'sources/tag' },
    a: { type: 'transforms/scale', params: { by: 1e15 } },
    b: { type: 'transforms/scale', params: { by: 1e15 } },
    c: { type: 'transforms/sum' },
    ...more,
  };
  const { plan, diagnostics } = compileFlow(
    { twinloom: 1, nodes, edges } as never,
    catalogOf([tag, scale, sum, twiceLater]),
  );
  if (!plan) throw new Error(diagnostics.map(({ says }) => says).join('\n'));
  return plan;
}

const CHAIN = ['head.value -> a.in', 'a.out -> b.in', 'a.out -> c.a', 'b.out -> c.b'];

/** What both ways to run come to after each delivery, with all that a snapshot holds; they must agree. */
function runBoth(plan: Plan, deliveries: readonly [number, Omit<Input, 'node'>][]): Twin {
  const twins = [true, false].map((interpreted) => new Twin(plan, { id: 't', interpreted }));
  for (const [at, input] of deliveries) {
    for (const twin of twins) twin.deliver(at, [{ node: 'head', ...input }]);
    const [one, other] = twins.map((twin) => ({
      ports: plan.ports.map((_, i) => [twin.value(i), twin.quality(i), twin.measuredAt(i), twin.isFresh(i)]),
      snapshot: twin.snapshot(),
      stats: twin.stats(),
    }));
    expect(other, `after ${at} s`).toEqual(one);
  }
  return twins[1]!;
}

describe('instants in which nothing is due', () => {
  it('run what one port triggers as one block', () => {
    const blocks = findBlocks(compile(CHAIN));
    expect(blocks.map(({ nodes }) => nodes.map(({ id }) => id))).toEqual([['a', 'b', 'c']]);
  });

  it('leave a node with another source out of the block', () => {
    const edges = [...CHAIN.slice(0, 3), 'other.value -> c.b'];
    const blocks = findBlocks(compile(edges, { other: { type: 'sources/tag' } }));
    expect(blocks.map(({ nodes }) => nodes.map(({ id }) => id))).toEqual([['a', 'b']]);
  });

  it('say bad from the node on whose number is beyond the limits, and good again', () => {
    const plan = compile(CHAIN);
    const twin = runBoth(plan, [
      [1, { value: 0.1 }],
      [2, { value: 0.2 }],
      // a = 2e15 is fine, b = 2e30 is none.
      [3, { value: 2 }],
    ]);
    expect(['a', 'b', 'c'].map((id) => twin.quality(twin.portIndex(`${id}.out`)))).toEqual([GOOD, BAD, BAD]);
    runBoth(plan, [
      [1, { value: 0.1 }],
      [2, { value: 2 }],
      [3, { value: 0.3 }],
      [4, { value: 0.4, problem: 'no number' }],
      [5, { value: 0.5, t: 4.5 }],
      [6, { value: 0.6, t: 4 }],
      [7, { value: 0.7, quality: 1 }],
      [8, { value: 'words' }],
      [9, { value: 0.9 }],
    ]);
  });

  it('end when a source that is heard again falls silent once more', () => {
    const plan = compile(CHAIN);
    const twin = new Twin(plan, { id: 't' });
    const head = plan.ports.findIndex(({ port }) => port === 'head.value');
    const hear = (at: number): void => twin.deliver(at, [{ node: 'head', value: 0.1 }]);
    hear(1);
    hear(2);
    twin.advance(20);
    expect(twin.quality(head)).toBe(BAD);
    hear(21);
    expect(twin.nextDue()).toBe(31);
    twin.deliver(31.5, [{ node: 'nobody', value: 1 }]);
    expect(twin.quality(head)).toBe(BAD);
  });

  it('end when a node asks to run again before anything else was due', () => {
    const plan = compile([...CHAIN, 'head.value -> late.in'], { late: { type: 'transforms/later' } });
    const twin = new Twin(plan, { id: 't' });
    for (const at of [1, 2, 3]) twin.deliver(at, [{ node: 'head', value: at }]);
    const late = twin.portIndex('late.out');
    expect(twin.value(late)).toBe(3);
    twin.deliver(5, [{ node: 'nobody', value: 1 }]);
    expect(twin.value(late)).toBe(6);
  });

  it('take what a person set at once', () => {
    const plan = compile(CHAIN);
    const twin = new Twin(plan, { id: 't' });
    for (const at of [1, 2, 3]) twin.deliver(at, [{ node: 'head', value: 1e-15 * at }]);
    expect(twin.set(4, { 'a.by': 1 })).toEqual([]);
    expect(twin.value(twin.portIndex('a.out'))).toBe(1e-15 * 3);
  });
});
