import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { ledgerAfter, ledgerFlow, LedgerPlant, readLedger } from '../fixtures/ledger.ts';
import { runCli } from '../fixtures/run-cli.ts';
import { startMosquitto, type RunningMosquitto } from '../fixtures/start-mosquitto.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const SAMPLES = 5_000;
const KILLS = 5;
const DEPLOYS = 20;

describe('a server under load', () => {
  let mosquitto: RunningMosquitto;
  let plant: LedgerPlant;
  let server: RunningServer;
  let dataDir: string;

  const start = () => startServer('--no-editor', '--no-plant', '--mqtt', mosquitto.url, '--data', dataDir);
  const expectLedger = (last: number) => expect.poll(() => readLedger(server)).toEqual(ledgerAfter(last));

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'twinloom-kill-'));
    mosquitto = await startMosquitto(undefined, 'max_queued_messages 0');
    plant = await LedgerPlant.connect(mosquitto.url);
    server = await start();
    await plant.begin(server);
  });

  afterAll(async () => {
    await plant?.close();
    await server?.stop();
    await mosquitto?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it(`that is killed -9 ${KILLS} times at random moments loses no reading of QoS 1 and takes none twice`, async () => {
    const random = new RandomStream(1, 'kill');
    for (let kill = 0; kill < KILLS; kill++) {
      const at = Math.floor(((kill + random.uniform()) * SAMPLES) / KILLS);
      await plant.sayUpTo(at);
      await Promise.all([server.kill(), plant.sayUpTo(Math.min(at + 200, SAMPLES))]);
      server = await start();
    }
    await plant.sayUpTo(SAMPLES);
    await expectLedger(SAMPLES);
    await server.kill();
    const verified = runCli('verify', 'ledger-1', '--data', dataDir);
    expect(verified.stdout).toMatch(/^ledger-1: \d+ checkpoints and \d+ entries .* equal, bit for bit$/m);
    expect(verified.status).toBe(0);
    server = await start();
    await expectLedger(SAMPLES);
  });

  it('that is stopped in order takes what came meanwhile when it is back', async () => {
    await server.stop();
    await plant.sayUpTo(plant.last + 100);
    server = await start();
    await expectLedger(plant.last);
  });

  it(`whose flow is deployed ${DEPLOYS} times loses no reading, takes none twice and keeps its state`, async () => {
    let isDone = false;
    const flood = async (): Promise<void> => {
      while (!isDone) await plant.sayUpTo(plant.last + 10);
    };
    const flooding = flood();
    for (let gain = 2; gain < DEPLOYS + 2; gain++) {
      await server.send('PUT', '/api/flows/ledger', ledgerFlow(gain));
      await server.send('POST', '/api/flows/ledger/deploy', {});
    }
    isDone = true;
    await flooding;
    await expectLedger(plant.last);
    const verified = runCli('verify', 'ledger-1', '--data', dataDir);
    expect(verified.stdout).toMatch(/equal, bit for bit$/m);
  });
});
