import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CheckBody, ConnectionBody } from '@twinloom/runtime/protocol/bodies';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openApp, type OpenApp } from '../fixtures/open-app.ts';

const SECRET = 'Hunter2-hunter2';
const BROKER_SECRET = 'Broker4-broker4';
const FLAG_SECRET = 'Flag8-flag8';

/** Spellings of addresses where nothing may connect. */
const REFUSED = [
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '169.16689662',
  '0xA9.0xFE.0xA9.0xFE',
  '169.254.169.254.',
  '１６９.254.169.254',
  '169。254。169。254',
  '%31%36%39.254.169.254',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[0:0:0:0:0:ffff:a9fe:a9fe]',
  '[::a9fe:a9fe]',
  '[::ffff:0:a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::a9fe:a9fe]',
  '[2002:a9fe:a9fe::]',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
];

/** A machine that others speak to: notes who came, and answers with what it is told. */
class Neighbour {
  readonly headers: IncomingHttpHeaders[] = [];
  connections = 0;
  answer: (request: { url: string }) => { status: number; headers?: Record<string, string>; body?: string } =
    () => ({
      status: 200,
      body: '{"v":1}',
    });
  #came: () => void = () => undefined;
  readonly #server = createServer((request, response) => {
    this.headers.push(request.headers);
    const { status, headers = {}, body = '' } = this.answer({ url: request.url ?? '' });
    request.resume();
    response.writeHead(status, headers).end(body);
    this.#came();
  });

  async open(): Promise<string> {
    this.#server.on('connection', () => this.connections++);
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async untilAsked(times: number): Promise<void> {
    while (this.headers.length < times) await new Promise<void>((resolve) => (this.#came = resolve));
  }

  close(): void {
    this.#server.close().closeAllConnections();
  }
}

let open: OpenApp;
let neighbour: Neighbour;
let url: string;

beforeEach(async () => {
  neighbour = new Neighbour();
  url = await neighbour.open();
  const broker = `mqtt://ann:${FLAG_SECRET}@127.0.0.1:${new URL(url).port}`;
  open = await openApp(['--mqtt', broker], {
    TWINLOOM_SECRET_MES: SECRET,
    TWINLOOM_SECRET_PLANT_4: BROKER_SECRET,
  });
});

afterEach(async () => {
  await open.close();
  neighbour.close();
});

const poll = (address: string, params: object = {}): object => ({
  twinloom: 1,
  nodes: {
    level: {
      type: 'sources/http-poll',
      params: { url: address, path: 'v', every: 0.2, timeout: 2, unit: '1', ...params },
    },
  },
});

async function send(method: string, path: string, body: unknown): Promise<void> {
  const { status, text } = await open.ask(method, path, body);
  expect(status, `${method} ${path}: ${text}`).toBeLessThan(300);
}

async function run(flow: object): Promise<void> {
  await send('PUT', '/api/flows/guest', flow);
  await send('POST', '/api/flows/guest/deploy', {});
  await send('PUT', '/api/twins/guest-01', { flow: 'guest' });
}

async function get<T>(path: string): Promise<T> {
  return JSON.parse((await open.ask('GET', path)).text) as T;
}

describe('a flow that is brought in', () => {
  it('opens nothing and runs nothing, stored, checked, planned, shown and deployed, until somebody binds a twin to it', async () => {
    const guest = new Neighbour();
    const there = await guest.open();
    const nodes = {
      level: {
        type: 'sources/http-poll',
        params: { url: `${there}/poll`, path: 'v', every: 0.2, unit: '1' },
      },
      plant: { type: 'sources/mqtt', params: { topic: '#', connection: 'elsewhere', unit: '1' } },
      hook: { type: 'sinks/webhook', params: { url: `${there}/hook`, when: 'sample' } },
      file: { type: 'sinks/csv-record', params: { columns: ['in'] } },
      out: { type: 'sinks/mqtt-publish', params: { topic: 'out', connection: 'elsewhere' } },
    };
    const edges = ['level.value -> hook.in', 'level.value -> file.in', 'level.value -> out.in'];
    const flow = {
      twinloom: 1,
      nodes,
      edges,
      tests: [{ run: 'rm -rf' }],
      scenarios: { on: { title: 'On', horizon: 60, load: there } },
    };
    await send('PUT', '/api/flows/guest', flow);
    await send('POST', '/api/flows/guest/check', {});
    await send('POST', '/api/flows/guest/check', { document: flow });
    await send('POST', '/api/flows/guest/plan', {});
    await send('POST', '/api/flows/guest/deploy', {});
    expect(await get('/api/flows/guest')).toEqual(flow);
    expect(await get('/api/twins')).toEqual([]);
    expect(await get<ConnectionBody[]>('/api/connections')).toMatchObject([{ id: 'default' }]);
    expect(guest.connections).toBe(0);
    await send('PUT', '/api/twins/guest-01', { flow: 'guest' });
    await guest.untilAsked(2);
    guest.close();
  });

  it('does not reach a link-local or metadata address, however spelled, nor is it sent there', async () => {
    const metadata = (host: string): string => `http://${host}/latest/meta-data/`;
    neighbour.answer = ({ url: path }) => {
      const host = REFUSED[Number(path.slice(1))] ?? '';
      return { status: 302, headers: { location: Buffer.from(metadata(host)).toString('latin1') } };
    };
    const nodes = Object.fromEntries(
      REFUSED.flatMap((host, i) => [
        [`direct${i}`, nodeOf(poll(metadata(host)))],
        [`sent${i}`, nodeOf(poll(`${url}/${i}`))],
      ]),
    );
    await run({ twinloom: 1, nodes });
    const { saysOf, close } = await listen();
    for (const [i, host] of REFUSED.entries()) {
      await expect.poll(() => saysOf(`direct${i}`), { message: host }).toContain('never connects');
      await expect
        .poll(() => saysOf(`sent${i}`), { message: host })
        .toMatch(/never connects|302, which is no success/);
    }
    close();
  });

  it('gives the credentials of a connection to nobody else: not by its address, not by a redirect', async () => {
    const other = new Neighbour();
    const elsewhere = await other.open();
    await send('PUT', '/api/connections/mes', { protocol: 'http', url: `${url}/api`, secret: 'mes' });
    neighbour.answer = () => ({ status: 307, headers: { location: `${elsewhere}/steal` } });
    const own = poll(`${url}/api/level`, { connection: 'mes' });
    const above = poll(`${url}/other`, { connection: 'mes' });
    const sibling = poll(`${url}/apiother`, { connection: 'mes' });
    const climbing = poll(`${url}/api/../other`, { connection: 'mes' });
    const encoded = poll(`${url}/api/%2e%2e/other`, { connection: 'mes' });
    const stranger = poll(`${elsewhere}/api`, { connection: 'mes' });
    const flows = { own, above, sibling, climbing, encoded, stranger };
    const nodes = Object.fromEntries(Object.entries(flows).map(([id, flow]) => [id, nodeOf(flow)]));
    await run({ twinloom: 1, nodes });
    await other.untilAsked(2);
    const { saysOf, close } = await listen();
    for (const id of ['above', 'sibling', 'climbing', 'encoded', 'stranger']) {
      await expect.poll(() => saysOf(id)).toContain('credentials go nowhere else');
    }
    close();
    expect(neighbour.headers.some(({ authorization }) => authorization === `Bearer ${SECRET}`)).toBe(true);
    expect(JSON.stringify(other.headers)).not.toContain(SECRET);
    other.close();
  });
});

describe('a secret', () => {
  it('is in no answer, no log, no message and no file, whatever happens with it', async () => {
    const stream = new WebSocket(`ws://${open.host}/api/stream`, 'twinloom.1+json');
    const told: string[] = [];
    stream.on('message', (data: Buffer) => told.push(data.toString()));
    await once(stream, 'open');
    await send('PUT', '/api/connections/mes', { protocol: 'http', url, header: 'X-Api-Key', secret: 'mes' });
    await send('PUT', '/api/connections/basic', { protocol: 'http', url, user: 'ann', secret: 'mes' });
    const broker = { protocol: 'mqtt', url: url.replace('http', 'mqtt'), user: 'ann', secret: 'plant.4' };
    await send('PUT', '/api/connections/plant', broker);
    neighbour.answer = () => ({ status: 401, body: 'who are you' });
    const nodes = {
      a: nodeOf(poll(`${url}/a`, { connection: 'mes' })),
      b: nodeOf(poll(`${url}/b`, { connection: 'basic' })),
      c: { type: 'sources/mqtt', params: { topic: 'x', connection: 'plant', unit: '1' } },
      d: { type: 'sources/mqtt', params: { topic: '{secret}', unit: '1' } },
      e: { type: 'sources/constant', params: { value: 1 } },
      f: { type: 'sinks/webhook', params: { url: `${url}/f?k={TWINLOOM_SECRET_MES}`, connection: 'mes' } },
    };
    await run({ twinloom: 1, nodes, edges: ['e.value -> f.in'] });
    stream.send(JSON.stringify({ subscribe: { twin: 'guest-01' } }));
    await neighbour.untilAsked(6);
    await expect.poll(() => neighbour.headers.map((headers) => headers['x-api-key'])).toContain(SECRET);
    await expect.poll(() => told.join('')).toContain('credentials');
    await open.ask('PUT', '/api/connections/plant', { ...broker, secret: BROKER_SECRET.repeat(9) });
    await open.ask('PUT', '/api/connections/plant', { ...broker, password: 'x' });
    await expect
      .poll(async () => (await get<ConnectionBody>('/api/connections/plant')).status)
      .toBe('unreachable');

    const answers = [];
    for (const path of await pathsOf(open)) answers.push((await open.ask('GET', path)).text);
    const everywhere = [...answers, open.logged(), ...told, ...filesOf(open.dataDir)].join('\n');
    for (const secret of [SECRET, BROKER_SECRET, FLAG_SECRET]) {
      for (const spelled of spellings(secret)) expect(everywhere).not.toContain(spelled);
    }
    expect(everywhere).toContain('X-Api-Key');
    stream.terminate();
  });
});

describe('a file', () => {
  const paths = [
    '../twinloom.db',
    '..\\twinloom.db',
    '/etc/passwd',
    'C:\\Windows\\win.ini',
    'file:///etc/passwd',
    '//server/share',
    '..%2Ftwinloom.db',
    '%2e%2e%2ftwinloom.db',
    'a/../../twinloom.db',
    '.',
    '..',
    '',
    'sha256:../../twinloom.db',
    `sha256:${'0'.repeat(64)}/../../twinloom.db`,
    `sha256:${'A'.repeat(64)}`,
    `sha256:${'0'.repeat(64)}\u0000.csv`,
    'CON',
    'a\u0000b',
  ];

  it('is never a path', async () => {
    writeFileSync(join(open.dataDir, 'bait.csv'), 'time,a\n0,1\n');
    for (const file of paths) {
      const node = { type: 'sources/csv-replay', params: { file, columns: { a: { unit: '1' } } } };
      await send('PUT', '/api/flows/guest', { twinloom: 1, nodes: { file: node } });
      const checked = await open.ask('POST', '/api/flows/guest/check', {});
      const { diagnostics } = JSON.parse(checked.text) as CheckBody;
      expect(
        diagnostics.map(({ code }) => code),
        `${file}`,
      ).toEqual([file === '' ? 'bad-param' : 'missing-file']);
      expect((await open.ask('POST', '/api/flows/guest/deploy', {})).status).toBe(422);
      await expectNotHandedOut(file);
    }
  });

  it('in the data folder that leads out of it is not handed out', async () => {
    const outside = join(open.dataDir, 'outside.csv');
    writeFileSync(outside, 'time,a\n0,42\n');
    const digits = 'a'.repeat(64);
    const record = 'guest-01.file_2026-11-27.csv';
    for (const [folder, name] of [
      ['assets', `${digits}.csv`],
      ['records', record],
    ] as const) {
      mkdirSync(join(open.dataDir, folder), { recursive: true });
      symlinkSync(outside, join(open.dataDir, folder, name));
    }
    mkdirSync(join(open.dataDir, 'assets', `${'b'.repeat(64)}.csv`));
    mkdirSync(join(open.dataDir, 'records', 'guest-01.folder_2026-11-27.csv'));
    expect((await open.ask('GET', `/api/assets/sha256:${digits}`)).status).toBe(404);
    expect((await open.ask('GET', `/api/assets/sha256:${'b'.repeat(64)}`)).status).toBe(404);
    expect((await open.ask('GET', `/api/records/${record}`)).status).toBe(404);
    expect((await open.ask('GET', '/api/records/guest-01.folder_2026-11-27.csv')).status).toBe(404);
    expect(await get('/api/records')).toEqual([]);
  });
});

async function expectNotHandedOut(file: string): Promise<void> {
  for (const folder of ['assets', 'records']) {
    for (const name of [file, encodeURIComponent(file), encodeURIComponent(encodeURIComponent(file))]) {
      const line = `GET /api/${folder}/${name.replaceAll(/[\s\p{Cc}]/gu, '%00')} HTTP/1.1`;
      const answer = await open.raw(`${line}\r\nhost: ${open.host}\r\nconnection: close\r\n\r\n`);
      const isList = name === '' && folder === 'records';
      expect(answer, `${line}`).toMatch(isList ? /^HTTP\/1\.1 (200|404) / : /^HTTP\/1\.1 (400|404|414) /);
      expect(answer, `${line}`).not.toContain('SQLite');
    }
  }
}

function nodeOf(flow: object): object {
  return (flow as { nodes: { level: object } }).nodes.level;
}

/** What is said of each node of the guest, from now on. */
async function listen(): Promise<{ saysOf: (id: string) => string; close: () => void }> {
  const stream = new WebSocket(`ws://${open.host}/api/stream`, 'twinloom.1+json');
  let nodes: Record<string, { says?: string }> = {};
  stream.on('message', (data: Buffer) => {
    const { status } = JSON.parse(data.toString()) as { status?: { nodes: typeof nodes } };
    nodes = status?.nodes ?? nodes;
  });
  await once(stream, 'open');
  stream.send(JSON.stringify({ subscribe: { twin: 'guest-01' } }));
  return { saysOf: (id) => nodes[id]?.says ?? '', close: () => stream.terminate() };
}

/** Every address of the API that can be read, with what is there put in. */
async function pathsOf({ ask }: OpenApp): Promise<string[]> {
  const { paths } = JSON.parse((await ask('GET', '/api/openapi.json')).text) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const readable = Object.entries(paths).filter(([, methods]) => 'get' in methods);
  return readable.flatMap(([path]) =>
    ['guest', 'guest-01', 'default', 'mes', 'basic', 'plant'].map(
      (id) => path.replaceAll(/\{\w+\}/g, id) + (path.includes('history') ? '?port=e.value' : ''),
    ),
  );
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? textOf(join(entry.parentPath, entry.name)) : [],
  );
}

/** Nothing of a file that the server took away since it was listed. */
function textOf(file: string): string[] {
  try {
    return [readFileSync(file, 'latin1')];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A secret as it is, and as it may slip out. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('hex'),
    bytes.toString('base64').replace(/.{2}=*$/, ''),
    Buffer.from(`ann:${secret}`)
      .toString('base64')
      .replace(/.{2}=*$/, ''),
  ];
}
