import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StateBody } from '@twinloom/runtime/protocol/bodies';
import type { ServerMessage } from '@twinloom/runtime/protocol/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

interface Received {
  twin: string;
  node: string;
  value: number;
  unit: string;
  quality: string;
  t: number;
  sequence: number;
}

/** A plant that answers with its level and takes what is sent, as long as it is up. */
class Plant {
  readonly #server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    if (!this.isUp) return response.writeHead(503).end();
    if (request.method === 'GET') {
      const about = { data: { level: this.level, at: Date.now() }, n: ++this.asked };
      return response.end(JSON.stringify(about));
    }
    this.taken.push(JSON.parse(body) as Received);
    this.headers.push(request.headers);
    this.#whenTaken();
    return response.end();
  });
  readonly taken: Received[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  isUp = true;
  level = 2;
  asked = 0;
  #whenTaken: () => void = () => undefined;

  async open(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The first that was taken and is as wanted, now or later. */
  async until(isWanted: (received: Received) => boolean): Promise<Received> {
    for (;;) {
      const found = this.taken.find(isWanted);
      if (found) return found;
      await new Promise<void>((resolve) => (this.#whenTaken = resolve));
    }
  }

  close(): void {
    this.#server.close().closeAllConnections();
  }
}

/** What the stream tells of the twin, from the moment it is subscribed to. */
class Told {
  readonly #socket: WebSocket;
  readonly #messages: ServerMessage[] = [];
  #wake: () => void = () => undefined;

  constructor(address: string) {
    this.#socket = new WebSocket(`${address.replace('http', 'ws')}/api/stream`, 'twinloom.1+json');
    this.#socket.on('message', (data: Buffer) => {
      this.#messages.push(JSON.parse(data.toString()) as ServerMessage);
      this.#wake();
    });
    this.#socket.once('open', () => this.#socket.send(JSON.stringify({ subscribe: { twin: 'tank-01' } })));
  }

  /** Goes through what was told, up to what is looked for. */
  async until(isTold: (message: ServerMessage) => boolean): Promise<void> {
    for (;;) {
      const message = this.#messages.shift();
      if (message && isTold(message)) return;
      if (!message) await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  close(): void {
    this.#socket.terminate();
  }
}

const plant = new Plant();
let plantUrl: string;
let server: RunningServer;
let told: Told;

beforeAll(async () => {
  plantUrl = await plant.open();
  server = await startServer('--no-editor', '--no-plant');
  await server.send('PUT', '/api/flows/tank', {
    twinloom: 1,
    name: 'Tank',
    nodes: {
      level: {
        type: 'sources/http-poll',
        params: {
          url: `${plantUrl}/{twin}/level`,
          every: '100 ms',
          path: 'data.level',
          timePath: 'data.at',
          sequence: 'n',
          unit: 'm',
          staleAfter: '1 s',
        },
      },
      double: { type: 'transforms/gain', params: { gain: 2 } },
      hook: { type: 'sinks/webhook', params: { url: `${plantUrl}/{twin}/hook`, unit: 'cm', when: 'change' } },
      diary: { type: 'sinks/log', params: { text: 'the level is {value}', level: 'warning' } },
    },
    edges: ['level.value -> double.in', 'double.out -> hook.in', 'level.value -> diary.in'],
  });
  await server.send('POST', '/api/flows/tank/deploy', {});
  await server.send('PUT', '/api/twins/tank-01', { flow: 'tank' });
  told = new Told(server.address);
  await told.until((message) => 'layout' in message);
});

afterAll(async () => {
  told.close();
  await server.stop();
  plant.close();
});

describe('a value that is polled', () => {
  it('goes through the twin and out again by a webhook, as it was read', async () => {
    const first = await plant.until(() => true);
    expect(first).toMatchObject({
      twin: 'tank-01',
      node: 'hook',
      value: 400,
      unit: 'cm',
      quality: 'good',
      sequence: 1,
    });
    plant.level = 3.25;
    const next = await plant.until(({ value }) => value === 650);
    expect(next.sequence).toBe(2);
    expect(next.t).toBeGreaterThan(first.t);
    expect(plant.headers[1]?.['idempotency-key']).toMatch(/^"tank-01\.hook\.\d+\.2"$/);
    // The values in between were the same, so they were not sent.
    expect(plant.taken).toHaveLength(2);
  });

  it('is written to the log when it changes, at most once a second', async () => {
    plant.level = 4.5;
    await expect(
      told.until((message) => 'notice' in message && message.notice.says.startsWith('the level is 4.5 m')),
    ).resolves.toBeUndefined();
  });

  it('turns bad while the server fails, the node says why, and both recover', async () => {
    plant.isUp = false;
    await told.until((message) => {
      const level = 'status' in message ? message.status.nodes.level : undefined;
      return level?.state === 'error' && /answers 503.*Look into its log/.test(level.says ?? '');
    });
    const qualityOf = async (): Promise<string | undefined> =>
      (await server.get<StateBody>('/api/twins/tank-01/state')).ports['level.value']?.quality;
    await expect.poll(qualityOf).toBe('bad');
    plant.level = 5;
    plant.isUp = true;
    await plant.until(({ value }) => value === 1000);
    await told.until((message) => 'status' in message && message.status.nodes.level?.state === 'running');
  });
});
