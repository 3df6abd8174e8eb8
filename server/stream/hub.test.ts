import { once } from 'node:events';
import { decodeFrame, type ValuesFrame } from '@twinloom/runtime/protocol/frames';
import type { JsonFrameMessage, ServerMessage } from '@twinloom/runtime/protocol/stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Clock } from './clock.ts';
import { Hub } from './hub.ts';
import { BEHIND_BYTES, LIMIT_BYTES } from './reader.ts';

/** A clock that stands still until the test moves it. */
class HeldClock implements Clock {
  #now = 0;
  #due: { at: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const entry = { at: this.#now + delayMs, run };
    this.#due.push(entry);
    return () => (this.#due = this.#due.filter((other) => other !== entry));
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#due = this.#due.filter((other) => other !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }
}

type Heard = ValuesFrame | ServerMessage;

/** A client that keeps what it hears until the test asks for it. */
class Client {
  readonly socket: WebSocket;
  readonly #heard: Heard[] = [];
  #wake: (() => void) | undefined;

  constructor(subprotocol = 'twinloom.1') {
    const { port } = server.address() as { port: number };
    this.socket = new WebSocket(`ws://127.0.0.1:${port}`, subprotocol);
    this.socket.binaryType = 'arraybuffer';
    this.socket.on('message', (data, isBinary) => {
      const frame = isBinary ? decodeFrame(new Uint8Array(data as ArrayBuffer)) : undefined;
      this.#heard.push(frame ?? (JSON.parse(data.toString()) as ServerMessage));
      this.#wake?.();
    });
  }

  async next(): Promise<Heard> {
    while (this.#heard.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#heard.shift() as Heard;
  }

  async nextFrame(): Promise<ValuesFrame> {
    const heard = await this.next();
    if (!('indexes' in heard)) throw new Error(`expected a frame, got ${JSON.stringify(heard)}`);
    return heard;
  }

  async say(message: unknown): Promise<void> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open');
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Subscribes and returns the first two answers: layout and full frame. */
  async subscribe(ports = ['*'], maxRate = 20): Promise<[Heard, ValuesFrame]> {
    await this.say({ subscribe: { twin: 'pump', ports, maxRate } });
    return [await this.next(), await this.nextFrame()];
  }

  /** Resolves when the server has dealt with everything said before. */
  async settled(): Promise<void> {
    const pong = once(this.socket, 'pong');
    this.socket.ping();
    await pong;
  }
}

const FLOW = { port: 'pump.flow', type: 'number', unit: 'm3/s' };
const HEAD = { port: 'pump.head', type: 'number', unit: 'm' };
const TRIP = { port: 'trip.active', type: 'boolean', unit: '' };

let clock: HeldClock;
let hub: Hub;
let server: WebSocketServer;

function publish(t: number, ...changes: [slot: number, value: number, quality?: number][]): void {
  hub.publish(
    'pump',
    t,
    Uint32Array.from(changes, ([slot]) => slot),
    Float64Array.from(changes, ([, value]) => value),
    Uint8Array.from(changes, ([, , quality = 0]) => quality),
    Float64Array.from(changes, () => t),
  );
}

function said(frame: ValuesFrame): [string, number, [number, number, number][]] {
  const values = Array.from(frame.indexes, (index, i): [number, number, number] => [
    index,
    frame.values[i] ?? Number.NaN,
    frame.qualities[i] ?? -1,
  ]);
  return [frame.kind, frame.t, values];
}

beforeEach(async () => {
  clock = new HeldClock();
  hub = new Hub(clock);
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket, request) => hub.attach(socket, request.socket, socket.protocol));
  await once(server, 'listening');
  hub.setLayout('pump', 1, [FLOW, HEAD, TRIP]);
});

afterEach(async () => {
  for (const socket of server.clients) socket.terminate();
  hub.close();
  await new Promise((resolve) => server.close(resolve));
});

