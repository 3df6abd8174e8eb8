import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PlantBody, ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { buildApp, type App } from './app.ts';
import { readConfig } from './config.ts';
import type { Plants } from './routes/parts.ts';
import { listPlants } from './storage/plants.ts';
import { writeTwin } from './storage/twins.ts';

/** Before the port is open the app goes by the one it was told. */
const HOST = '127.0.0.1:4280';
const source = { type: 'sources/constant', params: { value: 3 } };
const flow = (value: number) => ({
  twinloom: 1,
  name: 'Tank',
  nodes: { speed: { ...source, params: { value } } },
});
const broken = {
  twinloom: 1,
  nodes: { odd: { type: 'acme/unknown', params: { a: [1, null] }, extra: { deep: true } } },
};

/** Plants that are only written down. */
class PaperPlants implements Plants {
  readonly #plants = new Map<string, PlantBody>();
  list(): PlantBody[] {
    return [...this.#plants.values()];
  }
  async add(twin: string, example: string, parameters: object): Promise<string | undefined> {
    if (this.#plants.size === 2) return 'no more than two';
    this.#plants.set(twin, { twin, example, status: 'running', says: JSON.stringify(parameters) });
    return undefined;
  }
  async set(twin: string, status: PlantBody['status']): Promise<PlantBody | undefined> {
    const plant = this.#plants.get(twin);
    if (plant) this.#plants.set(twin, { ...plant, status });
    return this.#plants.get(twin);
  }
  async remove(twin: string): Promise<void> {
    this.#plants.delete(twin);
  }
}

let folder: string;
let app: App;
let port: number | undefined;

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD';

async function ask(method: Method, url: string, body?: unknown, headers: Record<string, string> = {}) {
  const isText = typeof body === 'string';
  const answer = await app.api.inject({
    method,
    url,
    headers: {
      host: HOST,
      ...(method !== 'GET' && method !== 'DELETE' && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { payload: isText ? body : JSON.stringify(body) }),
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  return { status: answer.statusCode, headers: answer.headers, body: isJson ? answer.json() : answer.body };
}

/** A problem document with everything a person needs. */
function expectProblem(
  answer: { status: number; headers: object; body: ProblemBody },
  status: number,
  code: string,
) {
  expect(answer.body).toMatchObject({ status, code, type: `urn:twinloom:problem:${code}` });
  expect(answer.status).toBe(status);
  expect(answer.headers).toHaveProperty('content-type', expect.stringMatching(/^application\/problem\+json/));
  for (const text of [answer.body.title, answer.body.detail, answer.body.remedy])
    expect(text).toMatch(/\w{3}/);
}

async function build(): Promise<void> {
  const read = readConfig(['--data', folder, '--mqtt-port', '0'], {});
  if ('problem' in read) throw new Error(read.problem);
  const built = await buildApp(read.config, {
    log: pino({ level: 'silent' }),
    examplesDir: join(folder, 'examples'),
    // However full the disk of this machine is.
    diskUse: () => Promise.resolve(0.5),
    createPlants: () => new PaperPlants(),
  });
  if ('problem' in built) throw new Error(built.problem.says);
  app = built;
  port = undefined;
}

async function start(): Promise<void> {
  await build();
  await app.run();
}

async function restart(): Promise<void> {
  await app.close();
  await start();
}

/** Opens a port that nobody else has; its number. */
async function listen(): Promise<number> {
  if (port !== undefined) return port;
  const listening = await app.listen(0);
  if ('problem' in listening) throw new Error(listening.problem.says);
  port = Number(new URL(listening.address).port);
  return port;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'twinloom-app-'));
  await start();
});

afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the status', () => {
  it('tells of every flow, twin, worker, queue, of the disk and the connections', async () => {
    await ask('PUT', '/api/flows/tank', flow(3));
    await ask('POST', '/api/flows/tank/deploy', {});
    await ask('PUT', '/api/twins/t1', { flow: 'tank' });
    await ask('PUT', '/api/flows/other', { ...flow(4), name: 'Other' });
    const { status, body } = await ask('GET', '/api/status');
    expect(status).toBe(200);
    expect(body.flows).toEqual([
      { id: 'other', name: 'Other', version: 0, twins: [] },
      {
        id: 'tank',
        name: 'Tank',
        version: 1,
        twins: [{ id: 't1', version: 1, status: 'running', busyShare: expect.any(Number) }],
      },
    ]);
    expect(body.workers.at(-1)).toMatchObject({
      name: 'worker 1',
      role: 'twins',
      state: 'running',
      flows: ['tank'],
      twins: 1,
      deaths: 0,
      packetsLost: 0,
    });
    const names = body.queues.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['to worker 1', 'from worker 1', 'to the journal']);
    expect(body.connections).toMatchObject([{ id: 'default', protocol: 'mqtt' }]);
    await expect
      .poll(async () => (await ask('GET', '/api/status')).body.workers.at(-1).heapBytes)
      .toBeGreaterThan(1e6);
    await expect
      .poll(async () => (await ask('GET', '/api/status')).body.journal)
      .toMatchObject({ behind: 0, bytes: expect.any(Number), lastCommit: expect.any(Number) });
  });
});

