import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerAfter, ledgerFlow, LedgerPlant, readLedger } from '../../fixtures/ledger.ts';
import { Screen } from '../../fixtures/screen.ts';
import { startMosquitto } from '../../fixtures/start-mosquitto.ts';
import { startServer } from '../../fixtures/start-server.ts';

/* Redeploys under 2,000 readings a second: none lost, none twice, and the screen stands still for at most 200 ms (frames come every 50). */
const DEPLOYS = process.argv.includes('--quick') ? 20 : 200;
const RATE = 2_000;
const FRAME_MS = 50;

const dataDir = mkdtempSync(join(tmpdir(), 'twinloom-redeploys-'));
const mosquitto = await startMosquitto(undefined, 'max_queued_messages 0');
const plant = await LedgerPlant.connect(mosquitto.url);
const server = await startServer('--no-editor', '--no-plant', '--mqtt', mosquitto.url, '--data', dataDir);
let isDone = false;

/** Keeps to the rate as far as the machine does. */
async function flood(): Promise<number> {
  const since = performance.now();
  const from = plant.last;
  while (!isDone) {
    const due = from + Math.floor(((performance.now() - since) * RATE) / 1000);
    if (due > plant.last) await plant.sayUpTo(due);
    else await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return ((plant.last - from) * 1000) / (performance.now() - since);
}

try {
  await plant.begin(server);
  const screen = new Screen(server.address, 'ledger-1');
  await screen.until((values) => values.has('count.count'));
  const flooding = flood();
  const took: number[] = [];
  for (let gain = 2; gain < DEPLOYS + 2; gain++) {
    await server.send('PUT', '/api/flows/ledger', ledgerFlow(gain));
    const since = performance.now();
    await server.send('POST', '/api/flows/ledger/deploy', {});
    took.push(performance.now() - since);
  }
  isDone = true;
  const rate = await flooding;
  const wanted = JSON.stringify(ledgerAfter(plant.last));
  const until = performance.now() + 60_000;
  while (JSON.stringify(await readLedger(server)) !== wanted) {
    if (performance.now() > until)
      throw new Error(`expected ${wanted}, got ${JSON.stringify(await readLedger(server))}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const gaps = screen.cameAt
    .slice(1)
    .map((at, i) => at - screen.cameAt[i]!)
    .toSorted((a, b) => a - b);
  screen.close();
  const sorted = took.toSorted((a, b) => a - b);
  console.log(
    `${DEPLOYS} deploys at ${rate.toFixed(0)} readings/s: ${plant.last + 1} readings, 0 lost, 0 twice`,
  );
  console.log(
    `a deploy took ${sorted[Math.floor(sorted.length / 2)]!.toFixed(0)} ms (median), ${sorted.at(-1)!.toFixed(0)} ms (worst)`,
  );
  console.log(
    `longest time without a frame: ${gaps.at(-1)!.toFixed(0)} ms, p99 ${gaps[Math.floor(gaps.length * 0.99)]!.toFixed(0)} ms (goal 200; frames every ${FRAME_MS})`,
  );
} finally {
  isDone = true;
  await plant.close();
  await server.stop();
  await mosquitto.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
