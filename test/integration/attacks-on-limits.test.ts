import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import type { ProblemBody, StateBody } from '@twinloom/runtime/protocol/bodies';
import type { ServerMessage } from '@twinloom/runtime/protocol/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { MOST_READERS } from '../../server/routes/stream.ts';
import { openApp, type OpenApp } from '../fixtures/open-app.ts';

const MILLION = 1_000_000;

let open: OpenApp;

beforeAll(async () => {
  open = await openApp();
  const nodes = {
    value: { type: 'sources/mqtt', params: { topic: 'in', path: 'v', unit: '1', staleAfter: 'never' } },
    whole: { type: 'sources/mqtt', params: { topic: 'in', type: 'record', staleAfter: 'never' } },
  };
  await send('PUT', '/api/flows/tank', { twinloom: 1, nodes });
  await send('POST', '/api/flows/tank/deploy', {});
  await send('PUT', '/api/twins/tank-01', { flow: 'tank' });
});

afterAll(async () => {
  await open.close();
});

async function send(method: string, path: string, body: unknown): Promise<void> {
  const { status, text } = await open.ask(method, path, body);
  expect(status, `${method} ${path}: ${text}`).toBeLessThan(300);
}

function problemOf(text: string): ProblemBody {
  const problem = JSON.parse(text) as ProblemBody;
  for (const said of [problem.title, problem.detail, problem.remedy]) expect(said).toMatch(/\w{3}/);
  return problem;
}

/** An object of so many keys, as short as it can be. */
function keys(count: number): string {
  return `{${Array.from({ length: count }, (_, i) => `"${i.toString(36)}":1`).join(',')}}`;
}

