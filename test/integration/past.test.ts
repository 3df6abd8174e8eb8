import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StateBody } from '@twinloom/runtime/protocol/bodies';
import type { FiguresBody } from '@twinloom/runtime/protocol/figures';
import type { PastBody, PastReachBody, WhyBody } from '@twinloom/runtime/protocol/past';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../fixtures/run-cli.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const TWIN = 'tank-01';

/** A tank that noise fills, and an alarm that is raised soon. */
const flow = {
  twinloom: 1,
  name: 'Tank',
  nodes: {
    in: { type: 'sources/constant', params: { value: 0.02, unit: 'm3/s' } },
    wobble: {
      type: 'sources/waveform',
      params: { shape: 'noise', amplitude: 0.001, unit: 'm3/s', every: '250ms' },
    },
    sum: {
      type: 'transforms/expression',
      params: { inputs: { a: { unit: 'm3/s' }, b: { unit: 'm3/s' } }, expression: 'a + b', unit: 'm3/s' },
    },
    tank: { type: 'physics/tank', params: { area: 2, orifice: 0.002 } },
    high: { type: 'sinks/alarm', params: { above: 0.005 } },
  },
  kpis: { filled: { title: 'Filled', expression: 'last(tank.volume) - first(tank.volume)', unit: 'l' } },
  edges: ['in.value -> sum.a', 'wobble.value -> sum.b', 'sum.out -> tank.inflow', 'tank.level -> high.in'],
};