describe('a start', () => {
  it('lets one twin that does not run any more hold up none of the others', async () => {
    await ask('PUT', '/api/flows/tank', flow(3));
    await ask('POST', '/api/flows/tank/deploy', {});
    const ids = Array.from({ length: 7 }, (_, i) => `t${i}`);
    for (const id of ids) await ask('PUT', `/api/twins/${id}`, { flow: 'tank' });
    await writeTwin(app.parts.storage, { id: 't4', flow: 'tank', version: 1, parameters: { depth: 3 } });
    await restart();
    const twins: { id: string; status: string }[] = (await ask('GET', '/api/twins')).body;
    expect(twins.filter(({ status }) => status !== 'running')).toEqual([
      expect.objectContaining({ id: 't4', status: 'failed', says: expect.stringContaining('depth') }),
    ]);
    expect(twins).toHaveLength(7);
  });

  it('answers before its twins run: which are still to come stands at each and in the health', async () => {
    await ask('PUT', '/api/flows/tank', flow(3));
    await ask('POST', '/api/flows/tank/deploy', {});
    await ask('PUT', '/api/twins/t1', { flow: 'tank' });
    app.parts.starting.add('t1');
    expect((await ask('GET', '/api/twins/t1')).body).toMatchObject({
      status: 'stopped',
      says: expect.stringContaining('just started'),
    });
    expect((await ask('GET', '/api/health')).body).toMatchObject({
      status: 'degraded',
      degraded: [{ part: 'start', says: '1 twin is still being started' }],
    });
    app.parts.starting.clear();
    expect((await ask('GET', '/api/health')).body.status).toBe('ok');
  });

  it('shows a twin to those who watched it before it ran', async () => {
    await ask('PUT', '/api/flows/tank', flow(3));
    await ask('POST', '/api/flows/tank/deploy', {});
    await ask('PUT', '/api/twins/t1', { flow: 'tank' });
    await app.close();
    await build();
    const socket = new WebSocket(`ws://127.0.0.1:${await listen()}/api/stream`, 'twinloom.1+json');
    const heard: string[] = [];
    const { promise: isRunning, resolve } = Promise.withResolvers<void>();
    socket.on('message', (data) => {
      const { status, layout, error } = JSON.parse(String(data));
      heard.push(status?.state ?? error?.code ?? (layout ? `${layout.ports.length} port` : 'values'));
      if (status?.state === 'running') resolve();
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ subscribe: { twin: 't1', ports: ['*'], maxRate: 20 } }));
    await once(socket, 'message');
    await app.run();
    await isRunning;
    expect(heard.slice(0, 2)).toEqual(['stopped', '1 port']);
    socket.close();
    await once(socket, 'close');
  });
});

