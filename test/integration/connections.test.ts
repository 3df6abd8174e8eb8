import type { OutsideAddress } from '@twinloom/runtime/node/definition';
import { connectAsync } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { Connections } from '../../server/connectors/connections.ts';
import { startBroker } from '../../server/connectors/embedded-broker.ts';
import { startMosquitto } from '../fixtures/start-mosquitto.ts';

interface Broker {
  url: string;
  close(): Promise<void>;
}

const brokers: readonly [name: string, open: () => Promise<Broker>][] = [
  ['the embedded broker', () => startBroker({ port: 0 })],
  [
    'mosquitto',
    async () => {
      const { url, stop } = await startMosquitto();
      return { url, close: stop };
    },
  ],
];

const address = (topic: string): OutsideAddress => ({ protocol: 'mqtt', connection: 'plant', topic, qos: 0 });

/** What arrives, one after the other. */
class Heard {
  readonly #waiting: string[] = [];
  #wake: () => void = () => undefined;

  readonly deliver = ({ topic, bytes }: { topic: string; bytes: Uint8Array }): void => {
    this.#waiting.push(`${topic} ${new TextDecoder().decode(bytes)}`);
    this.#wake();
  };

  get size(): number {
    return this.#waiting.length;
  }

  async next(): Promise<string> {
    while (this.#waiting.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#waiting.shift()!;
  }
}

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Resolves when the connection has the status. */
function connectionsWith(url: string, identity?: string) {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const says: string[] = [];
  let onReached = resolve;
  const connections = new Connections({
    secret: () => undefined,
    recordsDir: 'none',
    ...(identity !== undefined && { identity }),
    log: { info: () => undefined, warn: () => undefined },
    onReport: (report) => {
      if (report.status === 'connected') onReached();
      if (report.status === 'unreachable' && report.says) says.push(report.says);
    },
  });
  open.push(() => connections.close());
  void connections.put('plant', { protocol: 'mqtt', url });
  const again = (): Promise<void> => {
    const next = Promise.withResolvers<void>();
    onReached = next.resolve;
    return next.promise;
  };
  return { connections, reached, again, says };
}

const ignore = (): void => undefined;

async function publisher(url: string) {
  const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0 });
  open.push(() => client.endAsync(true));
  return client;
}

describe.each(brokers)('a connection to %s', (_name, start) => {
  it('delivers what others publish, and others hear what it publishes', async () => {
    const broker = await start();
    open.push(() => broker.close());
    const { connections, reached } = connectionsWith(broker.url);
    const heard = new Heard();
    connections.subscribe(address('bed/+'), heard.deliver);
    await reached;
    const client = await publisher(broker.url);
    await client.publishAsync('bed/flow', '12.5', { retain: true });
    expect(await heard.next()).toBe('bed/flow 12.5');
    await client.subscribeAsync('twin/life');
    const arrived = new Promise((resolve) =>
      client.once('message', (_topic, payload) => resolve(String(payload))),
    );
    expect(
      connections.publish(
        {
          protocol: 'mqtt',
          connection: 'plant',
          topic: 'twin/life',
          qos: 0,
          retain: false,
          keep: 'drop-oldest',
        },
        new TextEncoder().encode('7'),
        {
          sender: 'twin.life',
          sequence: 1,
          key: 'twin.life.0.1',
          onSettled: ignore,
          onLost: ignore,
          onFault: ignore,
        },
      ),
    ).toBe(true);
    expect(await arrived).toBe('7');
    expect(connections.get('plant')).toMatchObject({ status: 'connected' });
  });

  it('survives a payload of 10 MB, which is not delivered', async () => {
    const broker = await start();
    open.push(() => broker.close());
    const { connections, reached } = connectionsWith(broker.url);
    const heard = new Heard();
    connections.subscribe(address('bed/#'), heard.deliver);
    await reached;
    const loud = await publisher(broker.url);
    loud.on('error', () => undefined);
    loud.publish('bed/huge', Buffer.alloc(10_000_000, 120));
    const client = await publisher(broker.url);
    // The connection may be closed for it and come back: retained, so that it is heard in any case.
    await client.publishAsync('bed/flow', '13', { retain: true });
    expect(await heard.next()).toBe('bed/flow 13');
  });
});

describe('a connection whose broker dies', () => {
  it('says so with what to do, and hears again once it is back', async () => {
    const first = await startMosquitto();
    const { connections, reached, again, says } = connectionsWith(first.url);
    const heard = new Heard();
    connections.subscribe(address('bed/flow'), heard.deliver);
    await reached;
    const back = again();
    await first.stop();
    const second = await startMosquitto(first.port);
    open.push(() => second.stop());
    await back;
    const client = await publisher(second.url);
    await client.publishAsync('bed/flow', '14', { retain: true });
    expect(await heard.next()).toBe('bed/flow 14');
    expect(says.join(' ')).toMatch(/\w{3}/);
  });
});

describe('a packet of QoS 1 that nobody can take now', () => {
  it('stays with the broker and comes again, before those behind it', async () => {
    const broker = await startMosquitto();
    open.push(() => broker.stop());
    const { connections, reached } = connectionsWith(broker.url, 'server-1');
    const heard = new Heard();
    let isFull = true;
    connections.subscribe(
      { ...address('bed/flow'), qos: 1 } as OutsideAddress,
      (packet) => {
        if (isFull && new TextDecoder().decode(packet.bytes) === '3') {
          isFull = false;
          packet.refuse?.();
          return;
        }
        packet.acknowledge?.();
        heard.deliver(packet);
      },
      ignore,
    );
    await reached;
    const client = await publisher(broker.url);
    await expect
      .poll(async () => {
        await client.publishAsync('bed/flow', '0', { qos: 1 });
        return heard.size;
      })
      .toBeGreaterThan(0);
    for (let i = 1; i <= 6; i++) await client.publishAsync('bed/flow', String(i), { qos: 1 });
    const values: string[] = [];
    while (values.at(-1) !== 'bed/flow 6') values.push(await heard.next());
    expect(values.filter((text) => !text.endsWith(' 0'))).toEqual(
      [1, 2, 3, 4, 5, 6].map((i) => `bed/flow ${i}`),
    );
  });
});
