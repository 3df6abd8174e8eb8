import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AssetBody } from '@twinloom/runtime/protocol/bodies';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp, type App } from '../app.ts';
import { readConfig } from '../config.ts';

/** Before the port is open the app goes by the one it was told. */
const HOST = '127.0.0.1:4280';
const TEXT = 'time,Flow\n2024-03-09T10:00:00Z,1.5\n2024-03-09T10:00:01Z,2.5\n';

let folder: string;
let app: App;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'twinloom-assets-'));
  const read = readConfig(['--data', folder, '--mqtt-port', '0'], {});
  if ('problem' in read) throw new Error(read.problem);
  const built = await buildApp(read.config, { log: pino({ level: 'silent' }) });
  if ('problem' in built) throw new Error(built.problem.says);
  app = built;
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  payload?: unknown,
  type = 'application/json',
) {
  const text = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
  return await app.api.inject({
    method,
    url,
    headers: { host: HOST, ...(payload !== undefined && { 'content-type': type }) },
    ...(payload !== undefined && { payload: text }),
  });
}

function replay(file: string, columns: unknown = { flow: { column: 'Flow', unit: 'm3/h' } }) {
  return {
    twinloom: 1,
    nodes: { file: { type: 'sources/csv-replay', params: { file, columns, speed: 1000 } } },
  };
}

describe('a file of a flow', () => {
  it('is kept once and comes back as it was', async () => {
    const kept = await ask('POST', '/api/assets', TEXT, 'text/csv');
    expect(kept.statusCode).toBe(201);
    const { hash, bytes } = kept.json<AssetBody>();
    expect(bytes).toBe(TEXT.length);
    const got = await ask('GET', `/api/assets/${hash}`);
    expect(got.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(got.body).toBe(TEXT);
    expect((await ask('POST', '/api/assets', TEXT, 'text/csv')).json<AssetBody>().hash).toBe(hash);
  });

  it.each([
    ['application/json', '{}', 415, 'unsupported-media-type'],
    ['text/plain', TEXT, 415, 'unsupported-media-type'],
    ['text/csv', '', 422, 'file-empty'],
    ['text/csv', 'a\0b', 422, 'file-not-text'],
    ['text/csv', Buffer.alloc(64 * 1024 * 1024 + 1, 'a'), 413, 'file-too-large'],
  ])('sent as %s may be refused (%#)', async (type, payload, status, code) => {
    const answer = await ask('POST', '/api/assets', payload, type);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.json().remedy).toMatch(/\w{3}/);
  });

  it('is the only thing that may be sent as CSV', async () => {
    const answer = await ask('PUT', '/api/flows/a', TEXT, 'text/csv');
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'unsupported-media-type']);
  });

  it.each(['sha256:0', '..%2Ftwinloom.db', 'twinloom.db'])('is not found at %s', async (hash) => {
    const answer = await ask('GET', `/api/assets/${hash}`);
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'unknown-asset']);
  });

  it('is replayed by a deployed twin; what is wrong with it stands at the node', async () => {
    const { hash } = (await ask('POST', '/api/assets', TEXT, 'text/csv')).json<AssetBody>();
    const wrong = await ask('POST', '/api/flows/a/check', { document: replay(hash, ['flow']) });
    expect(wrong.json().diagnostics).toMatchObject([
      { code: 'bad-file', at: [{ node: 'file', param: 'file' }], remedy: 'It has "time", "Flow".' },
    ]);
    const missing = await ask('POST', '/api/flows/a/check', { document: replay('m.csv') });
    expect(missing.json().diagnostics).toMatchObject([{ code: 'missing-file', severity: 'error' }]);

    await ask('PUT', '/api/flows/a', replay(hash));
    expect((await ask('POST', '/api/flows/a/deploy', {})).json()).toMatchObject({ version: 1 });
    expect((await ask('PUT', '/api/twins/t', { flow: 'a', parameters: {} })).statusCode).toBe(201);
    await expect
      .poll(async () => (await ask('GET', '/api/twins/t/state')).json().ports?.['file.flow'])
      .toMatchObject({ value: 2.5, unit: 'm3/h', quality: 'good' });
  });
});
