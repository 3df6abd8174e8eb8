import { expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { number } from '../node/ports.ts';
import { BAD, GOOD } from '../signal/quality.ts';
import type { LogEntry } from './log-entry.ts';
import { Twin } from './twin.ts';

const about = { version: 1, docs: 'For the test.', icon: 'dot', params: z.object({}) };

const tag = defineNode({
  ...about,
  type: 'trial/tag',
  title: 'Tag',
  inputs: {},
  outputs: { value: number('1') },
  listen: { address: () => ({ protocol: 'mqtt', connection: 'c', topic: 't', qos: 0 }), decode: () => ({}) },
});

const sum = defineNode({
  ...about,
  type: 'trial/sum',
  title: 'Sum',
  inputs: { in: number('1') },
  outputs: { out: number('1') },
  states: { total: { unit: '1', initial: 0 } },
  step: (y, x, u) => {
    x.total += u.in ?? 0;
    y.out = x.total;
  },
});

const flow = {
  twinloom: 1 as const,
  nodes: { tag: { type: 'trial/tag' }, a: { type: 'trial/sum' }, b: { type: 'trial/sum' } },
  edges: ['tag.value -> a.in', 'tag.value -> b.in'],
};

function compiled() {
  const { plan } = compileFlow(flow, catalogOf([tag, sum]));
  if (!plan) throw new Error('the flow of the test does not compile');
  return plan;
}

const say = (twin: Twin, t: number, value: number): void => twin.deliver(t, [{ node: 'tag', value }]);
const read = (twin: Twin, port: string): [number, number] => {
  const index = twin.portIndex(port);
  return [twin.value(index), twin.quality(index)];
};

it('a node that is stopped turns bad and says why; the others run on, and it goes on from its state when it is let', () => {
  const twin = new Twin(compiled(), { id: 'one' });
  say(twin, 0, 1);
  twin.stop(1, 'a', 'it took too long');
  expect(read(twin, 'a.out')).toEqual([Number.NaN, BAD]);
  expect(read(twin, 'b.out')).toEqual([1, GOOD]);
  expect(twin.status().a).toEqual({ state: 'error', says: 'it took too long' });
  say(twin, 2, 10);
  expect(read(twin, 'a.out')).toEqual([Number.NaN, BAD]);
  expect(read(twin, 'b.out')).toEqual([11, GOOD]);
  twin.stop(3, 'a');
  say(twin, 4, 100);
  // What came while it was stopped is missing, not counted: its state stood.
  expect(read(twin, 'a.out')).toEqual([101, GOOD]);
  expect(read(twin, 'b.out')).toEqual([111, GOOD]);
});

it.each([false, true])('keeps the inputs that it stood with (interpreted: %s)', (interpreted) => {
  const twin = new Twin(compiled(), { id: 'one', interpreted });
  say(twin, 0, 1);
  twin.stop(1, 'a', 'it took too long');
  say(twin, 2, 10);
  const { a, b } = twin.snapshot().nodes;
  expect([a?.inputs.in?.value, b?.inputs.in?.value]).toEqual([1, 10]);
});

it('is an entry of the log, and part of the snapshot', () => {
  const entries: LogEntry[] = [];
  const twin = new Twin(compiled(), { id: 'one', onEntry: (entry) => entries.push(entry) });
  say(twin, 0, 1);
  twin.stop(1, 'a', 'it took too long');
  const half = twin.snapshot();
  say(twin, 2, 5);
  expect(entries.map(({ kind }) => kind)).toEqual(['samples', 'stop', 'samples']);
  const again = new Twin(compiled(), { id: 'one' });
  for (const entry of entries) again.replay(entry);
  expect(again.snapshot()).toEqual(twin.snapshot());
  const restored = Twin.restore(compiled(), half, { id: 'one' });
  expect(restored.stopped()).toEqual(['a']);
  restored.replay(entries[2]!);
  expect(restored.snapshot()).toEqual(twin.snapshot());
});

it('stops only what has code of its own, and nothing that is not there', () => {
  const entries: LogEntry[] = [];
  const twin = new Twin(compiled(), { id: 'one', onEntry: (entry) => entries.push(entry) });
  twin.stop(1, 'nobody', 'it took too long');
  expect(entries).toEqual([]);
});

it('whose code runs is told, and that it has ended, also where it throws', () => {
  const told: number[] = [];
  const plan = compiled();
  const twin = new Twin(plan, { id: 'one', onEnter: (node) => told.push(node) });
  say(twin, 0, 1);
  const indexes = ['a', 'b'].map((id) => plan.nodes.find((node) => node.id === id)!.index);
  expect(told).toEqual(indexes.toSorted().flatMap((index) => [index, -1]));
});