describe('a twin that is asked how it was', () => {
  let server: RunningServer;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'twinloom-past-'));
    server = await startServer('--no-editor', '--no-plant', '--data', dataDir);
    await server.send('PUT', '/api/flows/tank', flow);
    await server.send('POST', '/api/flows/tank/deploy', {});
    await server.send('PUT', `/api/twins/${TWIN}`, { flow: 'tank' });
  });

  afterAll(async () => {
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const live = () => server.get<StateBody>(`/api/twins/${TWIN}/state`);
  async function at(time: number | string) {
    const response = await fetch(`${server.address}/api/twins/${TWIN}/at?time=${time}`);
    const body = (await response.json()) as PastBody & { code: string; detail: string; remedy: string };
    return { status: response.status, body };
  }

  /** An instant that was shown live and is in its log by now. */
  async function told(): Promise<number> {
    const { t } = await live();
    await expect.poll(async () => (await at(t)).body.t).toBe(t);
    return t;
  }

  it('shows what it put out then, alarms included, while it goes on', async () => {
    const seen: StateBody[] = [];
    for (let i = 0; i < 8; i++) {
      const last = seen.at(-1)?.t ?? 0;
      let state = await live();
      await expect.poll(async () => (state = await live()).t).toBeGreaterThan(last);
      seen.push(state);
    }
    await expect.poll(async () => (await at(seen.at(-1)!.t)).body.t).toBe(seen.at(-1)!.t);
    for (const { t, ports } of seen) {
      const { body } = await at(t);
      expect(body.t).toBe(t);
      expect(body.version).toBe(1);
      for (const [port, sample] of Object.entries(ports)) expect(body.ports[port]).toMatchObject(sample);
      expect(body.nodes['tank']).toEqual({ state: 'running' });
    }
    await expect.poll(async () => (await live()).ports['high.active']?.value).toBe(true);
    const raised = await live();
    await expect
      .poll(async () => (await at(raised.t)).body.alarms)
      .toMatchObject([{ node: 'high', isRaised: true }]);
    const { from } = await server.get<PastReachBody>(`/api/twins/${TWIN}/past`);
    expect((await at(from!)).body.alarms).toEqual([]);
  });

  it('goes from instant to instant, both ways', async () => {
    const here = (await at(await told())).body;
    const before = (await at(here.t - 1e-6)).body;
    expect(before.t).toBeLessThan(here.t);
    expect(before.next).toBe(here.t);
    expect((await at(before.next!)).body.ports).toEqual(here.ports);
  });

  it('says how far back it goes, and what stands on the way', async () => {
    const reach = await server.get<PastReachBody>(`/api/twins/${TWIN}/past`);
    expect(reach.from).toBeLessThan((await live()).t);
    expect(reach.marks.map(({ kind }) => kind)).toContain('alarm');
  });

  it('explains a value by the chain of its inputs, now and then', async () => {
    const t = await told();
    const chain = await server.get<WhyBody>(`/api/twins/${TWIN}/why?port=sum.out&time=${t}`);
    const { ports } = (await at(t)).body;
    expect(chain.rows.map(({ port, input, value }) => [port, input, value])).toEqual([
      ['sum.out', null, ports['sum.out']!.value],
      ['in.value', 'a', 0.02],
      ['wobble.value', 'b', ports['wobble.value']!.value],
    ]);
    const shares = chain.rows.slice(1).map(({ share }) => Math.abs(share ?? 0));
    expect(shares[0]! + shares[1]!).toBeCloseTo(1, 9);
    const now = await server.get<WhyBody>(`/api/twins/${TWIN}/why?port=high.active`);
    expect(now.rows.map(({ port }) => port)).toContain('tank.level');
    const unknown = await fetch(`${server.address}/api/twins/${TWIN}/why?port=sum.nothing`);
    expect(unknown.status).toBe(404);
  });

  it('has key figures over a stretch of it, until now too, and says which stretch it cannot look at', async () => {
    const { from } = await server.get<PastReachBody>(`/api/twins/${TWIN}/past`);
    await expect.poll(async () => (await live()).t).toBeGreaterThan(from! + 3);
    const t = await told();
    const ask = async (query: string) => {
      const response = await fetch(`${server.address}/api/twins/${TWIN}/kpis?${query}`);
      return { status: response.status, body: (await response.json()) as FiguresBody };
    };
    const [filled] = (await ask(`from=${t - 2}&to=${t - 0.5}`)).body.kpis;
    expect(filled).toMatchObject({ name: 'filled', title: 'Filled', unit: 'l', missing: 0 });
    // 20 l/s come in; a little leaves through the orifice.
    expect(filled!.value).toBeGreaterThan(20);
    expect(filled!.value).toBeLessThan(32);
    expect((await ask(`from=${t - 1}`)).body.to).toBeGreaterThan(t - 1);
    expect(await ask(`from=${t}&to=${t - 5}`)).toMatchObject({ status: 422, body: { code: 'bad-stretch' } });
    expect(await ask(`from=${t - 86_400}`)).toMatchObject({ status: 422, body: { code: 'bad-stretch' } });
    expect(await ask('from=soon')).toMatchObject({ status: 400, body: { code: 'no-time' } });
  });

  it('says why a time cannot be shown', async () => {
    const early = await at('2001-01-01T00:00:00Z');
    expect(early).toMatchObject({ status: 404, body: { code: 'past-not-kept' } });
    expect(early.body.detail).toMatch(/kept from 20/);
    expect(await at('2101-01-01')).toMatchObject({ status: 422, body: { code: 'in-the-future' } });
    expect(await at('soon')).toMatchObject({ status: 400, body: { code: 'no-time' } });
    expect((await fetch(`${server.address}/api/twins/ghost/at?time=0`)).status).toBe(404);
  });

  it('shows the version that ran then, also after a deploy', async () => {
    const before = await live();
    const { nodes, ...rest } = flow;
    await server.send('PUT', '/api/flows/tank', {
      ...rest,
      nodes: { ...nodes, more: { type: 'transforms/gain', params: { gain: 2 } } },
      edges: [...flow.edges, 'tank.level -> more.in'],
    });
    await server.send('POST', '/api/flows/tank/deploy', {});
    // What was shown live is in the log a moment later.
    await expect.poll(async () => (await at(before.t)).body).toMatchObject({ version: 1, t: before.t });
    expect((await at(before.t)).body.ports['more.out']).toBeUndefined();
    let now = await live();
    await expect.poll(async () => (now = await live()).ports['more.out']?.quality).toBe('good');
    await expect.poll(async () => (await at(now.t)).body).toMatchObject({ version: 2, t: now.t });
    expect((await at(now.t)).body.ports['more.out']).toMatchObject(now.ports['more.out']!);
  });

  it('is known after the server was killed, and its log folds bit for bit', async () => {
    const t = await told();
    await server.kill();
    const verified = runCli('verify', TWIN, '--data', dataDir);
    expect(verified.stdout).toMatch(/equal, bit for bit/);
    server = await startServer('--no-editor', '--no-plant', '--data', dataDir);
    expect((await at(t)).body).toMatchObject({ t, version: 2 });
  });
});
