import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { runCli } from '../fixtures/run-cli.ts';
import { startMosquitto, type RunningMosquitto } from '../fixtures/start-mosquitto.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const SAMPLES = 5_000;
const KILLS = 5;
const BURST = 10;

/** Counts and adds up what comes, and shows the publisher's counter. */
const FLOW = {
  twinloom: 1,
  name: 'Ledger',
  nodes: {
    value: {
      type: 'sources/mqtt',
      params: { topic: 'plant/{twin}', path: 'value', sequence: 'seq', qos: 1, staleAfter: 'never' },
    },
    seq: {
      type: 'sources/mqtt',
      params: { topic: 'plant/{twin}', path: 'seq', sequence: 'seq', qos: 1, staleAfter: 'never' },
    },
    count: { type: 'transforms/count', params: { of: 'samples' } },
    sum: {
      type: 'transforms/expression',
      params: { inputs: ['value', 'before'], expression: 'value + before' },
    },
    before: { type: 'transforms/delay', params: { samples: 1, initial: 0 } },
    wave: { type: 'sources/waveform', params: { shape: 'noise' } },
    level: { type: 'physics/integrator' },
  },
  edges: [
    'value.value -> count.in',
    'value.value -> sum.value',
    'before.out -> sum.before',
    'sum.out -> before.in',
    'wave.value -> level.in',
  ],
};

const valueOf = (seq: number): number => (seq * 7919) % 1_000;

type State = { ports: Record<string, { value: number | null }> };

describe('a server that is killed under load', () => {
  let mosquitto: RunningMosquitto;
  let plant: MqttClient;
  let server: RunningServer;
  let dataDir: string;

  const start = () => startServer('--no-editor', '--no-plant', '--mqtt', mosquitto.url, '--data', dataDir);

  const publish = (seq: number) =>
    plant.publishAsync('plant/ledger-1', JSON.stringify({ seq, value: valueOf(seq) }), { qos: 1 });

  async function ledger(): Promise<(number | null | undefined)[]> {
    const { ports } = await server.get<State>('/api/twins/ledger-1/state');
    return ['count.count', 'sum.out', 'seq.value'].map((port) => ports[port]?.value);
  }

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'twinloom-kill-'));
    mosquitto = await startMosquitto(undefined, 'max_queued_messages 0');
    plant = await connectAsync(mosquitto.url);
    server = await start();
    await server.send('PUT', '/api/flows/ledger', FLOW);
    await server.send('POST', '/api/flows/ledger/deploy', {});
    await server.send('PUT', '/api/twins/ledger-1', { flow: 'ledger' });
  });

  afterAll(async () => {
    await plant?.endAsync();
    await server?.stop();
    await mosquitto?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it(`-9 ${KILLS} times at random moments loses no reading of QoS 1 and takes none twice`, async () => {
    // The broker keeps what comes after it knows of the subscription: the first reading says that it does.
    await expect
      .poll(
        async () => {
          await publish(0);
          return ledger();
        },
        { timeout: 60_000 },
      )
      .toEqual([1, 0, 0]);
    const random = new RandomStream(1, 'kill');
    const killAfter = Array.from({ length: KILLS }, (_, i) =>
      Math.floor(((i + random.uniform()) * SAMPLES) / KILLS),
    );
    let sent = 0;
    const publishTo = async (end: number): Promise<void> => {
      while (sent < end) {
        const burst = Array.from({ length: Math.min(BURST, end - sent) }, () => ++sent);
        await Promise.all(burst.map(publish));
      }
    };
    for (const at of killAfter) {
      await publishTo(at);
      await Promise.all([server.kill(), publishTo(Math.min(at + 200, SAMPLES))]);
      server = await start();
    }
    await publishTo(SAMPLES);
    const sum = Array.from({ length: SAMPLES }, (_, i) => valueOf(i + 1)).reduce((a, b) => a + b, 0);
    await expect.poll(ledger, { timeout: 60_000 }).toEqual([SAMPLES + 1, sum, SAMPLES]);
    await server.kill();
    const verified = runCli('verify', 'ledger-1', '--data', dataDir);
    expect(verified.stdout).toMatch(/^ledger-1: \d+ checkpoints and \d+ entries .* equal, bit for bit$/m);
    expect(verified.status).toBe(0);
    server = await start();
    await expect.poll(ledger, { timeout: 60_000 }).toEqual([SAMPLES + 1, sum, SAMPLES]);
  });

  it('or is stopped in order takes what came meanwhile when it is back', async () => {
    const [count, sum, last] = (await ledger()) as [number, number, number];
    await server.stop();
    const missed = Array.from({ length: 100 }, (_, i) => last + i + 1);
    await Promise.all(missed.map(publish));
    server = await start();
    const all = missed.map(valueOf).reduce((a, b) => a + b, sum);
    await expect.poll(ledger, { timeout: 60_000 }).toEqual([count + 100, all, last + 100]);
  });
});