describe('a body', () => {
  it.each([
    ['PUT', '/api/flows/a', 11 * MILLION],
    ['POST', '/api/flows/tank/check', 11 * MILLION],
    ['POST', '/api/flows/tank/plan', 11 * MILLION],
    ['POST', '/api/flows/tank/deploy', 70_000],
    ['PUT', '/api/twins/a', 70_000],
    ['PUT', '/api/twins/tank-01/inputs', 70_000],
    ['PUT', '/api/connections/a', 70_000],
    ['PUT', '/api/plants/a', 70_000],
    ['POST', '/api/alarms/acknowledge', 70_000],
    ['POST', '/api/alarms/shelve', 70_000],
    ['POST', '/api/examples/a/open', 70_000],
  ])('of %s %s is refused at %i bytes, announced or not', async (method, path, bytes) => {
    const whole = await open.ask(method, path, `{"a":"${'x'.repeat(bytes)}"}`);
    expect([whole.status, problemOf(whole.text).code]).toEqual([413, 'too-large']);
    const head = [
      `${method} ${path} HTTP/1.1`,
      `host: ${open.host}`,
      'content-type: application/json',
      'connection: close',
      'transfer-encoding: chunked',
      '',
      '',
    ].join('\r\n');
    const chunk = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
    const answer = await open.raw(`${head}${chunk.repeat(Math.ceil(bytes / 65_536) + 1)}0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('of a million keys, values or levels is refused before anything is made of it', async () => {
    const hostile = [
      keys(MILLION),
      `{"twinloom":1,"nodes":{},"x":${keys(MILLION)}}`,
      `{"twinloom":1,"nodes":${keys(MILLION)}}`,
      `[${'1,'.repeat(4 * MILLION)}1]`,
      `[${'[],'.repeat(3 * MILLION)}[]]`,
      `{"twinloom":1,"nodes":{},"edges":[${'"",'.repeat(3 * MILLION)}""]}`,
      '['.repeat(9 * MILLION),
      `${'['.repeat(4 * MILLION)}${']'.repeat(4 * MILLION)}`,
      `${'{"a":'.repeat(MILLION)}1${'}'.repeat(MILLION)}`,
    ];
    for (const text of hostile) {
      const { status, text: said } = await open.ask('PUT', '/api/flows/hostile', text);
      expect(status, `${text.slice(0, 60)}`).toBe(text.length > 10 * 1024 * 1024 ? 413 : 400);
      expect(['refused-json', 'broken-json', 'too-large']).toContain(problemOf(said).code);
    }
    expect((await open.ask('GET', '/api/flows/hostile')).status).toBe(404);
    expect((await open.ask('GET', '/api/health')).status).toBe(200);
  });

  it.each(['__proto__', 'constructor', 'prototype', '\\u005f_proto__', '__proto\\u005f_'])(
    'with the key %s is refused wherever it stands',
    async (key) => {
      for (const inner of [
        `{"${key}":{"polluted":1}}`,
        `[[{"a":{"${key}":1}}]]`,
        `{"a":[{"${key}":null}]}`,
      ]) {
        for (const [method, path] of [
          ['PUT', '/api/flows/a'],
          ['PUT', '/api/twins/tank-01/inputs'],
          ['PUT', '/api/twins/b'],
          ['PUT', '/api/connections/a'],
          ['POST', '/api/flows/tank/check'],
        ] as const) {
          const { status, text } = await open.ask(method, path, inner);
          expect([status, problemOf(text).code], `${path}`).toEqual([400, 'refused-json']);
        }
      }
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  it('in another encoding than UTF-8, or packed, is no JSON', async () => {
    const packed = { 'content-encoding': 'gzip' };
    const bytes = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
    expect((await open.ask('PUT', '/api/flows/a', bytes, packed)).status).toBe(400);
    const wide = new Uint8Array(Buffer.from('{"twinloom":1,"nodes":{}}', 'utf16le'));
    expect((await open.ask('PUT', '/api/flows/a', wide)).status).toBe(400);
  });
});

describe('an address', () => {
  it('of any length is answered, and headers are bounded', async () => {
    const long = await open.ask('GET', `/api/flows/${'a'.repeat(8_000)}`);
    expect([404, 414]).toContain(long.status);
    problemOf(long.text);
    const headers = `GET /api/health HTTP/1.1\r\nhost: ${open.host}\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`;
    expect(await open.raw(headers)).toMatch(/^HTTP\/1\.1 431 /);
    const many = `GET /api/health HTTP/1.1\r\nhost: ${open.host}\r\n${'a: b\r\n'.repeat(5_000)}\r\n`;
    expect(await open.raw(many)).toMatch(/^HTTP\/1\.1 (200|431) /);
  });

  it('asks for no more than there is to give', async () => {
    const history = '/api/twins/tank-01/history';
    for (const query of ['?port=a.b&points=1e9', '?port=a.b&points=0', '?port=a.b&points=NaN', '?points=1'])
      expect((await open.ask('GET', `${history}${query}`)).status, `${query}`).toBe(400);
    const ports = '&port=value.value'.repeat(101);
    expect((await open.ask('GET', `${history}.csv?${ports}`)).status).toBe(400);
    expect((await open.ask('GET', '/api/alarms/journal?limit=1e9')).status).toBe(400);
  });

  it('that is held open half said ends by itself: a request has its time', () => {
    const { server } = open.app.api;
    expect(server.requestTimeout).toBeGreaterThan(0);
    expect(server.requestTimeout).toBeLessThanOrEqual(60_000);
    expect(server.headersTimeout).toBeGreaterThan(0);
    expect(server.headersTimeout).toBeLessThanOrEqual(60_000);
  });
});

describe('the stream', () => {
  it('takes no message above 1 MB, whole, in pieces or packed', async () => {
    for (const pieces of [1, 64]) {
      const socket = await reader();
      const text = 'x'.repeat(Math.ceil((1024 * 1024 + 64) / pieces));
      for (let i = 0; i < pieces; i++) socket.send(text, { fin: i === pieces - 1 });
      expect((await once(socket, 'close'))[0]).toBe(1009);
    }
    const packing = new WebSocket(`ws://${open.host}/api/stream`, 'twinloom.1', { perMessageDeflate: true });
    await once(packing, 'open');
    expect(packing.extensions).toBe('');
    packing.terminate();
  });

  it('is closed for one who talks on and on', async () => {
    const socket = await reader();
    // So many at a time that it is too many a second on a busy machine too.
    const sends = setInterval(() => {
      for (let i = 0; i < 100; i++) socket.send('{"unsubscribe":{"twin":"x"}}');
    }, 0);
    const [code] = (await once(socket, 'close')) as [number];
    clearInterval(sends);
    expect(code).toBe(1008);
    const rubbish = await reader();
    for (let i = 0; i < 20; i++) rubbish.send('{');
    expect((await once(rubbish, 'close'))[0]).toBe(1008);
  });

  it('refuses a subscription without bounds', async () => {
    const { socket, errors } = await told();
    const long = 'x'.repeat(10_000);
    const ports = Array.from({ length: 20_001 }, (_, i) => `a.p${i}`);
    for (const subscribe of [
      { twin: long },
      { twin: 'tank-01', ports: [long] },
      { twin: 'tank-01', ports },
      { twin: 'tank-01', maxRate: 1e9 },
      { twin: 'tank-01', maxRate: 0 },
      { twin: 'tank-01', maxRate: -1 },
      { twin: '__proto__' },
    ]) {
      socket.send(JSON.stringify({ subscribe }));
    }
    await expect.poll(() => errors.length).toBe(7);
    expect(errors.every(({ code }) => code === 'invalid-message' || code === 'unknown-twin')).toBe(true);
    socket.terminate();
  });

  it(`serves ${MOST_READERS} and no more, and others again once they leave`, async () => {
    const sockets = await Promise.all(Array.from({ length: MOST_READERS }, () => reader()));
    const refused = new WebSocket(`ws://${open.host}/api/stream`, 'twinloom.1');
    refused.on('error', () => undefined);
    const [, response] = (await once(refused, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(503);
    expect((await open.ask('GET', '/api/health')).status).toBe(200);
    for (const socket of sockets) socket.terminate();
    await expect.poll(() => open.app.parts.hub.readerCount).toBe(0);
    (await reader()).terminate();
  });
});

describe('the broker', () => {
  const good = async (v: number): Promise<StateBody['ports']> => {
    const client = await connectAsync(open.app.broker.url);
    await client.publishAsync('in', `{"v":${v}}`, { qos: 1 });
    await client.endAsync();
    const ports = async () =>
      (JSON.parse((await open.ask('GET', '/api/twins/tank-01/state')).text) as StateBody).ports;
    await expect.poll(async () => (await ports())['value.value']?.value).toBe(v);
    return ports();
  };

  it('ends a client that announces more than 2 MB, before it is sent, and serves the others', async () => {
    await good(1);
    const socket = connectTcp(Number(new URL(open.app.broker.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    const name = Buffer.from([0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 60, 0, 1, 0x61]);
    socket.write(Buffer.concat([Buffer.from([0x10, name.length]), name]));
    await once(socket, 'data');
    socket.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0, 2, 0x69, 0x6e]));
    socket.resume();
    await once(socket, 'close');
    expect((await good(2))['value.value']).toMatchObject({ value: 2, quality: 'good' });
  });

  it('hands on a million keys to nobody: they are too long; fewer are a record or a bad sample', async () => {
    await good(3);
    const client = await connectAsync(open.app.broker.url);
    const huge = keys(MILLION);
    client.on('error', () => undefined);
    client.publish('in', huge);
    await new Promise<void>((resolve) => client.once('close', resolve));
    await client.endAsync(true);
    const again = await connectAsync(open.app.broker.url);
    for (const text of [keys(170_000), keys(90_000), '['.repeat(900_000), `[${'1,'.repeat(400_000)}1]`])
      await again.publishAsync('in', text, { qos: 1 });
    await again.endAsync();
    const ports = await good(4);
    expect(ports['value.value']).toMatchObject({ value: 4, quality: 'good' });
    await expect.poll(() => open.logged()).toContain('Publish smaller pieces');
  });

  it.each([
    ['of 200 levels', 'a/'.repeat(200), 11],
    ['of 65,535 bytes', 'x'.repeat(65_535), 12],
    ['with a control character', 'in/\u0001', 13],
    ['of the broker’s own', '$SYS/x', 14],
    ['with a wildcard', 'in/#x', 15],
  ])('takes or refuses a topic %s, and serves the others', async (_what, topic, next) => {
    const client = await connectAsync(open.app.broker.url);
    client.on('error', () => undefined);
    client.publish(topic, '{"v":99}', () => undefined);
    await turn();
    await client.endAsync(true);
    expect((await good(next))['value.value']).toMatchObject({ value: next, quality: 'good' });
  });
});

async function reader(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${open.host}/api/stream`, 'twinloom.1+json');
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return socket;
}

/** A reader, and what it was refused so far. */
async function told(): Promise<{ socket: WebSocket; errors: { code: string }[] }> {
  const socket = await reader();
  const errors: { code: string }[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as ServerMessage;
    if ('error' in message) errors.push(message.error);
  });
  return { socket, errors };
}
