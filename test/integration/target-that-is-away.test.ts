import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../fixtures/free-port.ts';
import { Received } from '../fixtures/received.ts';
import { startMosquitto, type RunningMosquitto } from '../fixtures/start-mosquitto.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const EMISSIONS = 200;

interface Said {
  value: number;
  sequence: number;
}

/** Each reading goes out three times: to a broker that is up, to one that comes and goes, and to a URL. */
const flowTo = (url: string) => ({
  twinloom: 1,
  nodes: {
    reading: { type: 'sources/mqtt', params: { topic: 'in', qos: 1, staleAfter: 'never' } },
    near: { type: 'sinks/mqtt-publish', params: { topic: 'near', qos: 1 } },
    far: { type: 'sinks/mqtt-publish', params: { connection: 'far', topic: 'out', format: 'json', qos: 1 } },
    hook: { type: 'sinks/webhook', params: { url } },
  },
  edges: ['reading.value -> near.in', 'reading.value -> far.in', 'reading.value -> hook.in'],
});

const counting = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const sequencesOf = (said: readonly Said[]): number[] => said.map(({ sequence }) => sequence);
/** The same without what came again. */
const onceEach = (sequences: readonly number[]): number[] => [...new Set(sequences)];

describe('a sink whose target is away', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'twinloom-away-'));
  const far = new Received<Said>();
  const hook = new Received<Said>();
  const near = new Received<string>();
  let broker: RunningMosquitto;
  let farBroker: RunningMosquitto;
  let farPort: number | undefined;
  let plant: MqttClient;
  let listener: MqttClient | undefined;
  let web: Server;
  let webPort: number;
  let server: RunningServer;

  const start = () => startServer('--no-editor', '--no-plant', '--data', dataDir, '--mqtt', broker.url);

  /** Publishes readings and waits until each has been through the twin. */
  async function read(from: number, to: number): Promise<void> {
    for (let i = from; i <= to; i++) await plant.publishAsync('in', String(i), { qos: 1 });
    await near.until((all) => all.includes(String(to)));
  }

  async function openFar(): Promise<void> {
    farBroker = await startMosquitto(farPort);
    farPort = farBroker.port;
    listener = await connectAsync(farBroker.url, { reconnectPeriod: 0 });
    listener.on('error', () => undefined);
    listener.on('message', (_topic, bytes) => far.take(JSON.parse(String(bytes)) as Said));
    await listener.subscribeAsync('out', { qos: 1 });
  }

  async function closeFar(): Promise<void> {
    await farBroker.stop();
    listener?.end(true);
  }

  async function openWeb(): Promise<void> {
    web = createServer(async (request, response) => {
      let body = '';
      for await (const piece of request) body += String(piece);
      hook.take(JSON.parse(body) as Said);
      response.end();
    });
    await once(web.listen(webPort, '127.0.0.1'), 'listening');
  }

  async function closeWeb(): Promise<void> {
    web.closeAllConnections();
    web.close();
    await once(web, 'close');
  }

  const waiting = async (): Promise<number> => {
    const text = await (await fetch(`${server.address}/metrics`)).text();
    return Number(/^twinloom_outbox_waiting (\d+)$/m.exec(text)?.[1]);
  };

  beforeAll(async () => {
    webPort = await freePort();
    await openWeb();
    broker = await startMosquitto(undefined, 'max_queued_messages 0');
    plant = await connectAsync(broker.url);
    plant.on('message', (_topic, bytes) => near.take(String(bytes)));
    await plant.subscribeAsync('near', { qos: 1 });
    await openFar();
    server = await start();
    await server.send('PUT', '/api/connections/far', { protocol: 'mqtt', url: farBroker.url });
    await server.send('PUT', '/api/flows/relay', flowTo(`http://127.0.0.1:${webPort}/in`));
    await server.send('POST', '/api/flows/relay/deploy', {});
    await server.send('PUT', '/api/twins/relay-1', { flow: 'relay' });
  });

  afterAll(async () => {
    await plant?.endAsync();
    listener?.end(true);
    await server?.stop();
    await farBroker?.stop();
    await broker?.stop();
    await closeWeb();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is sent each value at once while it is there', async () => {
    await expect
      .poll(async () => {
        await plant.publishAsync('in', '1', { qos: 1 });
        return near.all.length;
      })
      .toBeGreaterThan(0);
    await far.until((all) => all.length > 0);
    await hook.until((all) => all.length > 0);
  });

  /** Waits for the value and holds that everything before it came, in order. */
  async function allUpTo(received: Received<Said>, value: number): Promise<void> {
    // What was unsure whether it came may come again behind it.
    await received.until((all) => all.some((said) => said.value === value));
    const sequences = onceEach(sequencesOf(received.all));
    expect(sequences).toEqual(counting(sequences.length));
    const values = [...new Map(received.all.map((said) => [said.sequence, said.value])).values()];
    expect(values.slice(-EMISSIONS)).toEqual(counting(EMISSIONS).map((i) => value - EMISSIONS + i));
  }

  it('sends all of it in order once the target is back', async () => {
    await closeFar();
    await closeWeb();
    await read(1_001, 1_000 + EMISSIONS);
    await expect.poll(waiting).toBeGreaterThanOrEqual(2 * EMISSIONS - 2);
    await openFar();
    await openWeb();
    await allUpTo(far, 1_000 + EMISSIONS);
    await allUpTo(hook, 1_000 + EMISSIONS);
    await expect.poll(waiting).toBe(0);
  });

  it('that is killed meanwhile sends it once it and the target are back', async () => {
    await closeFar();
    await closeWeb();
    await read(2_001, 2_000 + EMISSIONS);
    await server.kill();
    server = await start();
    await read(3_001, 3_000 + EMISSIONS);
    await openFar();
    await openWeb();
    await allUpTo(far, 3_000 + EMISSIONS);
    await allUpTo(hook, 3_000 + EMISSIONS);
    const values = new Set(far.all.map(({ value }) => value));
    expect(counting(EMISSIONS).filter((i) => !values.has(2_000 + i))).toEqual([]);
  });
});