describe('a draft', () => {
  it('is stored value for value, also with errors, and comes with its etag', async () => {
    const stored = await ask('PUT', '/api/flows/tank', broken);
    expect(stored.status).toBe(201);
    expect(stored.body).toMatchObject({ id: 'tank', name: 'tank', version: 0, status: 'draft' });
    const got = await ask('GET', '/api/flows/tank');
    expect(got.body).toEqual(broken);
    expect(got.headers.etag).toBe(`"${stored.body.etag}"`);
    expect((await ask('GET', '/api/flows')).body).toEqual([
      { id: 'tank', name: 'tank', version: 0, status: 'draft' },
    ]);
  });

  it('is not overwritten by someone who saw an older one', async () => {
    const first = await ask('PUT', '/api/flows/tank', flow(1), { 'if-none-match': '*' });
    const etag = String(first.headers.etag);
    expect((await ask('PUT', '/api/flows/tank', flow(2), { 'if-match': etag })).status).toBe(200);
    expectProblem(await ask('PUT', '/api/flows/tank', flow(3), { 'if-match': etag }), 412, 'draft-moved');
    expectProblem(await ask('PUT', '/api/flows/tank', flow(3), { 'if-none-match': '*' }), 412, 'draft-moved');
    expectProblem(await ask('PUT', '/api/flows/other', flow(3), { 'if-match': '*' }), 412, 'draft-moved');
    expect((await ask('GET', '/api/flows/tank')).body).toEqual(flow(2));
  });

  it.each([
    ['cut short', '{"twinloom":1,', 400, 'broken-json'],
    ['an array', '[]', 400, 'invalid-document'],
    ['without a format', '{"nodes":{}}', 400, 'invalid-document'],
    ['of a newer format', '{"twinloom":2,"nodes":{}}', 422, 'newer-format'],
    ['poisoned', '{"twinloom":1,"nodes":{"a":{"type":"x","params":{"__proto__":{}}}}}', 400, 'refused-json'],
    [
      'too deep',
      `{"twinloom":1,"nodes":{},"deep":${'['.repeat(500)}${']'.repeat(500)}}`,
      400,
      'refused-json',
    ],
  ])('that is %s is refused', async (_what, text, status, code) => {
    expectProblem(await ask('PUT', '/api/flows/tank', text), status, code);
    expect((await ask('GET', '/api/flows')).body).toEqual([]);
  });

  it('has an id that fits a file and a topic', async () => {
    expectProblem(await ask('PUT', '/api/flows/..%2Ftank', flow(1)), 400, 'invalid-request');
    expectProblem(await ask('PUT', '/api/flows/9tank', flow(1)), 400, 'invalid-request');
  });
});

describe('check, plan and deploy', () => {
  it('check names every diagnostic, of the document sent or of the draft', async () => {
    await ask('PUT', '/api/flows/tank', broken);
    const ofDraft = await ask('POST', '/api/flows/tank/check');
    expect(ofDraft.body.diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'unknown-node',
        severity: 'error',
        at: [expect.objectContaining({ node: 'odd' })],
      }),
    );
    expect((await ask('POST', '/api/flows/tank/check', { document: flow(1) })).body).toEqual({
      diagnostics: [],
    });
    expect(
      (await ask('POST', '/api/flows/tank/check', { document: { twinloom: 1 } })).body.diagnostics,
    ).not.toEqual([]);
  });

  it('deploy makes versions that stay, and twins follow', async () => {
    await ask('PUT', '/api/flows/tank', flow(1));
    expect((await ask('POST', '/api/flows/tank/deploy')).body).toMatchObject({ flow: 'tank', version: 1 });
    const twin = { flow: 'tank', parameters: {} };
    expect((await ask('PUT', '/api/twins/tank-01', twin)).status).toBe(201);
    expect((await ask('PUT', '/api/twins/tank-02', twin)).body).toMatchObject({
      version: 1,
      status: 'running',
    });
    await ask('PUT', '/api/flows/tank', flow(2));
    expect((await ask('GET', '/api/flows')).body).toMatchObject([{ version: 1, status: 'changed' }]);
    const deployed = await ask('POST', '/api/flows/tank/deploy', { twins: ['tank-01'], note: 'faster' });
    expect(deployed.body).toMatchObject({ version: 2, plan: { removed: [] } });
    expect((await ask('GET', '/api/flows')).body).toMatchObject([{ version: 2, status: 'deployed' }]);
    expect((await ask('GET', '/api/twins')).body).toMatchObject([
      { id: 'tank-01', version: 2 },
      { id: 'tank-02', version: 1 },
    ]);
    expect((await ask('GET', '/api/flows/tank?version=1')).body).toEqual(flow(1));
    expectProblem(await ask('GET', '/api/flows/tank?version=3'), 404, 'unknown-version');
  });

  it('a flow with errors deploys nothing: no version, every twin as it was', async () => {
    await ask('PUT', '/api/flows/tank', flow(1));
    await ask('POST', '/api/flows/tank/deploy');
    await ask('PUT', '/api/twins/tank-01', { flow: 'tank' });
    await ask('PUT', '/api/flows/tank', broken);
    const refused = await ask('POST', '/api/flows/tank/deploy');
    expectProblem(refused, 422, 'flow-has-errors');
    expect(refused.body.diagnostics).toContainEqual(expect.objectContaining({ code: 'unknown-node' }));
    expectProblem(await ask('POST', '/api/flows/tank/plan'), 422, 'flow-has-errors');
    expect((await ask('GET', '/api/flows')).body).toMatchObject([{ version: 1, status: 'changed' }]);
    expect((await ask('GET', '/api/twins/tank-01')).body).toMatchObject({ version: 1, status: 'running' });
  });

  it('a draft that moved meanwhile is not deployed', async () => {
    const seen = await ask('PUT', '/api/flows/tank', flow(1));
    await ask('PUT', '/api/flows/tank', flow(2));
    expectProblem(await ask('POST', '/api/flows/tank/deploy', { etag: seen.body.etag }), 409, 'draft-moved');
    expectProblem(
      await ask('POST', '/api/flows/tank/deploy', { twins: ['other'] }),
      422,
      'twin-of-other-flow',
    );
    expect((await ask('GET', '/api/flows')).body).toMatchObject([{ version: 0 }]);
  });

  it('the plan tells what a deploy would add', async () => {
    await ask('PUT', '/api/flows/tank', flow(1));
    const plan = await ask('POST', '/api/flows/tank/plan');
    expect(plan.body.added).toMatchObject([{ node: 'speed' }]);
  });
});

