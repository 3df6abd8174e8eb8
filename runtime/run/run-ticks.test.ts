import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import type { Plan } from '../compile/plan.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { duration } from '../node/params.ts';
import { boolean, number } from '../node/ports.ts';
import { BAD } from '../signal/quality.ts';
import { Twin } from './twin.ts';

const texts = { version: 1, docs: 'For tests.', icon: 'dot' } as const;

const tag = defineNode({
  ...texts,
  type: 'sources/tag',
  title: 'Tag',
  params: z.object({ staleAfter: duration().default(2.05) }),
  inputs: {},
  outputs: { value: number('m') },
  listen: { address: () => ({ protocol: 'mqtt', connection: 'c', topic: 't', qos: 0 }), decode: () => ({}) },
});

const fill = defineNode({
  ...texts,
  type: 'physics/fill',
  title: 'Fill',
  params: z.object({}),
  inputs: { in: number('m') },
  outputs: { level: number('m') },
  states: { h: { unit: 'm', initial: 0 } },
  equations: ['der(h) = (in - h)/1', 'level = h'],
});

const slow = defineNode({
  ...texts,
  type: 'transforms/slow',
  title: 'Slow',
  params: z.object({ every: duration().default(3.05) }),
  inputs: { in: number('m') },
  outputs: { out: number('m') },
  rate: { every: 'every', otherwise: 'inherit' },
  step: (y, _x, u) => void (y.out = 2 * u.in),
});

/** Asks to run 0.25 s after the level first passed 1, between two ticks. */
const late = defineNode({
  ...texts,
  type: 'transforms/late',
  title: 'Late',
  params: z.object({}),
  inputs: { in: number('m') },
  outputs: { out: number('m') },
  states: { asked: { initial: 0 } },
  step: (y, x, u, _p, instant) => {
    if (x.asked === 0 && u.in > 1) {
      x.asked = 1;
      instant.wakeAt(instant.t + 0.25);
    }
    y.out = instant.fresh('in') ? u.in : -u.in;
  },
});

/** Over 2 it is raised; what it does otherwise is counted, so that a step left out without right shows. */
let steps = 0;
const limit = defineNode({
  ...texts,
  type: 'sinks/limit',
  title: 'Limit',
  params: z.object({}),
  inputs: { in: number('m'), off: boolean({ optional: true, awaited: false }) },
  outputs: { active: boolean() },
  states: { active: { initial: 0 } },
  step: (y, x, u) => {
    steps++;
    x.active = u.in > 2 && u.off !== true ? 1 : 0;
    y.active = x.active === 1;
  },
  calm: (value, [active]) => ((active === 1) === value > 2 ? active! : Number.NaN),
});

function compile(edges: readonly string[] = []): Plan {
  const { plan, diagnostics } = compileFlow(
    {
      twinloom: 1,
      nodes: {
        head: { type: 'sources/tag' },
        fill: { type: 'physics/fill' },
        slow: { type: 'transforms/slow' },
        late: { type: 'transforms/late' },
        limit: { type: 'sinks/limit' },
        other: { type: 'sinks/limit' },
      },
      edges: [
        'head.value -> fill.in',
        'fill.level -> slow.in',
        'fill.level -> late.in',
        'fill.level -> limit.in',
        'fill.level -> other.in',
        ...edges,
      ],
    } as never,
    catalogOf([tag, fill, slow, late, limit]),
  );
  if (!plan) throw new Error(diagnostics.map(({ says }) => says).join('\n'));
  return plan;
}

/** Each instant with what it said, and what a snapshot holds at the end; `advance` brings the twin to 12 s. */
function follow(plan: Plan, interpreted: boolean, advance: (twin: Twin) => void): unknown[] {
  const seen: unknown[] = [];
  const twin = new Twin(plan, {
    id: 't',
    interpreted,
    onInstant: (at) =>
      seen.push([at.t, ...Array.from(at.takeChanged(), (p) => [p, at.value(p), at.quality(p)])]),
  });
  twin.deliver(0, [{ node: 'head', value: 3 }]);
  twin.deliver(1.5, [{ node: 'head', value: 4 }]);
  advance(twin);
  return [...seen, twin.snapshot(), twin.stats()];
}

describe('ticks beside which nothing is due', () => {
  const plan = compile();
  const atOnce = (twin: Twin): void => twin.advance(12);

  it('say in one go what they say one by one, with all that is due between them', () => {
    const oneByOne = (twin: Twin): void => {
      while (twin.nextDue() <= 12) twin.advance(twin.nextDue());
      twin.advance(12);
    };
    const whole = follow(plan, false, atOnce);
    expect(follow(plan, false, oneByOne)).toEqual(whole);
    expect(follow(plan, true, atOnce)).toEqual(whole);
    const times = whole.slice(0, -2).map((one) => (one as [number])[0]);
    // A wake-up between two ticks, the silence of the source, a period of its own.
    expect(times).toContain(0.75);
    expect(times).toContain(3.55);
    expect(times).toContain(3.05);
  });

  it('stop where an entry of the log says that something came', () => {
    const entries: never[] = [];
    const twin = new Twin(plan, { id: 't', onEntry: (entry) => entries.push(entry as never) });
    twin.deliver(0, [{ node: 'head', value: 3 }]);
    twin.deliver(1.53, [{ node: 'head', value: 4 }]);
    twin.mark(2);
    const again = new Twin(plan, { id: 't' });
    for (const entry of entries) again.replay(entry);
    expect(again.snapshot()).toEqual(twin.snapshot());
  });

  it('do not run the code of a node that would change nothing', () => {
    steps = 0;
    const whole = follow(plan, true, atOnce);
    const all = steps;
    steps = 0;
    expect(follow(plan, false, atOnce)).toEqual(whole);
    expect(steps).toBeLessThan(all / 10);
    expect(steps).toBeGreaterThan(0);
  });

  it('run the code of one with another input', () => {
    const wired = compile(['limit.active -> other.off']);
    const twin = new Twin(wired, { id: 't' });
    twin.deliver(0, [{ node: 'head', value: 3 }]);
    twin.advance(2);
    const at = twin.portIndex('limit.active');
    expect([twin.value(at), twin.value(twin.portIndex('other.active'))]).toEqual([1, 0]);
    twin.advance(20);
    expect(twin.quality(at)).toBe(BAD);
  });
});
