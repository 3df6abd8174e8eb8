import { expect, it } from 'vitest';
import type { Recovered } from '../journal/recover.ts';
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

it('what is owed is sent under its key, but for what arrived or waits in the outbox; and nothing of it is said again', () => {
  const stand = { sent: { out: 3 }, owed: [2, 3, 4, 5, 6].map(owed) } as unknown as Recovered;
  const sent: string[] = [];
  const publish = (_address: unknown, _bytes: unknown, { key }: { key: string }) => sent.push(key) > 0;
  const debts = settleDebts(new Map([['pump', stand]]), new Map([['pump', { out: 4, log: 9 }]]), { publish });
  expect(sent).toEqual(['pump.out.5', 'pump.out.6']);
  expect(debts.get('pump')?.sent).toEqual({ out: 6, log: 9 });
});