describe('a subscription', () => {
  it('begins with the layout and a full frame, then sends what changed', async () => {
    publish(10, [0, 0.02], [1, 31, 1]);
    const client = new Client();
    const [layout, full] = await client.subscribe();
    expect(layout).toMatchObject({ layout: { twin: 'pump', version: 1, ports: [FLOW, HEAD, TRIP] } });
    expect(said(full)).toEqual([
      'full',
      10,
      [
        [0, 0.02, 0],
        [1, 31, 1],
        [2, 0, 3],
      ],
    ]);
    publish(11, [1, 30]);
    expect(said(await client.nextFrame())).toEqual(['delta', 11, [[1, 30, 0]]]);
  });

  it('to some ports has a layout of its own that names those only', async () => {
    const client = new Client();
    const [layout] = await client.subscribe(['trip.active', 'pump.head']);
    expect(layout).toMatchObject({ layout: { ports: [HEAD, TRIP] } });
    publish(11, [0, 5]);
    publish(12, [2, 1]);
    expect(said(await client.nextFrame())).toEqual(['delta', 12, [[1, 1, 0]]]);
  });

  it('at 5 a second gets the newest values every 200 ms', async () => {
    const client = new Client();
    await client.subscribe(['*'], 7);
    publish(1, [0, 1]);
    expect(said(await client.nextFrame())).toEqual(['delta', 1, [[0, 1, 0]]]);
    for (const t of [2, 3, 4]) {
      publish(t, [0, t], [1, t]);
      clock.advance(50);
    }
    clock.advance(49);
    await client.settled();
    publish(5, [1, 5]);
    clock.advance(1);
    expect(said(await client.nextFrame())).toEqual([
      'delta',
      5,
      [
        [0, 4, 0],
        [1, 5, 0],
      ],
    ]);
  });

  it('at 20 a second gets at once what comes a little before its time, and of a burst the newest', async () => {
    const client = new Client();
    await client.subscribe();
    publish(1, [0, 1]);
    clock.advance(40);
    publish(2, [0, 2]);
    publish(3, [0, 3]);
    publish(4, [0, 4]);
    clock.advance(50);
    for (const t of [1, 2, 4]) expect(said(await client.nextFrame())).toEqual(['delta', t, [[0, t, 0]]]);
  });

  it('a second one to the same twin replaces the first', async () => {
    const client = new Client();
    const [first] = await client.subscribe();
    const [second] = await client.subscribe(['pump.flow']);
    expect(second).not.toEqual(first);
    publish(2, [0, 7]);
    publish(3, [0, 8]);
    clock.advance(50);
    expect(said(await client.nextFrame())).toEqual(['delta', 2, [[0, 7, 0]]]);
    expect(said(await client.nextFrame())).toEqual(['delta', 3, [[0, 8, 0]]]);
  });

  it('ended by the client is silent', async () => {
    const client = new Client();
    await client.subscribe();
    await client.say({ unsubscribe: { twin: 'pump' } });
    await client.settled();
    publish(2, [0, 7]);
    await client.say({ subscribe: { twin: 'pump' } });
    expect(await client.next()).toHaveProperty('layout');
    expect(await client.nextFrame()).toMatchObject({ kind: 'full' });
  });

  it('as JSON says the same, without numbers where there are none', async () => {
    const client = new Client('twinloom.1+json');
    publish(10, [0, 0.5], [1, Number.NaN, 2]);
    await client.say({ subscribe: { twin: 'pump' } });
    const { layout } = (await client.next()) as { layout: { id: number } };
    const { frame } = (await client.next()) as JsonFrameMessage;
    expect(frame).toEqual({
      kind: 'full',
      layout: layout.id,
      sequence: 0,
      t: 10,
      values: [
        { index: 0, value: 0.5, quality: 'good', t: 10 },
        { index: 1, value: null, quality: 'bad', t: 10 },
        { index: 2, value: null, quality: null, t: 0 },
      ],
    });
  });
});

describe('a deploy', () => {
  it('sends the new layout under a new id and a full frame that keeps what stayed', async () => {
    publish(10, [0, 0.02], [1, 31]);
    const client = new Client();
    const [before] = await client.subscribe();
    hub.setLayout('pump', 2, [HEAD, { ...FLOW, unit: 'm3/h' }]);
    const after = await client.next();
    expect(after).toMatchObject({ layout: { version: 2, ports: [HEAD, { ...FLOW, unit: 'm3/h' }] } });
    expect(after).not.toHaveProperty('layout.id', (before as { layout: { id: number } }).layout.id);
    expect(said(await client.nextFrame())).toEqual([
      'full',
      10,
      [
        [0, 31, 0],
        [1, 0, 3],
      ],
    ]);
  });

  it('of a twin that failed is told as a status, and the layout follows when it runs', async () => {
    const failed = { twin: 'new', state: 'failed' as const, says: 'no', nodes: {}, values: {} };
    hub.publishStatus(failed);
    const client = new Client();
    await client.say({ subscribe: { twin: 'new' } });
    expect(await client.next()).toEqual({ status: failed });
    hub.setLayout('new', 1, [FLOW]);
    expect(await client.next()).toHaveProperty('layout.twin', 'new');
  });

  it('that removes the twin is told', async () => {
    const client = new Client();
    await client.subscribe();
    hub.removeTwin('pump');
    expect(await client.next()).toHaveProperty('error.code', 'twin-removed');
  });
});

