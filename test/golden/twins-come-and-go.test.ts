import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import { Twin } from '@twinloom/runtime/run/twin';
import { describe, expect, it } from 'vitest';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const { flow } = parseFlow({
  twinloom: 1,
  nodes: {
    u: { type: 'sources/mqtt', params: { topic: 'a', unit: '1', staleAfter: 'never' } },
    sum: { type: 'transforms/low-pass', params: { timeConstant: '5 s' } },
    mean: { type: 'transforms/moving-average', params: { window: 1000 } },
  },
  edges: ['u.value -> sum.in', 'u.value -> mean.in'],
});
const plan = compileFlow(flow!, catalog).plan!;

function made(count: number): Twin[] {
  return Array.from({ length: count }, (_, i) => new Twin(plan, { id: `t${i}` }));
}

/** Lets those who are gone give back what they had. */
async function clearAway(): Promise<void> {
  collect();
  await new Promise((resolve) => void setImmediate(resolve));
}

describe('twins that come and go', () => {
  it('leave their numbers to those who come, and nothing to those who stay', async () => {
    const staying = made(64);
    for (const [i, twin] of staying.entries()) twin.deliver(1, [{ node: 'u', value: i }]);
    const before = staying.map((twin) => JSON.stringify(twin.snapshot()));
    for (let round = 0; round < 8; round++) {
      const visitors = made(500);
      for (const twin of visitors) twin.deliver(1, [{ node: 'u', value: 1e9 }]);
      expect(visitors[499]!.value(plan.ports.findIndex(({ port }) => port === 'mean.out'))).toBe(1e9);
      visitors.length = 0;
      await clearAway();
    }
    expect(staying.map((twin) => JSON.stringify(twin.snapshot()))).toEqual(before);
    expect(JSON.stringify(made(1)[0]!.snapshot())).toBe(
      JSON.stringify(new Twin(plan, { id: 't0', interpreted: true }).snapshot()),
    );
  });
});
