import { once } from 'node:events';
import * as fc from 'fast-check';
import type { HealthBody, ProblemBody, StateBody } from '@twinloom/runtime/protocol/bodies';
import type { ServerMessage } from '@twinloom/runtime/protocol/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openApp, type OpenApp } from '../fixtures/open-app.ts';

const SEED = 20_261_127;

const flow = {
  twinloom: 1,
  name: 'Tank',
  clock: { tick: '100ms', solver: { method: 'auto', rtol: 1e-6 } },
  parameters: { area: { value: 1.5, unit: 'm2', min: 0.1 } },
  nodes: {
    inlet: { type: 'sources/mqtt', params: { topic: 'plant/{twin}/inlet', path: 'flow', unit: 'm3/h' } },
    hand: { type: 'sources/constant', params: { value: '=area', unit: 'm2' } },
    tank: { type: 'physics/tank', params: { area: '=area', orifice: 0.002 } },
    smooth: { type: 'transforms/low-pass', params: { timeConstant: '5 s' } },
    sum: { type: 'transforms/expression', params: { inputs: ['a'], expression: 'a*2 + 1', unit: 'm' } },
    model: {
      type: 'physics/equations',
      params: { states: { x: { initial: 1, unit: 'm' } }, equations: ['der(x) = -x'], outputs: { y: 'x^2' } },
    },
    steps: {
      type: 'transforms/state-machine',
      params: { inputs: ['u'], transitions: [{ from: '*', when: 'u > 1', to: 'on', after: '1 s' }] },
    },
    file: { type: 'sources/csv-replay', params: { file: 'a.csv', columns: { a: { unit: 'm' } } } },
    high: { type: 'sinks/alarm', params: { above: 3.2 } },
  },
  edges: [
    'inlet.value -> tank.inflow',
    'tank.level -> smooth.in',
    'smooth.out -> high.in',
    'tank.level -> sum.a',
    'tank.level -> steps.u',
  ],
  layout: { inlet: [0, 0], tank: [240, 0] },
  controls: [{ title: 'Area', port: 'hand.value', look: 'slider' }],
};

/** What a body is like when it is right, by the end of its path. */
const BODIES: readonly (readonly [path: RegExp, body: unknown])[] = [
  [/flows\/\{id\}$/, flow],
  [/(check|plan)$/, { document: flow }],
  [/deploy$/, { note: 'x', twins: ['tank-01'], etag: 'x', stateOf: 1 }],
  [/twins\/\{id\}$/, { flow: 'tank', parameters: { area: 2 } }],
  [/inputs$/, { values: { 'hand.value': 3 }, note: 'x' }],
  [/connections\/\{id\}$/, { protocol: 'mqtt', url: 'mqtt://127.0.0.1:9', user: 'a', secret: 'b', tls: {} }],
  [/plants\/\{id\}$/, { status: 'running' }],
  [/acknowledge$/, { alarms: [{ twin: 'tank-01', node: 'high' }], comment: 'x' }],
  [/shelve$/, { twin: 'tank-01', node: 'high', minutes: 5, comment: 'x' }],
];

const ids = fc.oneof(
  fc.constantFrom(
    'tank',
    'tank-01',
    'default',
    'toString',
    'constructor',
    '__proto__',
    '..',
    '.',
    '%00',
    '%zz',
    ' ',
  ),
  fc.string({ maxLength: 20 }).map(encodeURIComponent),
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => encodeURIComponent(text.toWellFormed())),
);

const odd = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  fc.constantFrom(
    null,
    '',
    0,
    -1,
    1e308,
    -1e308,
    5e-324,
    2 ** 53,
    '=1/0',
    '=area*1e308',
    '1e999 s',
    '{twin}',
    'toString',
    'NaN',
    '\u0000',
    '\ud800',
    'a'.repeat(300),
    [],
    {},
    [[]],
    { toString: 1, valueOf: 2, length: 3 },
  ),
);

/** The body with something in it changed, taken out or put in, up to three times. */
function mutated(body: unknown): fc.Arbitrary<unknown> {
  const places = fc.array(fc.tuple(fc.array(fc.nat(20), { maxLength: 5 }), odd, fc.nat(3)), { maxLength: 3 });
  return places.map((changes) =>
    changes.reduce((former, [path, value, how]) => changedAt(former, path, value, how), body),
  );
}

function changedAt(body: unknown, [step, ...path]: readonly number[], value: unknown, how: number): unknown {
  if (step === undefined || typeof body !== 'object' || body === null) return value;
  const entries = Object.entries(body);
  const at = step % (entries.length + 1);
  if (at === entries.length) entries.push([`new${step}`, value]);
  else if (how === 0 && path.length === 0) entries.splice(at, 1);
  else if (how === 1 && path.length === 0) entries[at]![0] = 'hasOwnProperty';
  else entries[at]![1] = changedAt(entries[at]![1], path, value, how);
  return Array.isArray(body) ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}

let open: OpenApp;
let routes: { method: string; path: string; query: string[] }[];

beforeAll(async () => {
  open = await openApp();
  await open.ask('PUT', '/api/flows/tank', {
    ...flow,
    nodes: { hand: flow.nodes.hand, high: { type: 'sinks/alarm', params: { above: 1 } } },
    edges: ['hand.value -> high.in'],
  });
  await open.ask('POST', '/api/flows/tank/deploy', {});
  await open.ask('PUT', '/api/twins/tank-01', { flow: 'tank' });
  await open.ask('PUT', '/api/twins/bystander', { flow: 'tank' });
  const { paths } = JSON.parse((await open.ask('GET', '/api/openapi.json')).text) as {
    paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
  };
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [] }]) => ({
      method: method.toUpperCase(),
      path,
      query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
    })),
  );
});

