import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Plan } from '@twinloom/runtime/compile/plan';
import { Shelf } from '@twinloom/runtime/compile/shelf';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { Twin } from '@twinloom/runtime/run/twin';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A flow of a form of its own, by the name of its node. */
function flowOf(k: number, params: Record<string, unknown> = {}): Flow {
  return {
    twinloom: 1,
    nodes: {
      u: { type: 'sources/mqtt', params: { topic: `u${k}`, unit: '1' } },
      [`n${k}`]: { type: 'transforms/gain', params: { gain: k, ...params } },
    },
    edges: [`u.value -> n${k}.in`],
  };
}

const planOf = (flow: Flow): Plan => compileFlow(flow, catalog).plan!;

/** How many of them are left after a collection. */
function left(things: readonly WeakRef<object>[]): number {
  collect();
  return things.filter((thing) => thing.deref() !== undefined).length;
}

describe('flows that are removed', () => {
  it('leave neither themselves nor their form behind', async () => {
    const things = Array.from({ length: 50 }, (_, k) => {
      // The first of a form is made for itself alone.
      planOf(flowOf(k));
      const flow = flowOf(k);
      const plan = planOf(flow);
      return [flow, plan, plan.form, new Twin(plan, { id: 't' })].map((thing) => new WeakRef<object>(thing));
    });
    await expect.poll(() => left(things.flat())).toBe(0);
  });

  it('leave their form to those that share it, and nothing else', async () => {
    planOf(flowOf(1));
    const kept = planOf(flowOf(1));
    const things = Array.from({ length: 50 }, (_, k) => {
      const flow = flowOf(1, { offset: k });
      const plan = planOf(flow);
      expect(plan.form).toBe(kept.form);
      return [flow, plan, plan.initialMemory].map((thing) => new WeakRef<object>(thing));
    });
    await expect.poll(() => left(things.flat())).toBe(0);
    expect(planOf(flowOf(1, { offset: 7 })).form).toBe(kept.form);
  });
});

describe('a shelf', () => {
  it('forgets the texts of what nobody uses', async () => {
    const shelf = new Shelf<{ n: number }>();
    const kept = shelf.put('kept', { n: 0 });
    for (let n = 1; n <= 1_000; n++) shelf.put(`n${n}`, { n });
    expect(shelf.size).toBe(1_001);
    await expect
      .poll(() => {
        collect();
        return shelf.size;
      })
      .toBe(1);
    expect(shelf.find('kept')).toBe(kept);
    expect(shelf.find('n1')).toBeUndefined();
  });
});