describe('twins', () => {
  beforeEach(async () => {
    await ask('PUT', '/api/flows/tank', flow(1));
    await ask('POST', '/api/flows/tank/deploy');
    await ask('PUT', '/api/twins/tank-01', { flow: 'tank' });
  });

  it('have a state with units and quality', async () => {
    const { body } = await ask('GET', '/api/twins/tank-01/state');
    expect(body.ports).toHaveProperty(['speed.value', 'unit']);
  });

  it('are removed once', async () => {
    expect((await ask('DELETE', '/api/twins/tank-01')).status).toBe(204);
    expectProblem(await ask('DELETE', '/api/twins/tank-01'), 404, 'unknown-twin');
    expect((await ask('GET', '/api/twins')).body).toEqual([]);
  });

  it('need a flow that was deployed', async () => {
    await ask('PUT', '/api/flows/new', flow(1));
    expectProblem(await ask('PUT', '/api/twins/a', { flow: 'new' }), 409, 'flow-never-deployed');
    expectProblem(await ask('PUT', '/api/twins/a', { flow: 'none' }), 404, 'unknown-flow');
    expectProblem(await ask('PUT', '/api/twins/a', { flow: 3 }), 400, 'invalid-request');
  });

  it('keep what is set by hand until it is given back', async () => {
    const set = await ask('PUT', '/api/twins/tank-01/inputs', { values: { 'speed.value': 7 }, note: 'try' });
    expect(set.body).toMatchObject({
      values: { 'speed.value': 7 },
      entries: [{ port: 'speed.value', author: 'local', note: 'try' }],
    });
    await restart();
    expect((await ask('GET', '/api/twins/tank-01/inputs')).body.values).toEqual({ 'speed.value': 7 });
    const back = await ask('PUT', '/api/twins/tank-01/inputs', { values: { 'speed.value': null } });
    expect(back.body).toEqual({ values: {}, entries: [] });
  });

  it('refuse what cannot be set and keep none of it', async () => {
    const refused = await ask('PUT', '/api/twins/tank-01/inputs', {
      values: { 'speed.value': 7, 'nobody.value': 1 },
    });
    expectProblem(refused, 422, 'inputs-refused');
    expect((await ask('GET', '/api/twins/tank-01/inputs')).body.entries).toEqual([]);
  });

  it('run again after a restart', async () => {
    await restart();
    expect((await ask('GET', '/api/twins/tank-01')).body).toMatchObject({ version: 1, status: 'running' });
  });
});

describe('a flow that took the server down five times', () => {
  it('is held at the next start with its reason, the editor is reachable, and a deploy frees it', async () => {
    await ask('PUT', '/api/flows/tank', flow(3));
    await ask('POST', '/api/flows/tank/deploy', {});
    await ask('PUT', '/api/twins/t', { flow: 'tank', parameters: {} });
    await app.close();
    const crashes = [1, 2, 3, 4, 5].map((k) => ({ t: Date.now() / 1000 - k, isUp: true, flow: 'tank' }));
    writeFileSync(join(folder, 'crashes.json'), JSON.stringify({ crashes }));
    await start();
    const held = (await ask('GET', '/api/twins/t')).body;
    expect(held).toMatchObject({
      status: 'failed',
      says: expect.stringContaining('held: the server ended 5'),
    });
    expect((await ask('GET', '/api/health')).body).toMatchObject({
      status: 'degraded',
      degraded: [{ part: 'twin t' }],
    });
    await ask('PUT', '/api/flows/tank', flow(4));
    expect((await ask('POST', '/api/flows/tank/deploy', {})).status).toBe(200);
    expect((await ask('GET', '/api/twins/t')).body).toMatchObject({ version: 2, status: 'running' });
    await restart();
    expect((await ask('GET', '/api/twins/t')).body).toMatchObject({ version: 2, status: 'running' });
  });

  it('is not one that ran when the server could not open its folders: it runs as soon as these are mended', async () => {
    await ask('PUT', '/api/flows/tank', flow(3));
    await ask('POST', '/api/flows/tank/deploy', {});
    await ask('PUT', '/api/twins/t', { flow: 'tank', parameters: {} });
    await app.close();
    const history = join(folder, 'history');
    renameSync(history, `${history}-kept`);
    writeFileSync(history, 'in its place');
    for (let k = 0; k < 5; k++) await expect(start()).rejects.toThrow('cannot be opened');
    rmSync(history);
    renameSync(`${history}-kept`, history);
    await start();
    expect((await ask('GET', '/api/twins/t')).body).toMatchObject({ status: 'running' });
  });
});