afterAll(async () => {
  await open.close();
});

async function expectAnswered(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<void> {
  const { status, text, headers: answered } = await open.ask(method, path, body, headers);
  const what = `${method} ${path} ${JSON.stringify(body)?.slice(0, 2_000)}: ${status} ${text.slice(0, 300)}`;
  expect(status, `${what}`).toBeLessThan(500);
  if (status < 400) return;
  expect(answered.get('content-type'), `${what}`).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(text) as ProblemBody;
  expect(problem, `${what}`).toMatchObject({ status, type: `urn:twinloom:problem:${problem.code}` });
  for (const said of [problem.code, problem.title, problem.detail, problem.remedy])
    expect(said, `${what}`).toMatch(/\w{3}/);
}

async function expectWell(): Promise<void> {
  const health = JSON.parse((await open.ask('GET', '/api/health')).text) as HealthBody;
  expect(health.pid).toBe(process.pid);
  const state = JSON.parse((await open.ask('GET', '/api/twins/bystander/state')).text) as StateBody;
  expect(state.ports['hand.value']).toMatchObject({ quality: 'good' });
  expect(open.logged()).not.toMatch(/something went wrong inside|TypeError|RangeError|uncaught/i);
}

describe('every route', () => {
  it('answers rubbish with what is wrong and what to do, never with a mistake of its own', async () => {
    expect(routes.length).toBeGreaterThan(25);
    const bodies = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.json({ maxDepth: 4 }),
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom('', '{', '[]', 'null', '0', '""', '{"a":1,"a":2}', '\uFEFF{}'),
    );
    const types = fc.constantFrom(
      'application/json',
      'application/json; charset=x',
      'text/csv',
      'text/plain',
      '',
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(), ids, bodies, types, odd, async (n, id, body, type, value) => {
        const { method, path, query } = routes[n % routes.length]!;
        const asked = query
          .map((name) => `${name}=${encodeURIComponent(String(JSON.stringify(value)))}`)
          .join('&');
        const url = `${path.replaceAll(/\{\w+\}/g, id)}?${asked}`;
        const isRead = method === 'GET' || method === 'HEAD';
        await expectAnswered(method, url, isRead || method === 'DELETE' ? undefined : body, {
          'content-type': type,
        });
      }),
      { seed: SEED, numRuns: 1_500 },
    );
    await expectWell();
  });

  it('takes or refuses a body in which something is not as it should be', async () => {
    const writes = routes.filter(({ method }) => method === 'PUT' || method === 'POST');
    const named = fc.constantFrom('tank', 'tank-01', 'default', 'other', 'toString');
    const asked = fc.nat(writes.length - 1).chain((n) => {
      const { path } = writes[n]!;
      const right = BODIES.find(([end]) => end.test(path))?.[1] ?? {};
      return fc.record({ route: fc.constant(writes[n]!), id: named, body: mutated(right) });
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ route: { method, path }, id, body }) => {
        await expectAnswered(method, path.replaceAll(/\{\w+\}/g, id), JSON.stringify(body) ?? 'null');
      }),
      { seed: SEED, numRuns: 1_500 },
    );
    await expectWell();
  });
});

describe('the stream', () => {
  it('answers rubbish with what is wrong, or hangs up; the others are served on', async () => {
    const messages = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.json({ maxDepth: 4 }),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      mutated({ subscribe: { twin: 'tank-01', ports: ['*', 'hand.value'], maxRate: 20 } }).map(
        (one) => JSON.stringify(one) ?? '',
      ),
      mutated({ unsubscribe: { twin: 'tank-01' } }).map((one) => JSON.stringify(one) ?? ''),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(messages, { minLength: 1, maxLength: 9 }),
        fc.boolean(),
        async (said, isJson) => {
          const socket = new WebSocket(
            `ws://${open.host}/api/stream`,
            isJson ? 'twinloom.1+json' : 'twinloom.1',
          );
          const told: string[] = [];
          socket.on('message', (data: Buffer, isBinary) => void (isBinary || told.push(data.toString())));
          await once(socket, 'open');
          for (const message of said) socket.send(message);
          socket.send('{"unsubscribe":{"twin":"nobody"}}');
          // A pong comes after the answers to all that was sent before.
          socket.ping();
          await once(socket, 'pong');
          for (const text of told) expectMessage(JSON.parse(text) as ServerMessage);
          socket.terminate();
        },
      ),
      { seed: SEED, numRuns: 300 },
    );
    await expectWell();
  });

  it('hangs up on frames that are none', async () => {
    const frames = fc.uint8Array({ minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(frames, async (bytes) => {
        const hello = [
          'GET /api/stream HTTP/1.1',
          `host: ${open.host}`,
          'upgrade: websocket',
          'connection: upgrade',
          'sec-websocket-version: 13',
          'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
          'sec-websocket-protocol: twinloom.1',
          '',
          '',
        ].join('\r\n');
        // The last one is no frame whatever came before: its reserved bits are set, and then it is not masked.
        const end = Uint8Array.from({ length: 200 }, () => 0x7f);
        const answer = await open.raw(Buffer.concat([Buffer.from(hello), bytes, end]));
        expect(answer).toMatch(/^HTTP\/1\.1 101 /);
      }),
      { seed: SEED, numRuns: 200 },
    );
    await expect.poll(() => open.app.parts.hub.readerCount).toBe(0);
    await expectWell();
  });
});

function expectMessage(message: ServerMessage): void {
  const [kind] = Object.keys(message);
  expect(['layout', 'status', 'notice', 'frame', 'error']).toContain(kind);
  if (!('error' in message)) return;
  for (const said of [message.error.code, message.error.says, message.error.remedy])
    expect(said).toMatch(/\w{3}/);
}
