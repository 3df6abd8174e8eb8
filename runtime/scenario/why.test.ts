import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import type { Flow } from '../graph/flow.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { duration } from '../node/params.ts';
import { number } from '../node/ports.ts';
import type { LogEntry } from '../run/log-entry.ts';
import { Twin } from '../run/twin.ts';
import { explain, type WhyRow } from './why.ts';

const about = { version: 1, docs: 'For tests.', icon: 'dot' } as const;
const plain = number('1');

const tag = defineNode({
  ...about,
  type: 'sources/tag',
  title: 'Tag',
  params: z.object({
    topic: z.string(),
    staleAfter: z.union([z.literal('never'), duration()]).default(10),
  }),
  inputs: {},
  outputs: { value: plain },
  listen: {
    address: ({ topic }) => ({ protocol: 'mqtt', connection: 'default', topic, qos: 0 }),
    decode: () => ({}),
  },
});
const stateless = (name: string, equation: string) =>
  defineNode({
    ...about,
    type: `transforms/${name}`,
    title: name,
    params: z.object({}),
    inputs: { a: plain, b: plain },
    outputs: { out: plain },
    equations: [equation],
  });
const tank = defineNode({
  ...about,
  type: 'physics/tank',
  title: 'Tank',
  params: z.object({}),
  inputs: { inflow: plain, outflow: plain },
  outputs: { level: plain },
  states: { h: { unit: '1', initial: 0 } },
  equations: ['der(h) = (inflow - outflow)/4', 'level = h'],
});
const catalog = catalogOf([
  tag,
  tank,
  stateless('sum', 'out = 2*a - 3*b'),
  stateless('product', 'out = a*b'),
]);

const WINDOW = 60;
const flow: Flow = {
  twinloom: 1,
  nodes: {
    p: { type: 'sources/tag', params: { topic: 'plant/p', staleAfter: 'never' } },
    q: { type: 'sources/tag', params: { topic: 'plant/q' } },
    sum: { type: 'transforms/sum' },
    product: { type: 'transforms/product' },
    tank: { type: 'physics/tank' },
    leak: { type: 'transforms/product' },
    double: { type: 'transforms/sum' },
  },
  edges: [
    'p.value -> sum.a',
    'q.value -> sum.b',
    'sum.out -> product.a',
    'p.value -> product.b',
    'p.value -> double.a',
    'p.value -> double.b',
    'p.value -> tank.inflow',
    'leak.out -> tank.outflow',
    'tank.level -> leak.a',
    'q.value -> leak.b',
  ],
};

/** The chain of a port after a minute in which p said 5 and q said 0.5 each second. */
function why(port: string, says: (t: number) => Record<string, number> = () => ({ p: 5, q: 0.5 })): WhyRow[] {
  const { plan } = compileFlow(flow, catalog, { twin: 't' });
  const entries: LogEntry[] = [];
  const twin = new Twin(plan!, { id: 't', onEntry: (entry) => entries.push(entry) });
  twin.deliver(0, [
    { node: 'p', value: 5 },
    { node: 'q', value: 0.5 },
  ]);
  twin.advance(0.95);
  const snapshot = twin.snapshot();
  entries.length = 0;
  for (let t = 1; t <= WINDOW; t++) {
    const inputs = Object.entries(says(t)).map(([node, value]) => ({ node, value }));
    if (inputs.length > 0) twin.deliver(t, inputs);
    else twin.mark(t);
  }
  const rows = explain({ plan: plan!, twin: 't', snapshot, entries, at: WINDOW, hasTime: () => true }, port);
  return rows!;
}

const under = (rows: WhyRow[], port: string): WhyRow[] => {
  const above = rows.findIndex((row) => row.port === port);
  return rows.filter((row) => row.above === above);
};

describe('why a value is what it is', () => {
  it('shares a sum by its parts, with their signs, and says what a unit more of each does', () => {
    const [a, b] = under(why('sum.out'), 'sum.out');
    expect(a).toMatchObject({ port: 'p.value', input: 'a', value: 5, quality: 'good', age: 0 });
    expect(a!.slope).toBeCloseTo(2, 9);
    expect(b!.slope).toBeCloseTo(-3, 9);
    expect(a!.share).toBeCloseTo(10 / 11.5, 9);
    expect(b!.share).toBeCloseTo(-1.5 / 11.5, 9);
  });

  it('gives each factor of a product the same', () => {
    const shares = under(why('product.out'), 'product.out').map(({ share }) => share);
    expect(shares).toEqual([expect.closeTo(0.5, 6), expect.closeTo(0.5, 6)]);
  });

  it('goes back to the tags, and shows a port that comes again once', () => {
    const rows = why('product.out');
    expect(rows.map(({ port, above }) => [port, above])).toEqual([
      ['product.out', null],
      ['sum.out', 0],
      ['p.value', 0],
      ['p.value', 1],
      ['q.value', 1],
    ]);
    expect(rows[2]).toMatchObject({ source: 'default: plant/p', seen: null });
    expect(rows[3]).toMatchObject({ seen: 2 });
    expect(rows[4]).toMatchObject({ source: 'default: plant/q' });
  });

  it('says of a state what its inputs did meanwhile, by way of the loop too', () => {
    const rows = why('tank.level');
    const [inflow, outflow] = under(rows, 'tank.level');
    // der(h) = (p - q·h)/4 from the tick before the log on: h moves by δ/q·(1 - e^(-q·T/4)).
    const moved = (1 / 0.5) * (1 - Math.exp((-0.5 * (WINDOW - 0.9)) / 4));
    expect(inflow!.slope).toBeCloseTo(moved, 2);
    expect(outflow!.slope).toBeCloseTo(-moved, 2);
    expect(under(rows, 'leak.out').map(({ port, seen }) => [port, seen])).toEqual([
      ['tank.level', 0],
      ['q.value', null],
    ]);
  });

  it('shares what nothing triggered meanwhile too', () => {
    const rows = why('product.out', () => ({}));
    const [sum, p] = under(rows, 'product.out');
    expect(sum).toMatchObject({ quality: 'bad', share: null });
    expect(p).toMatchObject({ age: WINDOW, share: null });
    const [alone] = under(
      why('double.out', () => ({})),
      'double.out',
    );
    expect(alone).toMatchObject({ age: WINDOW, slope: expect.closeTo(2, 9), share: expect.closeTo(0.4, 9) });
  });

  it('adds up to 1 at each node, with a share for no bad input', () => {
    for (const port of ['product.out', 'tank.level']) {
      const rows = why(port);
      for (const above of new Set(rows.flatMap((row) => row.above ?? []))) {
        const shares = rows.filter((row) => row.above === above).map(({ share }) => Math.abs(share ?? 0));
        expect(shares.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 9);
      }
    }
    const rows = why('sum.out', (t) => ({ p: 5, ...(t < 20 && { q: 1 }) }));
    expect(under(rows, 'sum.out').map(({ value, quality, share }) => [value, quality, share])).toEqual([
      [5, 'good', null],
      [null, 'bad', null],
    ]);
  });
});
