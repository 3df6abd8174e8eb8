import type { StudyBody, StudySummaryBody } from '@twinloom/runtime/protocol/studies';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../fixtures/run-cli.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const TWIN = 'tank-01';
const at = `/api/twins/${TWIN}/scenarios`;

/** A tank that a constant fills and a drain empties, with noise on its way. */
const flow = {
  twinloom: 1,
  name: 'Tank',
  parameters: { area: { value: 2, unit: 'm2', min: 0.1, max: 10 } },
  nodes: {
    in: { type: 'sources/constant', params: { value: 0.02, unit: 'm3/s' } },
    wobble: {
      type: 'sources/waveform',
      params: { shape: 'noise', amplitude: 0.001, unit: 'm3/s', every: '1 s' },
    },
    sum: {
      type: 'transforms/expression',
      params: { inputs: { a: { unit: 'm3/s' }, b: { unit: 'm3/s' } }, expression: 'a + b', unit: 'm3/s' },
    },
    tank: { type: 'physics/tank', params: { area: '=area', orifice: 0.002 } },
    ahead: {
      type: 'predictors/run-ahead',
      params: { limit: '3 m', every: '1 min', horizon: '15 min', runs: 10, spread: 'none' },
    },
  },
  edges: ['in.value -> sum.a', 'wobble.value -> sum.b', 'sum.out -> tank.inflow', 'tank.level -> ahead.in'],
  kpis: { drained: { title: 'Drained', expression: 'integral(tank.drain)', unit: 'm3' } },
};