describe('connections', () => {
  it('keep the name of a secret, are listed and outlive a restart', async () => {
    const settings = { protocol: 'mqtt', url: 'mqtt://127.0.0.1:9', user: 'ann', secret: 'plant' };
    expect((await ask('PUT', '/api/connections/plant', settings)).body).toMatchObject({
      id: 'plant',
      ...settings,
    });
    await restart();
    expect((await ask('GET', '/api/connections')).body).toContainEqual(
      expect.objectContaining({ id: 'plant', ...settings }),
    );
    expect((await ask('GET', '/api/connections/plant/topics')).body).toEqual({ topics: [] });
  });

  it('hold credentials for a web server too', async () => {
    const settings = { protocol: 'http', url: 'https://mes.example/api', header: 'X-Api-Key', secret: 'mes' };
    expect((await ask('PUT', '/api/connections/mes', settings)).body).toMatchObject({
      id: 'mes',
      ...settings,
      status: 'unreachable',
      says: expect.stringContaining('TWINLOOM_SECRET_MES'),
    });
    await restart();
    expect((await ask('GET', '/api/connections/mes')).body).toMatchObject(settings);
    const broker = { protocol: 'mqtt', url: 'mqtt://127.0.0.1:9' };
    expect((await ask('PUT', '/api/connections/mes', broker)).body).toMatchObject(broker);
    expect(
      (await ask('GET', '/api/connections')).body.filter(({ id }: { id: string }) => id === 'mes'),
    ).toEqual([expect.objectContaining(broker)]);
  });

  it.each([
    [{ protocol: 'http', url: 'https://ann:pw@mes.example' }],
    [{ protocol: 'http', url: 'https://mes.example/?key=1' }],
    [{ protocol: 'http', url: 'https://mes.example', header: 'two words' }],
    [{ protocol: 'mqtt', url: 'mqtt://ann:pw@broker' }],
    [{ protocol: 'mqtt', url: 'wss://broker/mqtt?token=pw' }],
    [{ protocol: 'mqtt', url: 'wss://broker#pw' }],
    [{ protocol: 'mqtt', url: 'file:///etc/passwd' }],
    [{ protocol: 'ftp', url: 'mqtt://broker' }],
  ])('refuse %j', async (settings) => {
    expectProblem(await ask('PUT', '/api/connections/plant', settings), 400, 'invalid-request');
    expectProblem(await ask('GET', '/api/connections/plant'), 404, 'unknown-connection');
  });
});

