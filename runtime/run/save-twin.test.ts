import { expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { number } from '../node/ports.ts';
import type { LogEntry } from './log-entry.ts';
import { Twin } from './twin.ts';

const about = { version: 1, docs: 'For the test.', icon: 'dot' };
const tag = defineNode({
  ...about,
  type: 'sources/tag',
  title: 'Tag',
  params: z.object({}),
  inputs: {},
  outputs: { value: number('1') },
  listen: { address: () => ({ protocol: 'mqtt', connection: 'c', topic: 't', qos: 0 }), decode: () => ({}) },
});
const gain = defineNode({
  ...about,
  type: 'transforms/gain',
  title: 'Gain',
  params: z.object({ gain: z.number() }),
  inputs: { in: number('1') },
  outputs: { out: number('1') },
  equations: ['out = gain*in'],
});

function planOf(factor: number) {
  const { plan } = compileFlow(
    {
      twinloom: 1,
      nodes: { tag: { type: 'sources/tag' }, gain: { type: 'transforms/gain', params: { gain: factor } } },
      edges: ['tag.value -> gain.in'],
    },
    catalogOf([tag, gain]),
  );
  return plan!;
}

it('what is still to run because of a deploy is part of the state: a log that begins right after it folds to the same', () => {
  const former = new Twin(planOf(2), { id: 'a' });
  former.deliver(1, [{ node: 'tag', value: 3 }]);
  const entries: LogEntry[] = [];
  const deployed = Twin.restore(planOf(5), former.snapshot(), {
    id: 'a',
    onEntry: (entry) => entries.push(entry),
  });
  const told = JSON.stringify(deployed.snapshot());
  deployed.mark(2);
  expect(deployed.value(deployed.portIndex('gain.out'))).toBe(15);
  const again = Twin.restore(planOf(5), JSON.parse(told), { id: 'a' });
  for (const entry of entries) again.replay(entry);
  expect(again.snapshot()).toEqual(deployed.snapshot());
});
