import { expect, it } from 'vitest';
import type { JournalRecord } from '../journal/record.ts';
import type { Recovered } from '../journal/recover.ts';
import type { Sending } from '../outbox/sending.ts';
import { settleDebts } from './settle-debts.ts';

const owed = (sequence: number) => ({
  node: 'out',
  address: {
    protocol: 'mqtt',
    connection: 'default',
    topic: 't',
    qos: 1,
    retain: false,
    keep: 'block',
  } as const,
  bytes: new Uint8Array(),
  key: `pump.out.${sequence}`,
  sequence,
});

const nowhere = { append: () => 0 };

it('what is owed is sent under its key, but for what arrived or waits in the outbox; and nothing of it is said again', () => {
  const stand = { sent: { out: 3 }, owed: [2, 3, 4, 5, 6].map(owed) } as unknown as Recovered;
  const sent: string[] = [];
  const publish = (_address: unknown, _bytes: unknown, { key }: { key: string }) => sent.push(key) > 0;
  const debts = settleDebts(
    new Map([['pump', stand]]),
    new Map([['pump', { out: 4, log: 9 }]]),
    { publish },
    nowhere,
  );
  expect(sent).toEqual(['pump.out.5', 'pump.out.6']);
  expect(debts.get('pump')?.sent).toEqual({ out: 6, log: 9 });
});

it('what arrives of it, or is given up, is written down in its order: the next life owes it no more, also where the twin never runs again', () => {
  const stand = { sent: {}, owed: [1, 2, 3, 4].map(owed) } as unknown as Recovered;
  const written: unknown[] = [];
  const settles: (() => void)[] = [];
  const publish = (_address: unknown, _bytes: unknown, { sequence, onSettled }: Sending) => {
    settles[sequence] = onSettled;
    return sequence !== 3;
  };
  const journal = { append: (more: readonly JournalRecord[]) => written.push(...more) };
  settleDebts(new Map([['pump', stand]]), new Map(), { publish }, journal);
  settles[2]!();
  expect(written).toEqual([]);
  settles[1]!();
  settles[4]!();
  expect(written).toEqual([3, 4].map((out) => ({ kind: 'sent', twin: 'pump', nodes: { out } })));
});