describe('examples', () => {
  const put = (path: string, content: unknown): void => {
    const file = join(folder, 'examples', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  };

  beforeEach(() => {
    put('tank/README.md', '# A tank\n\nIt **fills**.\n');
    put('tank/twin.flow.json', {
      ...flow(1),
      nodes: { ...flow(1).nodes, show: { type: 'sinks/value' } },
      edges: ['speed.value -> show.in'],
      layout: { speed: [0, 0], show: [288, 8] },
    });
    put('tank/twins.json', [{ id: 'tank-01' }]);
    put('tank/plant.flow.json', flow(2));
    put('bare/twin.flow.json', flow(3));
    put('bare/picture.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    put('broken/twin.flow.json', { ...broken });
    put('unreadable/twin.flow.json', '{"twinloom":');
    put('notes/README.md', '# No example');
  });

  it('are the folders with a twin’s flow, with title, description, picture or map', async () => {
    const { body } = await ask('GET', '/api/examples');
    expect(body.map(({ id }: { id: string }) => id)).toEqual(['bare', 'broken', 'tank', 'unreadable']);
    expect(body[0]).toMatchObject({ title: 'bare', picture: '/api/examples/bare/picture', hasPlant: false });
    expect(body[2]).toEqual({
      id: 'tank',
      title: 'A tank',
      description: 'It fills.',
      hasPlant: true,
      parameters: [],
      map: {
        places: [
          [0, 0],
          [288, 8],
        ],
        lines: [[0, 1]],
      },
    });
    const picture = await ask('GET', '/api/examples/bare/picture');
    expect([picture.status, picture.headers['content-type'], picture.body]).toEqual([
      200,
      'image/svg+xml',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
    ]);
    expectProblem(await ask('GET', '/api/examples/tank/picture'), 404, 'no-picture');
    expectProblem(await ask('GET', '/api/examples/..%2Ftank/picture'), 400, 'invalid-request');
  });

  it('open as flows of their own, with twins that run and a plant beside each; ids that are taken count up', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => ask('POST', '/api/examples/tank/open', {})));
    expect(opened.map(({ status, body }) => [status, body.flow, body.twins])).toEqual([
      [201, 'tank', ['tank-01']],
      [201, 'tank-2', ['tank-02']],
      [201, 'tank-3', ['tank-03']],
    ]);
    expect(opened.map(({ body }) => body.says)).toEqual([
      undefined,
      undefined,
      'the plant of tank-03 does not run: no more than two',
    ]);
    expect((await ask('GET', '/api/twins/tank-02')).body).toMatchObject({
      flow: 'tank-2',
      status: 'running',
    });
    expect((await ask('GET', '/api/plants')).body).toMatchObject([
      { twin: 'tank-01', example: 'tank', status: 'running' },
      { twin: 'tank-02', example: 'tank', status: 'running' },
    ]);
  });

  it('without twins open as a deployed flow; with errors they open to be looked at, and say so', async () => {
    const bare = await ask('POST', '/api/examples/bare/open', {});
    expect(bare.body).toEqual({ flow: 'bare', twins: [] });
    const wrong = await ask('POST', '/api/examples/broken/open', {});
    expect(wrong.body).toMatchObject({ flow: 'broken', twins: [] });
    expect(wrong.body.says).toContain('acme/unknown');
    expect((await ask('GET', '/api/flows/broken')).body).toEqual(broken);
    expectProblem(await ask('POST', '/api/examples/unreadable/open', {}), 400, 'broken-json');
    expectProblem(await ask('POST', '/api/examples/notes/open', {}), 404, 'unknown-example');
  });

  it('begin with the values that were chosen: the flow of the twin, and the plant beside it; after a restart too', async () => {
    const parameters = {
      lift: { value: 10, unit: 'm', title: 'Height', min: 0, max: 19 },
      price: { value: 0.3 },
    };
    put('tank/twin.flow.json', { ...flow(1), parameters });
    put('tank/plant.flow.json', {
      ...flow(2),
      parameters: { lift: { value: 10, unit: 'm' }, noise: { value: 1 } },
    });
    put('tank/twins.json', [{ id: 'tank-01', parameters: { price: 0.2 } }]);
    const { body } = await ask('GET', '/api/examples');
    expect(body.find(({ id }: { id: string }) => id === 'tank').parameters).toEqual([
      { name: 'lift', title: 'Height', value: 10, unit: 'm', min: 0, max: 19, of: 'both' },
      { name: 'price', value: 0.3, of: 'twin' },
      { name: 'noise', value: 1, of: 'plant' },
    ]);
    const values = { lift: '1200 cm', price: 0.5, noise: 0 };
    const opened = await ask('POST', '/api/examples/tank/open', { parameters: values });
    expect(opened.body).toEqual({ flow: 'tank', twins: ['tank-01'] });
    expect((await ask('GET', '/api/flows/tank')).body.parameters).toEqual({
      lift: { ...parameters.lift, value: '1200 cm' },
      price: { value: 0.5 },
    });
    expect((await ask('GET', '/api/twins/tank-01')).body).toMatchObject({ parameters: {} });
    const [plant] = (await ask('GET', '/api/plants')).body;
    expect(JSON.parse(plant.says)).toEqual({ lift: '1200 cm', noise: 0 });
    await restart();
    expect(await listPlants(app.parts.storage)).toEqual([
      { twin: 'tank-01', example: 'tank', parameters: { lift: '1200 cm', noise: 0 } },
    ]);
  });

  it.each([
    [{ lift: 25 }, 'parameter lift: 25 lies outside 0 to 19'],
    [{ lift: '3 kg' }, '"3 kg" is not a quantity in m'],
    [{ lifts: 5 }, 'the example has no such parameter'],
  ])('refuse %j, and nothing is made', async (values, says) => {
    put('tank/twin.flow.json', {
      ...flow(1),
      parameters: { lift: { value: 10, unit: 'm', min: 0, max: 19 } },
    });
    const refused = await ask('POST', '/api/examples/tank/open', { parameters: values });
    expectProblem(refused, 422, 'bad-parameter');
    expect(refused.body.detail).toContain(says);
    expectProblem(await ask('GET', '/api/flows/tank'), 404, 'unknown-flow');
  });

  it('have plants that are switched by their twin, and go with it', async () => {
    await ask('POST', '/api/examples/tank/open', {});
    const stopped = await ask('PUT', '/api/plants/tank-01', { status: 'stopped' });
    expect(stopped.body).toMatchObject({ twin: 'tank-01', status: 'stopped' });
    expect(await listPlants(app.parts.storage)).toEqual([
      { twin: 'tank-01', example: 'tank', parameters: {} },
    ]);
    expect((await ask('DELETE', '/api/twins/tank-01')).status).toBe(204);
    expect((await ask('GET', '/api/plants')).body).toEqual([]);
    expect(await listPlants(app.parts.storage)).toEqual([]);
  });
});

