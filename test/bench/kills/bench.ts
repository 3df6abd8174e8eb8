import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { ledgerAfter, LedgerPlant, readLedger } from '../../fixtures/ledger.ts';
import { runCli } from '../../fixtures/run-cli.ts';
import { startMosquitto } from '../../fixtures/start-mosquitto.ts';
import { startServer } from '../../fixtures/start-server.ts';

/* Kill -9 at random moments under load, with mosquitto as a process of its own: no reading of QoS 1 may be missing or counted twice. */
const KILLS = process.argv.includes('--quick') ? 3 : 50;
const BETWEEN = 2_000;
const WAIT_MS = 120_000;

const dataDir = mkdtempSync(join(tmpdir(), 'twinloom-kills-'));
const mosquitto = await startMosquitto(undefined, 'max_queued_messages 0');
const plant = await LedgerPlant.connect(mosquitto.url);
const start = () => startServer('--no-editor', '--no-plant', '--mqtt', mosquitto.url, '--data', dataDir);
let server = await start();

/** How long until the ledger says what it should, ms; throws with what it says after two minutes. */
async function untilRight(): Promise<number> {
  const since = performance.now();
  const wanted = JSON.stringify(ledgerAfter(plant.last));
  for (;;) {
    const says = JSON.stringify(await readLedger(server).catch(() => []));
    if (says === wanted) return performance.now() - since;
    if (performance.now() - since > WAIT_MS) throw new Error(`the ledger says ${says}, expected ${wanted}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

try {
  await plant.begin(server);
  const random = new RandomStream(1, 'kills');
  const starts: number[] = [];
  for (let kill = 1; kill <= KILLS; kill++) {
    await plant.sayUpTo(plant.last + Math.floor(random.uniform() * BETWEEN));
    await Promise.all([server.kill(), plant.sayUpTo(plant.last + 200)]);
    const since = performance.now();
    server = await start();
    starts.push(performance.now() - since);
  }
  await plant.sayUpTo(plant.last + BETWEEN);
  const wait = await untilRight();
  await server.kill();
  const verified = runCli('verify', 'ledger-1', '--data', dataDir);
  if (verified.status !== 0) throw new Error(verified.stdout + verified.stderr);
  console.log(
    `${KILLS} kills, ${plant.last + 1} readings: 0 lost, 0 twice; right ${wait.toFixed(0)} ms after the last`,
  );
  console.log(verified.stdout.trim());
  const [median, worst] = [starts.toSorted((a, b) => a - b)[Math.floor(KILLS / 2)]!, Math.max(...starts)];
  console.log(
    `from the command to the address: median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms`,
  );
} finally {
  await plant.close();
  await server.kill().catch(() => undefined);
  await mosquitto.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
