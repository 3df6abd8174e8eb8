import { describe, expect, it } from 'vitest';
import { packetsOf, type PacketBatch } from './packet-batch.ts';
import { MOST_BYTES, MOST_PACKETS, PacketQueue } from './packet-queue.ts';

const packet = (topic: string, at: number, bytes = 1) => ({
  connection: 'default',
  topic,
  at,
  bytes: new Uint8Array(bytes).fill(at),
});

/** The packets of a batch, as they were put in. */
function packetsIn(batch: PacketBatch | undefined) {
  return batch
    ? packetsOf(batch).map(({ channel, ...rest }) => ({ ...batch.channels[channel]!, ...rest }))
    : [];
}

/** Everything that waits, as a worker that keeps up would get it. */
function drain(queue: PacketQueue) {
  const got: { topic: string; at: number }[] = [];
  for (let batch = queue.take(); batch; batch = queue.take()) {
    const packets = packetsIn(batch);
    got.push(...packets);
    queue.acknowledge(packets.length, batch.bytes.length);
  }
  return got;
}

describe('the queue to the worker', () => {
  it('keeps order and bytes while the worker keeps up', () => {
    const queue = new PacketQueue();
    for (let i = 0; i < 5; i++) queue.put(packet(`t${i % 2}`, i, i + 1));
    const batch = queue.take();
    expect(packetsIn(batch).map(({ topic, at, bytes }) => [topic, at, bytes.length])).toEqual([
      ['t0', 0, 1],
      ['t1', 1, 2],
      ['t0', 2, 3],
      ['t1', 3, 4],
      ['t0', 4, 5],
    ]);
    expect([...(batch?.bytes ?? [])]).toEqual([0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4]);
  });

  it('does not keep the buffer a packet came in', () => {
    const queue = new PacketQueue();
    const bytes = Buffer.from([1, 2, 3]);
    queue.put({ connection: 'default', topic: 't', at: 0, bytes });
    bytes.fill(9);
    expect([...(queue.take()?.bytes ?? [])]).toEqual([1, 2, 3]);
  });

  it('sends no more than the worker can work off between two ticks', () => {
    const queue = new PacketQueue();
    for (let i = 0; i < 5000; i++) queue.put(packet('t', i));
    const first = queue.take();
    expect(packetsIn(first).length).toBeLessThanOrEqual(1000);
    expect(queue.take()).toBeUndefined();
    queue.acknowledge(10, 10);
    expect(packetsIn(queue.take())).toHaveLength(10);
  });

  it('a flood of one topic leaves out that topic only, and its newest wins', () => {
    const queue = new PacketQueue();
    queue.put(packet('slow', -1));
    for (let i = 0; i < 3 * MOST_PACKETS; i++) queue.put(packet('fast', i));
    expect(queue.size.packets).toBe(MOST_PACKETS);
    expect(queue.takeLost()).toEqual([{ connection: 'default', topic: 'fast', count: 2 * MOST_PACKETS + 1 }]);
    expect(queue.takeLost()).toEqual([]);
    const got = drain(queue);
    expect(got[0]).toMatchObject({ topic: 'slow' });
    expect(got.at(-1)).toMatchObject({ topic: 'fast', at: 3 * MOST_PACKETS - 1 });
    expect(got.map(({ at }) => at)).toEqual(got.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(queue.size).toEqual({ packets: 0, bytes: 0 });
  });

  it('of a topic that is too many the oldest go', () => {
    const queue = new PacketQueue();
    for (let i = 0; i < MOST_PACKETS + 5; i++) queue.put(packet('t', i));
    expect(drain(queue)[0]).toMatchObject({ at: 5 });
  });

  it('a flood of ever new topics leaves out the oldest', () => {
    const queue = new PacketQueue();
    for (let i = 0; i < MOST_PACKETS + 7; i++) queue.put(packet(`t${i}`, i));
    expect(queue.size.packets).toBe(MOST_PACKETS);
    expect(queue.lostInTotal).toBe(7);
    expect(drain(queue)[0]).toMatchObject({ topic: 't7' });
  });

  it('never holds more bytes than it may, whatever comes', () => {
    const queue = new PacketQueue();
    const mega = 1024 * 1024;
    for (let i = 0; i < 100; i++) {
      queue.put(packet(`t${i % 3}`, i, mega));
      if (i === 50) queue.take();
      expect(queue.size.bytes).toBeLessThanOrEqual(MOST_BYTES);
    }
    queue.put(packet('whale', 0, MOST_BYTES + 1));
    expect(queue.takeLost().map(({ topic }) => topic)).toContain('whale');
  });

  it('a packet larger than the window passes when nothing is on its way', () => {
    const queue = new PacketQueue();
    queue.put(packet('large', 0, 8 * 1024 * 1024));
    expect(packetsIn(queue.take())).toHaveLength(1);
  });

  it('counts what went down with a worker', () => {
    const queue = new PacketQueue();
    for (let i = 0; i < 3; i++) queue.put(packet('t', i));
    queue.take();
    expect(queue.forgetSent()).toBe(3);
    expect(queue.size).toEqual({ packets: 0, bytes: 0 });
  });

  it('hands back whose brokers wait to be told, once the worker has worked them off; what is left out is told too', () => {
    const queue = new PacketQueue();
    const told: number[] = [];
    for (let i = 0; i < 3; i++)
      queue.put({ ...packet('t', i), ...(i !== 1 && { acknowledge: () => void told.push(i) }) });
    queue.take();
    for (const tell of queue.acknowledge(2, 2)) tell();
    expect(told).toEqual([0]);
    for (let i = 10; i < MOST_PACKETS + 11; i++)
      queue.put({ ...packet('t', i), acknowledge: () => void told.push(i) });
    expect(told).toHaveLength(3);
  });

  it('gives a new worker again what a broker would not send again, before the rest, and says that it is', () => {
    const queue = new PacketQueue();
    const acknowledge = (): void => undefined;
    queue.put({ ...packet('a', 0), acknowledge });
    queue.put(packet('b', 1));
    queue.put({ ...packet('c', 2), acknowledge });
    queue.take();
    queue.put(packet('d', 3));
    expect(queue.forgetSent()).toBe(1);
    const batch = queue.take();
    expect(packetsIn(batch).map(({ topic, isAgain, isOwed }) => [topic, isAgain, isOwed])).toEqual([
      ['a', true, true],
      ['c', true, true],
      ['d', false, false],
    ]);
    expect([...(batch?.bytes ?? [])]).toEqual([0, 2, 3]);
    expect(queue.lostInTotal).toBe(1);
  });

  it('of a topic of which only the newest counts lets no more than that wait', () => {
    const queue = new PacketQueue();
    queue.put(packet('other', 0));
    for (let i = 1; i <= 50; i++) queue.put(packet('t', i), 'latest');
    expect(queue.waiting()).toEqual([
      { connection: 'default', topic: 'other', count: 1 },
      { connection: 'default', topic: 't', count: 1 },
    ]);
    expect(queue.takeLost()).toEqual([{ connection: 'default', topic: 't', count: 49 }]);
    expect(drain(queue).map(({ at }) => at)).toEqual([0, 50]);
  });

  it('full of what may not be left out refuses the next where its broker keeps it, else counts it', () => {
    const queue = new PacketQueue();
    const refused: number[] = [];
    const kept = (i: number) => ({
      ...packet('kept', i),
      acknowledge: () => undefined,
      refuse: () => void refused.push(i),
    });
    queue.put(packet('other', 0));
    for (let i = 1; i <= MOST_PACKETS + 2; i++) queue.put(kept(i), 'block');
    queue.put(packet('kept', -1), 'block');
    queue.put(packet('more', -2));
    expect(refused).toEqual([MOST_PACKETS + 1, MOST_PACKETS + 2]);
    expect(queue.takeLost()).toEqual([
      { connection: 'default', topic: 'other', count: 1 },
      { connection: 'default', topic: 'kept', count: 1 },
      { connection: 'default', topic: 'more', count: 1 },
    ]);
    expect(drain(queue).map(({ at }) => at)).toEqual(Array.from({ length: MOST_PACKETS }, (_, i) => i + 1));
  });

  it.each(['drop-oldest', 'latest', 'block'] as const)(
    'fed ten times as fast as it is emptied stands still at its bound (%s)',
    (keep) => {
      const queue = new PacketQueue();
      const sizes: number[] = [];
      let put = 0;
      let got = 0;
      for (let round = 0; round < 1_000; round++) {
        for (let i = 0; i < 100; i++) queue.put(packet(`t${i % 4}`, put++), keep);
        const batch = queue.take();
        sizes.push(queue.size.packets);
        got += 10;
        queue.acknowledge(Math.min(10, packetsIn(batch).length), Math.min(10, batch?.bytes.length ?? 0));
      }
      expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_PACKETS);
      expect(Math.max(...sizes.slice(500))).toBe(Math.max(...sizes.slice(300, 500)));
      expect(queue.lostInTotal).toBeGreaterThanOrEqual(put - got - MOST_PACKETS);
    },
  );
});