describe('a twin that is asked what would be', () => {
  let server: RunningServer;
  let dataDir: string;
  let began: number;
  const start = () => startServer('--no-editor', '--no-plant', '--data', dataDir);

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'twinloom-study-'));
    server = await start();
    await server.send('PUT', '/api/flows/tank', flow);
    await server.send('POST', '/api/flows/tank/deploy', {});
    await server.send('PUT', `/api/twins/${TWIN}`, { flow: 'tank' });
    began = (await server.get<{ t: number }>(`/api/twins/${TWIN}/state`)).t;
  });

  afterAll(async () => {
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function levelOf(): Promise<number> {
    const { ports } = await server.get<{ ports: Record<string, { value: number }> }>(
      `/api/twins/${TWIN}/state`,
    );
    return ports['tank.level']?.value ?? 0;
  }

  async function ask(request: object) {
    const response = await fetch(`${server.address}${at}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return {
      status: response.status,
      body: (await response.json()) as StudyBody & { code: string; remedy: string; detail: string },
    };
  }
  const study = (id: string) => server.get<StudyBody>(`${at}/${id}`);
  const remove = async (id: string) =>
    (await fetch(`${server.address}${at}/${id}`, { method: 'DELETE' })).status;
  const finished = async (id: string): Promise<StudyBody> => {
    const isBusy = async () => ['waiting', 'running'].includes((await study(id)).status);
    await expect.poll(isBusy).toBe(false);
    const ended = await study(id);
    expect(ended).toMatchObject({ status: 'done' });
    return ended;
  };

  it('forks for each variant and compares them with itself as it is', async () => {
    await expect.poll(() => levelOf()).toBeGreaterThan(0);
    const asked = await ask({
      question: 'What does a wider tank do?',
      horizon: '10 min',
      variants: {
        wider: { parameters: { area: 4 } },
        'twice the inflow': { values: { 'in.value': '0.04 m3/s' } },
      },
    });
    expect(asked.status).toBe(201);
    expect(asked.body.variants.map(({ name }) => name)).toEqual(['as it is', 'wider', 'twice the inflow']);
    const done = await finished(asked.body.id);
    const [base, wider, twice] = done.variants.map(({ kpis }) => kpis!.drained!);
    expect(base!.value).toBeGreaterThan(0);
    expect(wider!.value).toBeLessThan(base!.value!);
    expect(twice!.difference).toBeCloseTo(twice!.value! - base!.value!, 9);
    expect(twice!.share).toBeCloseTo(twice!.difference! / base!.value!, 9);
    expect(done.variants[1]!.plan.kept.map(({ node }) => node)).toContain('tank');
    expect(done.kpis).toEqual([
      { name: 'drained', title: 'Drained', unit: 'm3', expression: 'integral(tank.drain)' },
    ]);
    expect(Object.keys(done.variants[0]!.curves!)).toContain('tank.drain');
    expect(done.variants[0]!.curves!['tank.drain']!.max).toHaveLength(300);
    expect(done.done).toBe(1);
  });

  it('runs ahead of itself and says when it comes to a limit', async () => {
    const stateOf = () =>
      server.get<{
        t: number;
        ports: Record<string, { value?: number; quality: string; t: number }>;
      }>(`/api/twins/${TWIN}/state`);
    const timeTo = async () => (await stateOf()).ports['ahead.value']?.value ?? 0;
    await expect.poll(timeTo).toBeGreaterThan(0);
    const { t, ports } = await stateOf();
    // It rises by 1 cm/s at first, and more slowly as it drains; the wobble is drawn anew in no fork.
    // Counted from when it began, however late this is asked.
    const whole = ports['ahead.value']!.t + ports['ahead.value']!.value! - began;
    expect(whole).toBeGreaterThan(250);
    expect(whole).toBeLessThan(700);
    expect(ports['ahead.value']!.quality).toBe('good');
    expect(ports['ahead.value']!.t).toBeLessThan(t);
    expect(ports['ahead.probability']).toMatchObject({ value: 1, quality: 'good' });
  });

  it('refuses mistakes before anything runs, with place and remedy', async () => {
    const before = await server.get<StudySummaryBody[]>(at);
    const wrong = await ask({ horizon: '1 h', variants: { x: { parameters: { aera: 4 } } } });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'bad-parameter' } });
    expect(wrong.body.detail).toMatch(/x: parameter aera/);
    expect(wrong.body.remedy).toMatch(/area/);
    expect((await ask({ horizon: 0 })).body.code).toBe('bad-horizon');
    expect((await ask({ horizon: '1 h', variants: { x: { version: 99 } } })).body.code).toBe(
      'unknown-version',
    );
    expect((await ask({ horizon: '1 h', from: '2001-01-01T00:00:00Z' })).body.code).toBe('start-not-kept');
    expect((await ask({ horizon: '1 h', from: '2101-01-01T00:00:00Z' })).body.code).toBe('no-start');
    expect((await ask({ horizon: '1 h', variantz: {} })).status).toBe(400);
    expect((await fetch(`${server.address}/api/twins/ghost/scenarios`)).status).toBe(404);
    expect(await server.get<StudySummaryBody[]>(at)).toEqual(before);
  });

  it('goes back to an earlier instant of its log', async () => {
    const { t } = await server.get<{ t: number }>(`/api/twins/${TWIN}/state`);
    await server.send('PUT', `/api/twins/${TWIN}/inputs`, { values: { 'in.value': 0.05 } });
    const { body } = await ask({ from: t, horizon: '1 s', record: ['in.value'] });
    const done = await finished(body.id);
    expect(Math.abs(done.start - t)).toBeLessThan(0.11);
    expect(done.variants[0]!.curves!['in.value']!.max.at(-1)).toBe(0.02);
  });

  it('can be told to stop: what is finished stays, and asked once more it is removed', async () => {
    const { body } = await ask({
      horizon: '4 d',
      variants: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`v${i}`, {}])),
    });
    await expect.poll(async () => (await study(body.id)).done).toBeGreaterThan(0);
    expect(await remove(body.id)).toBe(204);
    await expect.poll(async () => (await study(body.id)).status).toBe('cancelled');
    const cancelled = await study(body.id);
    expect(cancelled.finished).toBe(cancelled.variants.filter(({ status }) => status === 'done').length);
    expect(await remove(body.id)).toBe(204);
    expect(await remove(body.id)).toBe(404);
  });

  it('sweeps two parameters in the order of their pairs, and finds the best one itself', async () => {
    const sweep = {
      axes: [
        { kind: 'parameter', name: 'area', values: [1, 4] },
        { kind: 'value', name: 'in.value', from: '0.01 m3/s', to: 0.03, count: 3 },
      ],
    };
    const swept = await finished((await ask({ horizon: '1 min', sweep })).body.id);
    expect([swept.finished, swept.of]).toEqual([7, 7]);
    expect(swept.many!.axes).toMatchObject([{ title: 'area', unit: 'm2' }, { unit: 'm3/s' }]);
    expect(swept.runs!.map((run) => run.at)).toEqual(
      [1, 4].flatMap((area) => [0.01, 0.02, 0.03].map((inflow) => [area, inflow])),
    );
    const drained = swept.runs!.map(({ kpis }) => kpis[0]!);
    expect(drained[2]).toBeGreaterThan(drained[0]!);
    const search = {
      kpi: 'drained',
      goal: 'most',
      over: [{ kind: 'value', name: 'in.value', min: 0.01, max: 0.03 }],
    };
    const { body } = await ask({ horizon: '1 min', search });
    const found = await finished(body.id);
    expect(found.search).toMatchObject({ isConverged: true, keepsLimits: true });
    expect(found.search!.best![0]).toBeCloseTo(0.03, 9);
    expect(found.variants.at(-1)).toMatchObject({ name: 'best found', status: 'done' });
    expect(found.variants.at(-1)!.kpis!.drained!.value).toBe(found.search!.kpis[0]);
  });

  it('draws by chance, the same for a seed, shows bands and what mattered, and keeps a decision with what was known', async () => {
    const chance = {
      runs: 40,
      inputs: [
        { kind: 'parameter', name: 'area', distribution: 'uniform', min: 1, max: 4 },
        { kind: 'value', name: 'in.value', distribution: 'normal', mean: 0.02, deviation: '1 l/s' },
      ],
    };
    const { t } = await server.get<{ t: number }>(`/api/twins/${TWIN}/state`);
    const request = {
      from: t - 0.5,
      horizon: '2 min',
      seed: 5,
      chance,
      variants: { wide: { parameters: { area: 4 }, investment: 50 } },
      worth: { kpi: 'drained' },
    };
    const [first, second] = await Promise.all([ask(request), ask(request)]);
    const [one, other] = [await finished(first.body.id), await finished(second.body.id)];
    expect(one.chance).toEqual(other.chance);
    expect(one.chance!.runs).toBe(40);
    const [low, middle, high] = one.chance!.spreads[0]!.percentiles;
    expect(low).toBeLessThan(middle!);
    expect(middle).toBeLessThan(high!);
    expect(one.chance!.bands['tank.drain']).toHaveLength(3);
    expect(one.worth).toMatchObject({
      unit: 'm3',
      rows: [{ variant: 'as it is' }, { variant: 'wide', investment: 50 }],
    });
    await server.send('POST', `${at}/${one.id}/decisions`, {
      verdict: 'deferred',
      reason: 'Wait for the quote',
      author: 'Ada',
    });
    expect(await study(one.id)).toMatchObject({
      decisions: [{ verdict: 'deferred', author: 'Ada', known: { finished: 47, kpis: { wide: {} } } }],
    });
    expect(await remove(one.id)).toBe(409);
    const csv = await (await fetch(`${server.address}${at}/${one.id}/report.csv`)).text();
    expect(csv.match(/^run,/gm)).toHaveLength(40 * 3);
    expect((await ask({ horizon: '1 min', chance: { ...chance, runs: 1_000_000 } })).body.code).toBe(
      'too-many-runs',
    );
  });

  it('keeps what was finished when the server is killed midway, and its log folds bit for bit as without a study', async () => {
    const { body } = await ask({
      horizon: '2 h',
      variants: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`v${i}`, {}])),
    });
    await expect.poll(async () => (await study(body.id)).finished).toBeGreaterThanOrEqual(1);
    await server.kill();
    const verified = runCli('verify', TWIN, '--data', dataDir);
    expect(verified.stdout).toMatch(/equal, bit for bit/);
    expect(verified.status).toBe(0);
    server = await start();
    const left = await study(body.id);
    expect(left.status).toBe('interrupted');
    expect(left.variants[0]!.kpis!.drained!.value).toBeGreaterThan(0);
    expect(left.canGoOn).toBe(true);
    await server.send('POST', `${at}/${body.id}/go-on`, {});
    const whole = await finished(body.id);
    expect(whole.finished).toBe(51);
    expect(whole.variants[0]).toEqual(left.variants[0]);
    // Nothing was changed in any of them, before and after the end of the server.
    const drained = new Set(whole.variants.map(({ kpis }) => kpis!.drained!.value));
    expect(drained.size).toBe(1);
  });

  it('goes on with chance after the server was killed midway as if it had not been, once however often that is asked', async () => {
    const { t } = await server.get<{ t: number }>(`/api/twins/${TWIN}/state`);
    const request = {
      from: t,
      horizon: '3 h',
      seed: 7,
      chance: {
        runs: 60,
        inputs: [{ kind: 'parameter', name: 'area', distribution: 'uniform', min: 1, max: 4 }],
      },
    };
    const { body } = await ask(request);
    await expect.poll(async () => (await study(body.id)).finished).toBeGreaterThanOrEqual(5);
    await server.kill();
    server = await start();
    const left = await study(body.id);
    expect(left.status).toBe('interrupted');
    expect(left.finished).toBeGreaterThanOrEqual(5);
    expect(left.finished).toBeLessThan(64);
    const goOn = async () =>
      (
        await fetch(`${server.address}${at}/${body.id}/go-on`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        })
      ).status;
    expect((await Promise.all([goOn(), goOn()])).toSorted()).toEqual([200, 409]);
    const [whole, unbroken] = [await finished(body.id), await finished((await ask(request)).body.id)];
    // 60 draws, three runs of one input at a time, and the twin as it is.
    expect(whole.finished).toBe(64);
    expect(whole.chance).toEqual(unbroken.chance);
  });
});