describe('every answer', () => {
  it('carries the security headers', async () => {
    for (const url of ['/api/health', '/', '/api/nothing']) {
      const { headers } = await ask('GET', url);
      expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval';");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('to a mistake is a problem document', async () => {
    const headers = { host: 'evil.example' };
    expectProblem(await ask('GET', '/api/nothing'), 404, 'not-found');
    expectProblem(await ask('GET', '/api/flows/none'), 404, 'unknown-flow');
    expectProblem(await ask('PUT', '/api/plants/none', { status: 'stopped' }), 404, 'no-plant');
    expectProblem(await ask('POST', '/api/examples/none/open', {}), 404, 'unknown-example');
    expectProblem(await ask('GET', '/api/stream'), 426, 'websocket-expected');
    expectProblem(await ask('GET', '/api/health', undefined, headers), 421, 'unknown-host');
    expectProblem(
      await ask('PUT', '/api/flows/a', flow(1), { origin: 'http://evil.example' }),
      403,
      'foreign-origin',
    );
    expectProblem(
      await ask('POST', '/api/flows/a/deploy', 'a=1', { 'content-type': 'text/plain' }),
      415,
      'unsupported-media-type',
    );
    expectProblem(await ask('PUT', '/api/twins/a', { flow: 'x'.repeat(70_000) }), 413, 'too-large');
    expectProblem(await ask('PUT', '/api/twins/a', '{"flow":'), 400, 'broken-json');
  });

  it('leaves a large flow in', async () => {
    const notes = 'x'.repeat(2_000_000);
    expect((await ask('PUT', '/api/flows/large', { ...flow(1), notes })).status).toBe(201);
    expectProblem(
      await ask('PUT', '/api/flows/large', { ...flow(1), notes: notes.repeat(6) }),
      413,
      'too-large',
    );
  });

  it('is described by the OpenAPI document', async () => {
    const { body } = await ask('GET', '/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/api/health',
        '/api/flows/{id}',
        '/api/flows/{id}/deploy',
        '/api/twins/{id}/inputs',
      ]),
    );
    expect((await ask('GET', '/api/docs/')).body).toContain('swagger');
  });
});

describe('the health', () => {
  it('names version and process', async () => {
    expect((await ask('GET', '/api/health')).body).toMatchObject({ status: 'ok', pid: process.pid });
  });
});