describe('status and notices', () => {
  it('reach the readers of their twin; notices about none reach all', async () => {
    const reader = new Client();
    await reader.subscribe();
    const other = new Client();
    await other.say({ unsubscribe: { twin: 'pump' } });
    await other.settled();
    const status = { twin: 'pump', state: 'running' as const, nodes: {}, values: {} };
    hub.publishStatus(status);
    hub.publishNotice({ twin: 'pump', t: 1, level: 'warning', says: 'high' });
    hub.publishNotice({ t: 2, level: 'info', says: 'broker back' });
    expect(await reader.next()).toEqual({ status });
    expect(await reader.next()).toHaveProperty('notice.says', 'high');
    expect(await reader.next()).toHaveProperty('notice.says', 'broker back');
    expect(await other.next()).toHaveProperty('notice.says', 'broker back');
  });
});

describe('what a client says wrong', () => {
  it.each([
    [{ subscribe: { twin: 'nobody' } }, 'unknown-twin'],
    [{ subscribe: { twin: 'pump', ports: ['pump.flw'] } }, 'unknown-port'],
    [{ subscribe: { twin: 3 } }, 'invalid-message'],
    ['{"subscribe"', 'invalid-message'],
    ['[]', 'invalid-message'],
  ])('%j is answered with %s and a remedy', async (message, code) => {
    const client = new Client();
    await client.say(message);
    const answer = await client.next();
    expect(answer).toHaveProperty('error.code', code);
    expect(answer).toHaveProperty('error.remedy', expect.stringMatching(/\w{3}/));
  });

  it('again and again closes the socket', async () => {
    const client = new Client();
    const closed = once(client.socket, 'close');
    for (let i = 0; i < 11; i++) await client.say('nonsense');
    expect((await closed)[0]).toBe(1008);
  });

  it('too often closes the socket', async () => {
    const client = new Client();
    const closed = once(client.socket, 'close');
    for (let i = 0; i < 101; i++) await client.say({ unsubscribe: { twin: 'pump' } });
    expect((await closed)[0]).toBe(1008);
  });
});

describe('a reader that stops reading', () => {
  const MANY = 20_000;
  const frameBytes = 24 + 21 * MANY;
  const indexes = Uint32Array.from({ length: MANY }, (_, i) => i);
  const qualities = new Uint8Array(MANY);

  function publishMany(value: number): void {
    const values = new Float64Array(MANY).fill(value);
    hub.publish('pump', value, indexes, values, qualities, values);
    clock.advance(50);
  }

  async function stalledReader(): Promise<{ client: Client; inServer: WebSocket; newest: number }> {
    const ports = Array.from({ length: MANY }, (_, i) => ({ port: `n${i}.y`, type: 'number', unit: 'm' }));
    hub.setLayout('pump', 2, ports);
    const client = new Client();
    await client.subscribe();
    const [inServer] = [...server.clients];
    if (!inServer) throw new Error('no socket');
    client.socket.pause();
    let newest = 0;
    while (inServer.bufferedAmount <= BEHIND_BYTES && newest < 1000) {
      publishMany(++newest);
      await new Promise(setImmediate);
    }
    for (let i = 0; i < 20; i++) publishMany(++newest);
    return { client, inServer, newest };
  }

  it('costs no more than one frame above the bound, and its next frame is full', async () => {
    const { client, inServer, newest } = await stalledReader();
    expect(inServer.bufferedAmount).toBeGreaterThan(BEHIND_BYTES);
    expect(inServer.bufferedAmount).toBeLessThan(BEHIND_BYTES + 2 * frameBytes);
    expect(inServer.bufferedAmount).toBeLessThan(LIMIT_BYTES);
    client.socket.resume();
    while (inServer.bufferedAmount > 0) await new Promise(setImmediate);
    publish(newest + 1, [0, newest + 1]);
    let frame = await client.nextFrame();
    while (frame.t !== newest + 1) frame = await client.nextFrame();
    expect(frame.kind).toBe('full');
    expect(frame.values[MANY - 1]).toBe(newest);
  });

  it('gets its full frame within a second of catching up, also when nothing changes any more', async () => {
    const { client, inServer, newest } = await stalledReader();
    client.socket.resume();
    while (inServer.bufferedAmount > 0) await new Promise(setImmediate);
    clock.advance(1000);
    let frame = await client.nextFrame();
    while (frame.values[0] !== newest) frame = await client.nextFrame();
    expect(frame.kind).toBe('full');
  });

  it('for ten seconds is closed, and others notice nothing', async () => {
    const { inServer, newest } = await stalledReader();
    const other = new Client();
    await other.subscribe();
    const closed = once(inServer, 'close');
    clock.advance(10_001);
    await closed;
    expect(hub.readerCount).toBe(1);
    publishMany(newest + 1);
    expect(await other.nextFrame()).toMatchObject({ kind: 'delta', t: newest + 1 });
  });
});
