import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  AlarmEventBody,
  AlarmListBody,
  ProblemBody,
  StateBody,
  TimelineBody,
} from '@twinloom/runtime/protocol/bodies';
import { runCli } from '../fixtures/run-cli.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const flow = {
  twinloom: 1,
  name: 'Station',
  clock: { tick: '50ms' },
  nodes: {
    gauge: { type: 'sources/manual', params: { value: 180, unit: 'cm', max: 1000 } },
    off: { type: 'sources/manual', params: { control: 'switch' } },
    inflow: { type: 'sources/constant', params: { value: 0, unit: 'm3/h' } },
    tank: { type: 'physics/tank', params: { initialFrom: 'gauge.value' } },
    high: { type: 'sinks/alarm', title: 'Level high', asset: 'pump', params: { above: '300 cm' } },
    trend: { type: 'predictors/ewma', asset: 'pump', params: { target: 180, sigma: 1 } },
  },
  edges: [
    'inflow.value -> tank.inflow',
    'gauge.value -> high.in',
    'off.value -> high.suppress',
    'gauge.value -> trend.in',
  ],
};

describe('a twin in service', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer('--no-plant');
    await server.send('PUT', '/api/flows/station', flow);
    await server.send('POST', '/api/flows/station/deploy', { note: 'first' });
    await server.send('PUT', '/api/twins/station-1', { flow: 'station' });
  });

  afterAll(() => server?.stop());

  const tell = (command: string, more: object = {}) =>
    server.send('POST', '/api/twins/station-1/commands', { command, ...more });
  const set = (values: object, note?: string) =>
    server.send('PUT', '/api/twins/station-1/inputs', { values, note });
  const timeline = (query = '') => server.get<TimelineBody>(`/api/twins/station-1/timeline${query}`);
  const alarms = async () =>
    (await server.get<AlarmListBody>('/api/alarms')).alarms.map(
      ({ node, suppressed, isRaised }) => `${node} ${suppressed ?? (isRaised ? 'raised' : 'back')}`,
    );
  const level = async () =>
    (await server.get<StateBody>('/api/twins/station-1/state')).ports['tank.level']?.value;

  async function refused(path: string, body?: object): Promise<ProblemBody> {
    const response = await fetch(`${server.address}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as ProblemBody;
  }

  it('starts where its tank stands, and goes there again when it is re-anchored', async () => {
    await expect.poll(level).toBe(1.8);
    await set({ 'gauge.value': 250 });
    expect(await level()).toBe(1.8);
    await tell('re-anchor', { note: 'gauge was cleaned' });
    await expect.poll(level).toBe(2.5);
  });

  it('raises no alarm while its asset is out of service, nor while the flow suppresses it', async () => {
    await tell('out-of-service', { asset: 'pump', note: 'seal is changed' });
    await set({ 'gauge.value': 400 });
    await expect.poll(alarms).toEqual(['high out-of-service']);
    await set({ 'off.value': true });
    await tell('in-service', { asset: 'pump' });
    await expect.poll(alarms).toEqual(['high by-design']);
    expect((await server.get<AlarmListBody>('/api/alarms')).flood.count).toBe(0);
    await set({ 'off.value': false });
    await expect.poll(alarms).toEqual(['high raised']);
    await tell('replaced', { asset: 'pump' });
    const journal = async () =>
      (await server.get<AlarmEventBody[]>('/api/alarms/journal?twin=station-1'))
        .map(({ event }) => event)
        .toReversed();
    await expect
      .poll(journal)
      .toEqual(['out-of-service', 'in-service', 'suppressed', 'unsuppressed', 'raised']);
  });

  it('tells who did what and why, the newest first and page by page', async () => {
    const { entries, next } = await timeline('?limit=4');
    expect(entries.map(({ kind }) => kind)).toEqual(['replaced', 'set', 'in-service', 'set']);
    expect(entries[0]).toMatchObject({ author: 'local', asset: 'pump' });
    expect(entries[0]?.nodes?.toSorted()).toEqual(['high', 'trend']);
    const rest = await timeline(`?before=${next}`);
    expect(rest.next).toBeUndefined();
    expect(rest.entries.map(({ kind, note }) => [kind, note])).toEqual([
      ['set', undefined],
      ['out-of-service', 'seal is changed'],
      ['re-anchor', 'gauge was cleaned'],
      ['set', undefined],
      ['deployed', undefined],
    ]);
    await server.send('POST', '/api/flows/station/deploy', { note: 'again' });
    expect((await timeline('?limit=1')).entries[0]).toMatchObject({
      kind: 'deployed',
      version: 2,
      note: 'again',
    });
    await server.send('POST', '/api/flows/station/deploy', { stateOf: 1 });
    expect((await timeline('?limit=1')).entries[0]).toMatchObject({
      kind: 'went-back',
      version: 3,
      stateOf: 1,
    });
  });

  it('takes what a slider passes through for one act', async () => {
    const before = (await timeline()).entries.length;
    for (const value of [410, 420, 430]) await set({ 'gauge.value': value });
    await set({ 'gauge.value': 440 }, 'as read on site');
    const { entries } = await timeline();
    expect(entries.length).toBe(before + 2);
    expect(entries.slice(0, 2).map(({ values, note }) => [values?.['gauge.value'], note])).toEqual([
      [440, 'as read on site'],
      [430, undefined],
    ]);
  });

  it('refuses what it cannot do, with what it could', async () => {
    const commands = '/api/twins/station-1/commands';
    expect(await refused(commands, { command: 'replaced', asset: 'fan' })).toMatchObject({
      status: 422,
      code: 'command-refused',
      detail: 'no node names the asset "fan"',
      remedy: 'The assets of this twin are pump.',
    });
    expect(await refused(commands, { command: 're-anchor', nodes: ['high'] })).toMatchObject({
      status: 422,
      remedy: 'Those that do are tank.',
      diagnostics: [{ at: [{ node: 'high' }] }],
    });
    expect(await refused(commands, { command: 'explode' })).toMatchObject({
      status: 400,
      code: 'invalid-request',
    });
    expect(await refused('/api/twins/none/commands', { command: 're-anchor' })).toMatchObject({
      code: 'unknown-twin',
    });
    expect(await refused('/api/twins/none/timeline')).toMatchObject({ status: 404, code: 'unknown-twin' });
  });

  it('stays out of service when it goes back to a state in which it was not', async () => {
    await tell('out-of-service', { asset: 'pump' });
    await server.send('POST', '/api/flows/station/deploy', { stateOf: 1 });
    await expect.poll(alarms).toEqual(['high out-of-service']);
    await tell('in-service', { asset: 'pump' });
    await expect.poll(alarms).toEqual(['high raised']);
  });

  it('tells of no alarm in a group that is disabled', async () => {
    await server.send('PUT', '/api/flows/station', {
      ...flow,
      edges: flow.edges.filter((edge) => !edge.endsWith('high.suppress')),
      groups: { line: { members: ['high'], enable: 'off.value' } },
    });
    await server.send('POST', '/api/flows/station/deploy', {});
    await expect.poll(alarms).toEqual(['high by-design']);
    await set({ 'off.value': true });
    await expect.poll(alarms).toEqual(['high raised']);
  });

  it('stays out of service when the server is killed, and its log folds to the same state', async () => {
    await tell('out-of-service', { asset: 'pump' });
    await expect.poll(alarms).toEqual(['high out-of-service']);
    const told = (await timeline()).entries;
    await server.kill();
    server = await startServer('--no-plant', '--data', server.dataDir);
    await expect.poll(alarms).toEqual(['high out-of-service']);
    expect((await timeline()).entries).toEqual(told);
    expect(
      (await refused('/api/twins/station-1/commands', { command: 'out-of-service', asset: 'pump' })).detail,
    ).toBe('pump is out of service already');
    const { status, stdout } = runCli('verify', 'station-1', '--data', server.dataDir);
    expect(stdout).toMatch(/equal, bit for bit/);
    expect(status).toBe(0);
  });
});
