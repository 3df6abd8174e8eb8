import { expect, it } from 'vitest';
import { batchOf, packetsOf } from './packet-batch.ts';

it('packets come out of a batch as they went in, each with its channel', () => {
  const packets = Array.from({ length: 100 }, (_, i) => ({
    connection: i % 7 === 0 ? 'other' : 'default',
    topic: `t${i % 40}`,
    at: 1.7e9 + i / 1000,
    bytes: Uint8Array.from({ length: i % 5 }, () => i),
    ...(i % 3 === 0 && { isAgain: true }),
    ...(i % 2 === 0 && { acknowledge: () => undefined }),
  }));
  const size = packets.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const batch = structuredClone(batchOf(packets, size));
  expect(packetsOf(batch).map(({ channel, ...rest }) => ({ ...batch.channels[channel], ...rest }))).toEqual(
    packets.map(({ connection, topic, at, bytes, isAgain = false, acknowledge }) => ({
      connection,
      topic,
      at,
      bytes,
      isAgain,
      isOwed: acknowledge !== undefined,
    })),
  );
});

it('a channel that many packets share stands once', () => {
  const packet = { connection: 'default', topic: 't', at: 0, bytes: new Uint8Array(1) };
  expect(batchOf([packet, { ...packet, topic: 'u' }, packet, packet], 4).channels).toHaveLength(2);
});
