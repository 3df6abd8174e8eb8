import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import type { Input } from '@twinloom/runtime/run/inbox';
import { expect, it } from 'vitest';
import { EntryPacker, unpackEntries } from './packed-entries.ts';
import { decodeBatch, encodeBatch } from './record.ts';

const samples = (...inputs: Input[]): LogEntry => ({
  kind: 'samples',
  micros: 1_234_567,
  instants: 2 ** 40 + 1,
  isSettled: true,
  inputs,
});

const entries: [string, LogEntry][] = [
  ['pump', samples({ node: 'flow', value: 0.1 + 0.2 })],
  ['fan', samples({ node: 'flow', value: -0 }, { node: 'speed', value: 5e-324, t: 1.7e9 + 0.001 })],
  ['pump', { kind: 'time', micros: 5, instants: 1, isSettled: false }],
  ['pump', { kind: 'merge', micros: -1, instants: 0, isSettled: true }],
  ['fan', samples({ node: 'on', value: true, sequence: 7, isAgain: true }, { node: 'on', value: false })],
  ['pump', samples({ node: 'ahead', port: 'p90', value: 3, quality: 1 }, { node: 'flow' })],
  ['pump', samples()],
  ['größe-7', samples({ node: 'text', value: 'läuft' })],
  ['pump', samples({ node: 'flow', problem: 'expected a number, got "five"' })],
  ['pump', samples({ node: 'list', value: [1, 2, 3] }, { node: 'none', value: null })],
  ['fan', { kind: 'set', micros: 9, instants: 3, isSettled: true, values: { 'hand.value': null } }],
  ['fan', { kind: 'stop', micros: 9, instants: 3, isSettled: false, node: 'own', says: 'too slow' }],
];

function pack(list: readonly [string, LogEntry][]) {
  const packer = new EntryPacker();
  for (const [twin, entry] of list) packer.add(twin, entry);
  return packer.take();
}

it('entries come back as they were, in their order, bit for bit', () => {
  const back = unpackEntries(pack(entries));
  expect(back).toEqual(entries.map(([twin, entry]) => ({ twin, entry })));
  const { entry } = back[1]!;
  expect(entry.kind === 'samples' && Object.is(entry.inputs[0]?.value, -0)).toBe(true);
});

it('a packer begins anew when they are taken, and takes more than its first room', () => {
  const packer = new EntryPacker();
  const text = 'x'.repeat(2_000_000);
  packer.add('pump', samples({ node: 'text', value: text }));
  for (let i = 0; i < 1_000; i++) packer.add(`twin-${i}`, samples({ node: `n${i}`, value: i }));
  expect(packer.count).toBe(1_001);
  const first = packer.take();
  packer.add('fan', samples({ node: 'a', value: 1 }));
  const second = packer.take();
  expect(unpackEntries(first)[0]?.entry).toEqual(samples({ node: 'text', value: text }));
  expect(unpackEntries(first).at(-1)?.entry).toEqual(samples({ node: 'n999', value: 999 }));
  expect(second).toMatchObject({ twins: ['fan'], names: ['a'], count: 1 });
});

it('in a batch of the journal they are records like others', () => {
  const removed = { kind: 'removed', twin: 'fan' } as const;
  const batch = { life: 'x', first: 1, engine: '13' };
  const bytes = encodeBatch({ ...batch, records: [pack(entries.slice(0, 2)), removed] });
  expect(decodeBatch(bytes)).toEqual({
    ...batch,
    records: [...entries.slice(0, 2).map(([twin, entry]) => ({ kind: 'entry', twin, entry })), removed],
  });
});