describe('the stream', () => {
  async function connect(
    subprotocol: string[],
    headers: Record<string, string> = {},
  ): Promise<number | string> {
    const socket = new WebSocket(`ws://127.0.0.1:${await listen()}/api/stream`, subprotocol, { headers });
    const { promise, resolve } = Promise.withResolvers<number | string>();
    socket.once('open', () => resolve(socket.protocol));
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
    const outcome = await promise;
    socket.terminate();
    return outcome;
  }

  it('opens with one of our subprotocols only', async () => {
    expect(await connect(['twinloom.1'])).toBe('twinloom.1');
    expect(await connect(['other', 'twinloom.1+json'])).toBe('twinloom.1+json');
    expect(await connect(['other'])).toBe(400);
    expect(await connect([])).toBe(400);
  });

  it('opens for our own page only', async () => {
    expect(await connect(['twinloom.1'], { origin: `http://127.0.0.1:${await listen()}` })).toBe(
      'twinloom.1',
    );
    expect(await connect(['twinloom.1'], { origin: 'http://evil.example' })).toBe(403);
    expect(await connect(['twinloom.1'], { host: 'evil.example' })).toBe(421);
  });

  it('says the state of a twin, then its values', async () => {
    await ask('PUT', '/api/flows/tank', flow(1));
    await ask('POST', '/api/flows/tank/deploy');
    await ask('PUT', '/api/twins/tank-01', { flow: 'tank' });
    const socket = new WebSocket(`ws://127.0.0.1:${await listen()}/api/stream`, 'twinloom.1+json');
    await once(socket, 'open');
    socket.send(JSON.stringify({ subscribe: { twin: 'tank-01' } }));
    const [first] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(first.toString())).toHaveProperty('layout.twin', 'tank-01');
    socket.terminate();
  });

  it('takes no message above 1 MB', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${await listen()}/api/stream`, 'twinloom.1');
    await once(socket, 'open');
    socket.send('x'.repeat(1024 * 1024 + 1));
    expect((await once(socket, 'close'))[0]).toBe(1009);
  });
});

const CSV = 'time,Flow\n2024-03-09T10:00:00Z,1.5\n2024-03-09T10:00:01Z,2.5\n';

async function send(text: string | Buffer, type = 'text/csv', url = '/api/assets') {
  const answer = await app.api.inject({
    method: url === '/api/assets' ? 'POST' : 'PUT',
    url,
    headers: { host: HOST, 'content-type': type },
    payload: text,
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}

function replay(file: string, columns: unknown = { flow: { column: 'Flow', unit: 'm3/h' } }) {
  return {
    twinloom: 1,
    nodes: { file: { type: 'sources/csv-replay', params: { file, columns, speed: 1000 } } },
  };
}

describe('a file of a flow', () => {
  it('is kept once and comes back as it was', async () => {
    const kept = await send(CSV);
    expect(kept.status).toBe(201);
    expect(kept.body.bytes).toBe(CSV.length);
    const got = await ask('GET', `/api/assets/${kept.body.hash}`);
    expect(got.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(got.body).toBe(CSV);
    expect((await send(CSV)).body.hash).toBe(kept.body.hash);
  });

  it.each([
    ['application/json', '{}', 415, 'unsupported-media-type'],
    ['text/plain', CSV, 415, 'unsupported-media-type'],
    ['text/csv', '', 422, 'file-empty'],
    ['text/csv', 'a\0b', 422, 'file-not-text'],
    ['text/csv', Buffer.alloc(64 * 1024 * 1024 + 1, 'a'), 413, 'file-too-large'],
  ])('sent as %s may be refused (%#)', async (type, payload, status, code) => {
    expectProblem(await send(payload, type), status, code);
  });

  it('is the only thing that may be sent as CSV', async () => {
    expectProblem(await send(CSV, 'text/csv', '/api/flows/a'), 415, 'unsupported-media-type');
  });

  it.each(['sha256:0', '..%2Ftwinloom.db', 'twinloom.db'])('is not found at %s', async (hash) => {
    expectProblem(await ask('GET', `/api/assets/${hash}`), 404, 'unknown-asset');
  });

  it('is replayed by a deployed twin; what is wrong with it stands at the node', async () => {
    const { hash } = (await send(CSV)).body;
    const wrong = await ask('POST', '/api/flows/a/check', { document: replay(hash, ['flow']) });
    expect(wrong.body.diagnostics).toMatchObject([
      { code: 'bad-file', at: [{ node: 'file', param: 'file' }], remedy: 'It has "time", "Flow".' },
    ]);
    const missing = await ask('POST', '/api/flows/a/check', { document: replay('m.csv') });
    expect(missing.body.diagnostics).toMatchObject([{ code: 'missing-file', severity: 'error' }]);

    await ask('PUT', '/api/flows/a', replay(hash));
    expect((await ask('POST', '/api/flows/a/deploy', {})).body).toMatchObject({ version: 1 });
    expect((await ask('PUT', '/api/twins/t', { flow: 'a', parameters: {} })).status).toBe(201);
    await expect
      .poll(async () => (await ask('GET', '/api/twins/t/state')).body.ports?.['file.flow'])
      .toMatchObject({ value: 2.5, unit: 'm3/h', quality: 'good' });
    await restart();
    await expect
      .poll(async () => (await ask('GET', '/api/twins/t/state')).body.ports?.['file.flow'])
      .toMatchObject({ value: 2.5 });
  });
});
