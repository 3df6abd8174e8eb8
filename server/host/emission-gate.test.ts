import { describe, expect, it } from 'vitest';
import { EmissionGate } from './emission-gate.ts';
import type { EmissionWord } from './words.ts';

function begin(sent?: Record<string, Record<string, number>>, arrives = true) {
  const settles: (() => void)[] = [];
  const journal = { committed: 0 };
  const published: string[] = [];
  const dropped: string[] = [];
  const nameOf = ({ twin, node, sequence }: EmissionWord): string => `${twin}.${node} ${sequence}`;
  const gate = new EmissionGate({
    isCommitted: (number) => number <= journal.committed,
    publish: (emission, settled) => {
      published.push(nameOf(emission));
      if (arrives) settled();
      else settles.push(settled);
    },
    drop: (emission) => void dropped.push(nameOf(emission)),
    ...(sent && { sent: new Map(Object.entries(sent)) }),
  });
  const emission = (sequence: number, node = 'out', isRepeated = false): EmissionWord => ({
    twin: 'pump',
    node,
    address: {
      protocol: 'mqtt',
      connection: 'default',
      topic: 't',
      qos: 0,
      retain: false,
      keep: 'drop-oldest',
    },
    bytes: new Uint8Array(),
    key: `pump.${node}.${sequence}`,
    sequence,
    isRepeated,
  });
  return { journal, published, dropped, settles, gate, emission };
}

describe('the gate of emissions', () => {
  it('hands on what follows from the disk only, in order', () => {
    const { journal, published, gate, emission } = begin();
    gate.take(emission(1), 0);
    gate.take(emission(2), 5);
    gate.take(emission(3), 5);
    gate.take(emission(4), 9);
    expect(published).toEqual(['pump.out 1']);
    journal.committed = 5;
    gate.release();
    expect(published).toEqual(['pump.out 1', 'pump.out 2', 'pump.out 3']);
  });

  it('hands on again only what is not known to have been handed on', () => {
    const { published, gate, emission } = begin({ pump: { out: 2 } });
    for (const sequence of [1, 2, 3]) gate.take(emission(sequence, 'out', true), 0);
    gate.take(emission(1, 'log', true), 0);
    expect(published).toEqual(['pump.out 3', 'pump.log 1']);
    gate.take(emission(3, 'out', true), 0);
    expect(published).toHaveLength(2);
  });

  it('does not take twice what still waits', () => {
    const { journal, published, gate, emission } = begin();
    gate.take(emission(1), 5);
    gate.take(emission(1, 'out', true), 5);
    journal.committed = 5;
    gate.release();
    expect(published).toEqual(['pump.out 1']);
  });

  it('lets a counter begin anew after a deploy', () => {
    const { published, gate, emission } = begin();
    gate.take(emission(7), 0);
    gate.take(emission(1), 0);
    gate.take(emission(1, 'out', true), 0);
    expect(published).toEqual(['pump.out 7', 'pump.out 1']);
  });

  it('tells the journal once what was handed on, the last of each node', () => {
    const { journal, gate, emission } = begin();
    gate.take(emission(1), 0);
    gate.take(emission(2), 0);
    gate.take(emission(9, 'log'), 0);
    gate.take(emission(3), 1);
    expect(gate.takeSent()).toEqual([{ kind: 'sent', twin: 'pump', nodes: { out: 2, log: 9 } }]);
    expect(gate.takeSent()).toEqual([]);
    journal.committed = 1;
    gate.release();
    expect(gate.takeSent()).toEqual([{ kind: 'sent', twin: 'pump', nodes: { out: 3 } }]);
  });

  it('tells the journal of none that may still be lost', () => {
    const { settles, gate, emission } = begin(undefined, false);
    gate.take(emission(1), 0);
    gate.take(emission(2), 0);
    expect(gate.takeSent()).toEqual([]);
    settles[0]?.();
    expect(gate.takeSent()).toEqual([{ kind: 'sent', twin: 'pump', nodes: { out: 1 } }]);
  });

  it('tells the journal of one that was left out only when none before it may still be lost', () => {
    const { settles, gate, emission } = begin(undefined, false);
    for (const sequence of [1, 2, 3, 4]) gate.take(emission(sequence), 0);
    gate.take(emission(9, 'log'), 0);
    settles[2]?.();
    expect(gate.takeSent()).toEqual([]);
    settles[0]?.();
    settles[4]?.();
    expect(gate.takeSent()).toEqual([{ kind: 'sent', twin: 'pump', nodes: { out: 1, log: 9 } }]);
    settles[3]?.();
    expect(gate.takeSent()).toEqual([]);
    settles[1]?.();
    expect(gate.takeSent()).toEqual([{ kind: 'sent', twin: 'pump', nodes: { out: 4 } }]);
  });

  it('names for a checkpoint what may still be lost: what waits for the disk, and what is on its way', () => {
    const { journal, settles, gate, emission } = begin(undefined, false);
    for (const sequence of [1, 2]) gate.take(emission(sequence), 0);
    gate.take(emission(3), 1);
    const owed = (): number[] =>
      gate
        .owed('pump')
        .flatMap((record) => (record.kind === 'owed' ? record.emissions : []))
        .map(({ sequence }) => sequence);
    expect(owed()).toEqual([1, 2, 3]);
    settles[0]?.();
    expect(owed()).toEqual([2, 3]);
    journal.committed = 1;
    gate.release();
    for (const settle of settles) settle();
    expect(gate.owed('pump')).toEqual([]);
  });

  it('drops the oldest when ten thousand wait', () => {
    const { dropped, gate, emission } = begin();
    for (let i = 1; i <= 10_002; i++) gate.take(emission(i), 1);
    expect(dropped).toEqual(['pump.out 1', 'pump.out 2']);
  });
});
