import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  AlarmListBody,
  HealthBody,
  HistoryBody,
  HistoryReachBody,
  InputsBody,
} from '@twinloom/runtime/protocol/bodies';
import { buildApp, type App } from '../app.ts';
import { readConfig } from '../config.ts';

const FLOW = {
  twinloom: 1,
  nodes: {
    wave: { type: 'sources/waveform', params: { every: '100ms', unit: 'm' } },
    speed: { type: 'sources/constant', params: { value: 3 } },
  },
};

describe('a disk that is almost full', () => {
  let folder: string;
  let app: App;
  let use = 0.5;

  const ask = async <T>(method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown): Promise<T> => {
    const response = await fetch(address + path, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    expect(response.status).toBeLessThan(300);
    return (await response.json()) as T;
  };
  const newest = async (): Promise<number> =>
    (await ask<HistoryBody>('GET', '/api/twins/wave-1/history?port=wave.value')).t.at(-1) ?? 0;
  const lost = async (): Promise<number> => (await ask<HistoryReachBody>('GET', '/api/history')).samplesLost;
  let address = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'twinloom-full-'));
    const read = readConfig(['--port', '0', '--mqtt-port', '0', '--data', folder], {});
    if ('problem' in read) throw new Error(read.problem);
    const built = await buildApp(read.config, {
      log: pino({ level: 'silent' }),
      diskUse: () => Promise.resolve(use),
    });
    if ('problem' in built) throw new Error(built.problem.says);
    app = built;
    const listening = await app.listen();
    if ('problem' in listening) throw new Error(listening.problem.says);
    ({ address } = listening);
    await app.run();
    await ask('PUT', '/api/flows/wave', FLOW);
    await ask('POST', '/api/flows/wave/deploy', {});
    await ask('PUT', '/api/twins/wave-1', { flow: 'wave' });
  });

  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('raises an alarm and stops the history, which counts what it leaves out; twins and their journal go on', async () => {
    await expect.poll(newest).toBeGreaterThan(0);
    expect(await ask('GET', '/api/health')).toMatchObject({ status: 'ok' });
    use = 0.91;
    await expect
      .poll(async () => (await ask<AlarmListBody>('GET', '/api/alarms')).alarms)
      .toMatchObject([
        { twin: 'this server', node: 'disk', priority: 'high', isRaised: true, value: 91, unit: '%' },
      ]);
    expect(await ask<HealthBody>('GET', '/api/health')).toMatchObject({
      status: 'degraded',
      degraded: [{ part: 'disk', says: expect.stringContaining('91 % full') }],
    });
    await expect.poll(lost).toBeGreaterThan(0);
    const before = await newest();
    const { appended } = app.parts.journal;
    const counted = await lost();
    expect(
      await ask<InputsBody>('PUT', '/api/twins/wave-1/inputs', { values: { 'speed.value': 7 } }),
    ).toMatchObject({
      values: { 'speed.value': 7 },
    });
    await expect.poll(lost).toBeGreaterThan(counted + 20);
    expect(await newest()).toBe(before);
    await expect.poll(() => app.parts.journal.committed).toBeGreaterThan(appended);
    expect(await ask('GET', '/api/history')).toMatchObject({
      isRecording: false,
      says: expect.stringContaining('history is not recorded until it is below 88 %'),
    });
  });

  it('lets history go on below 88 %, and the alarm is back to normal', async () => {
    const before = await newest();
    use = 0.87;
    await expect.poll(newest).toBeGreaterThan(before);
    await expect
      .poll(async () => (await ask<AlarmListBody>('GET', '/api/alarms')).alarms)
      .toMatchObject([{ node: 'disk', isRaised: false, isAcknowledged: false }]);
    await expect.poll(() => ask('GET', '/api/health')).toMatchObject({ status: 'ok' });
    const reach = await ask<HistoryReachBody>('GET', '/api/history');
    expect(reach).toMatchObject({ isRecording: true, limits: { samples: 86_400, bytes: 5e9 } });
    expect(reach.bytes).toBeGreaterThan(4_096);
    expect(reach.samplesFrom).toBeLessThan(before);
  });
});
