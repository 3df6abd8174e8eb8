import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type {
  AlarmListBody,
  HealthBody,
  HistoryBody,
  HistoryReachBody,
  InputsBody,
  ProblemBody,
  StateBody,
} from '@twinloom/runtime/protocol/bodies';
import {
  limitFiles,
  makeReadOnly,
  makeSmallDisk,
  unlimitFiles,
  type SmallDisk,
} from '../fixtures/failing-disk.ts';
import { runCli } from '../fixtures/run-cli.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const flow = (more: object = {}) => ({
  twinloom: 1,
  name: 'Wave',
  nodes: {
    wave: { type: 'sources/waveform', params: { every: '100ms', unit: 'm' } },
    count: { type: 'transforms/count', params: { of: 'samples' } },
    speed: { type: 'sources/constant', params: { value: 3 } },
  },
  edges: ['wave.value -> count.in'],
  ...more,
});

let server: RunningServer;
let isRunning = false;

async function ask<T>(
  method: 'PUT' | 'POST',
  path: string,
  body: unknown,
): Promise<{ status: number; body: T }> {
  const response = await fetch(server.address + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as T };
}

const health = () => server.get<HealthBody>('/api/health');
const failingParts = async () => (await health()).degraded.map(({ part }) => part);
const setSpeed = (value: number) =>
  ask<ProblemBody | InputsBody>('PUT', '/api/twins/wave-1/inputs', { values: { 'speed.value': value } });
const port = async (name: string) =>
  (await server.get<StateBody>('/api/twins/wave-1/state')).ports[name]?.value;
const newest = async () =>
  (await server.get<HistoryBody>('/api/twins/wave-1/history?port=wave.value&points=10000')).t.at(-1) ?? 0;

async function begin(dataDir: string, ...flags: string[]): Promise<void> {
  server = await startServer('--no-editor', '--no-plant', '--data', dataDir, ...flags);
  isRunning = true;
}

async function end(): Promise<void> {
  if (isRunning) await server.stop();
  isRunning = false;
}

async function runWave(): Promise<void> {
  await server.send('PUT', '/api/flows/wave', flow());
  await server.send('POST', '/api/flows/wave/deploy', {});
  await server.send('PUT', '/api/twins/wave-1', { flow: 'wave' });
}

/** While the disk takes nothing: no crash, the twin runs on, and what could not be kept is refused and not done. */
async function expectRefusals(): Promise<void> {
  await expect.poll(failingParts).toContain('journal');
  const before = (await port('count.count')) as number;
  expect(await setSpeed(99)).toMatchObject({
    status: 503,
    body: { code: 'journal-failed', remedy: expect.stringContaining('try again') },
  });
  expect(await ask('POST', '/api/flows/wave/deploy', {})).toMatchObject({
    status: 503,
    body: { code: 'journal-failed' },
  });
  expect(await ask('PUT', '/api/flows/large', flow({ description: 'x'.repeat(2_000_000) }))).toMatchObject({
    status: 503,
    body: { code: 'storage-failed', detail: expect.stringContaining('running twins go on') },
  });
  expect((await server.get<AlarmListBody>('/api/alarms')).alarms).toContainEqual(
    expect.objectContaining({ node: 'journal', priority: 'critical', isRaised: true }),
  );
  await expect.poll(() => port('count.count')).toBeGreaterThan(before + 10);
  expect(await port('speed.value')).toBe(3);
  expect((await health()).pid).toBeGreaterThan(0);
}

/** Once it takes them again: all by itself as before, and what is kept now outlives kill -9. */
async function expectRecovery(dataDir: string): Promise<void> {
  await expect.poll(failingParts).toEqual([]);
  const recorded = await newest();
  await expect.poll(newest).toBeGreaterThan(recorded);
  expect(await server.get<HistoryReachBody>('/api/history')).toMatchObject({ isRecording: true });
  expect(await setSpeed(5)).toMatchObject({ status: 200 });
  expect(await ask('PUT', '/api/flows/large', flow({ description: 'x'.repeat(2_000_000) }))).toMatchObject({
    status: 201,
  });
  await expect.poll(() => port('speed.value')).toBe(5);
  const counted = (await port('count.count')) as number;
  await server.kill();
  isRunning = false;
  await begin(dataDir);
  await expect.poll(() => port('speed.value')).toBe(5);
  expect(await port('count.count')).toBeGreaterThan(counted / 2);
  await end();
  const verified = runCli('verify', 'wave-1', '--data', dataDir);
  expect(verified.stdout).toContain('equal, bit for bit');
}

afterEach(end);

describe('a disk that is full', () => {
  let disk: SmallDisk;
  beforeAll(() => {
    disk = makeSmallDisk();
  });
  afterAll(() => disk.remove());

  it('stops no twin: what cannot be kept is refused, and with room it goes on by itself', async () => {
    const dataDir = join(disk.folder, 'data');
    await begin(dataDir, '--disk-limit', '90');
    await runWave();
    await expect.poll(newest).toBeGreaterThan(0);
    const { pid } = await health();
    if (disk.kind === 'tmpfs') {
      disk.fill(pid, 0.92);
      await expect.poll(failingParts).toEqual(['disk']);
      expect(await setSpeed(3)).toMatchObject({ status: 200 });
    }
    disk.fill(pid);
    await expectRefusals();
    disk.free(pid);
    await expectRecovery(dataDir);
  });
});

describe('a disk whose writes fail', () => {
  it('under a server that runs stops no twin, and is written again once it takes writes', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'twinloom-fail-'));
    await begin(dataDir);
    await runWave();
    const { pid } = await health();
    limitFiles(pid);
    await expect.poll(failingParts).toContain('history');
    await expectRefusals();
    unlimitFiles(pid);
    await expectRecovery(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  });
});

describe('a disk that is read-only', () => {
  it('is said in one line at the start, with what to do', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'twinloom-ro-'));
    const undo = makeReadOnly(dataDir);
    const { status, stderr } = runCli(
      'start',
      '--no-editor',
      '--no-plant',
      '--port',
      '0',
      '--mqtt-port',
      '0',
      '--data',
      dataDir,
    );
    undo();
    rmSync(dataDir, { recursive: true, force: true });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^twinloom start: the data folder .* cannot be written\. Give this user the right .*\n$/,
    );
  });

  it('under the journal alone lets the twins run, and what cannot be kept is refused until it can', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'twinloom-ro-'));
    await begin(dataDir);
    await runWave();
    await end();
    const undo = makeReadOnly(join(dataDir, 'journal'));
    await begin(dataDir);
    await expect.poll(failingParts).toEqual(['journal']);
    expect(await setSpeed(99)).toMatchObject({ status: 503, body: { code: 'journal-failed' } });
    const before = (await port('count.count')) as number;
    await expect.poll(() => port('count.count')).toBeGreaterThan(before + 10);
    undo();
    await expectRecovery(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  });
});
