import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { number } from '../node/ports.ts';
import { Twin } from './twin.ts';

const texts = { version: 1, docs: 'For tests.', icon: 'dot' } as const;

const tag = defineNode({
  ...texts,
  type: 'sources/tag',
  title: 'Tag',
  params: z.object({}),
  inputs: {},
  outputs: { value: number('m') },
  listen: { address: () => ({ protocol: 'mqtt', connection: 'c', topic: 't', qos: 0 }), decode: () => ({}) },
});

/** Its rate reaches beyond any number where the input is great enough. */
const fill = defineNode({
  ...texts,
  type: 'physics/fill',
  title: 'Fill',
  params: z.object({ pace: z.number().default(1) }),
  inputs: { in: number('m') },
  outputs: { level: number('m') },
  states: { h: { unit: 'm', initial: 0 } },
  equations: ['der(h) = pace*(in - h) + exp(in)*1e250', 'level = h'],
});

const planOf = (method: 'tsit5' | 'rk4', pace: number) =>
  compileFlow(
    {
      twinloom: 1,
      clock: { tick: '1 s', solver: { method } },
      nodes: {
        tag: { type: 'sources/tag', params: {} },
        fill: { type: 'physics/fill', params: { pace } },
      },
      edges: ['tag.value -> fill.in'],
    },
    catalogOf([tag, fill]),
  ).plan!;

type Say = (t: number, value?: number) => void;

/** What a twin has come to after what `tell` puts in: generated and interpreted alike, restored from its snapshot in the midst of it or not. */
function run(plan: ReturnType<typeof planOf>, tell: (say: Say) => void, how: object, restoredAt = Infinity) {
  const seen: unknown[] = [];
  const qualities = new Set<number>();
  const onInstant = (at: Twin): void => {
    const port = at.portIndex('fill.level');
    qualities.add(at.quality(port));
    seen.push([at.t, at.value(port), at.quality(port), at.snapshot().islands]);
  };
  let twin = new Twin(plan, { id: 'trial', ...how, onInstant });
  tell((t, value) => {
    const input = value === undefined ? { node: 'tag', problem: 'odd' } : { node: 'tag', value };
    twin.deliver(t, [input]);
    if (t >= restoredAt) twin = Twin.restore(plan, twin.snapshot(), { id: 'trial', ...how, onInstant });
  });
  const { solver } = twin.stats();
  return { seen, qualities, state: twin.snapshot(), status: twin.status(), solver };
}

/** Good for a while, bad for longer than it is held, good again, and then beyond all bounds. */
const life = (say: Say): void => {
  for (let t = 0; t < 60; t += 0.5) say(t, t > 20 && t < 40 ? undefined : t > 50 ? 200 : -700 - t);
};

describe('a stretch of one step', () => {
  it.each([
    ['tsit5', 0.1],
    ['tsit5', 0.4],
    ['tsit5', 60],
    ['rk4', 0.1],
  ] as const)('is what the solver makes of it, by %s at a pace of %d', (method, pace) => {
    const plan = planOf(method, pace);
    const [generated, interpreted] = [run(plan, life, {}), run(plan, life, { interpreted: true })];
    expect(generated).toEqual(interpreted);
    expect([...generated.qualities].toSorted()).toEqual([0, 1, 2]);
    expect(generated.solver.steps).toBeGreaterThan(20);
  });

  it('leaves all that a snapshot needs to go on from', () => {
    const plan = planOf('tsit5', 0.1);
    for (let t = 0.5; t < 60; t += 7.5) {
      const { seen, state } = run(plan, life, {});
      const restored = run(plan, life, {}, t);
      expect([restored.seen, restored.state]).toEqual([seen, state]);
    }
  });
});
