import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { Twin } from '@twinloom/runtime/run/twin';

describe('a delay in a flow', () => {
  it('breaks a loop: a sum over its own past counts up', () => {
    const flow = {
      twinloom: 1 as const,
      nodes: {
        one: { type: 'sources/constant', params: { value: 1, unit: '1' } },
        sum: { type: 'transforms/expression', params: { inputs: ['a', 'b'], expression: 'a + b' } },
        before: { type: 'transforms/delay', params: { initial: 0 } },
      },
      edges: ['one.value -> sum.a', 'before.out -> sum.b', 'sum.out -> before.in'],
    };
    const { plan, diagnostics } = compileFlow(flow, catalog);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    for (const interpreted of [false, true]) {
      const twin = new Twin(plan!, { id: 'loop', interpreted });
      const sums: number[] = [];
      for (let t = 0; t < 4; t++) {
        twin.set(t, { 'one.value': t + 1 });
        sums.push(twin.value(twin.portIndex('sum.out')));
      }
      expect(sums).toEqual([1, 3, 6, 10]);
    }
  });

  it('goes on from a snapshot as if nothing had been', () => {
    const flow = {
      twinloom: 1 as const,
      nodes: {
        one: { type: 'sources/constant', params: { value: 1, unit: '1' } },
        late: { type: 'transforms/delay', params: { time: '2 s' } },
      },
      edges: ['one.value -> late.in'],
    };
    const { plan } = compileFlow(flow, catalog);
    const twin = new Twin(plan!, { id: 'a' });
    twin.advance(1);
    const other = Twin.restore(plan!, JSON.parse(JSON.stringify(twin.snapshot())), { id: 'a' });
    for (const one of [twin, other]) {
      one.advance(3);
      expect(one.value(one.portIndex('late.out'))).toBe(1);
    }
    expect(other.snapshot()).toEqual(twin.snapshot());
  });
});
