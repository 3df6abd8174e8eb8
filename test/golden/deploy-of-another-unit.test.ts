import { compileFlow } from '@twinloom/runtime/compile/compile';
import { Twin } from '@twinloom/runtime/run/twin';
import { ABSENT, BAD, GOOD } from '@twinloom/runtime/signal/quality';
import { catalog } from '@twinloom/nodes/catalog';
import { expect, it } from 'vitest';

const source = (unit: string) => ({
  type: 'sources/mqtt',
  params: { topic: 't', unit, staleAfter: 'never' },
});

const planOf = (unit: string) =>
  compileFlow(
    {
      twinloom: 1,
      nodes: {
        a: source(unit),
        b: source('m3/h'),
        sum: {
          type: 'transforms/expression',
          params: { inputs: { a: 'm3/h', b: 'm3/h' }, expression: 'a + b', unit: 'm3/h' },
        },
        twice: { type: 'transforms/gain', params: { gain: 2 } },
      },
      edges: ['a.value -> sum.a', 'b.value -> sum.b', 'sum.out -> twice.in'],
    },
    catalog,
    {},
  ).plan!;

it('a value computed from a source that says another unit since the deploy is gone, until that source speaks', () => {
  const former = new Twin(planOf('m3/h'), { id: 't' });
  former.deliver(1, [
    { node: 'a', value: 1 },
    { node: 'b', value: 2 },
  ]);
  const twin = Twin.restore(planOf('[gal_us]/h'), former.snapshot(), { id: 't' });
  const qualities = () => ['sum.out', 'twice.out'].map((port) => twin.quality(twin.portIndex(port)));
  expect(qualities()).toEqual([ABSENT, ABSENT]);
  twin.deliver(2, [{ node: 'b', problem: 'broken' }]);
  expect(qualities()).toEqual([ABSENT, ABSENT]);
  twin.deliver(3, [{ node: 'a', value: 1 }]);
  expect(qualities()).toEqual([BAD, BAD]);
  twin.deliver(4, [{ node: 'b', value: 2 }]);
  expect(qualities()).toEqual([GOOD, GOOD]);
});
