import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerPlant } from '../../fixtures/ledger.ts';
import { startMosquitto } from '../../fixtures/start-mosquitto.ts';
import { startServer } from '../../fixtures/start-server.ts';
import { collectGarbage } from './collect-garbage.ts';

/*
 * Half an hour at 1,000 readings a second: after minute 10 the memory of the server grows by less than 2 %. What counts is what is left once garbage
 * is collected, at minute 10 and at the end: between two collections of its own V8 lets it pile up for ten minutes and more.
 */
const isQuick = process.argv.includes('--quick');
const minutesArg = process.argv.find((arg) => arg.startsWith('--minutes='));
const MINUTES = Number(minutesArg?.slice('--minutes='.length) ?? (isQuick ? 0.5 : 30));
/** The first third is for warming up. */
const FROM = MINUTES / 3;
/** Where the machine does not keep up, it is not caught up with. */
const MOST_AT_ONCE = 100;
const RATE = 1_000;
const SETTLE_MS = 3_000;
const MIB = 1024 * 1024;

const dataDir = mkdtempSync(join(tmpdir(), 'twinloom-endurance-'));
const mosquitto = await startMosquitto(undefined, 'max_queued_messages 0');
const plant = await LedgerPlant.connect(mosquitto.url);
const server = await startServer('--no-editor', '--no-plant', '--mqtt', mosquitto.url, '--data', dataDir);

async function metrics(): Promise<(name: string) => number> {
  const text = await (await fetch(`${server.address}/metrics`)).text();
  return (name) => Number(new RegExp(`^twinloom_${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

try {
  await plant.begin(server);
  const since = performance.now();
  const minutes = (): number => (performance.now() - since) / 60_000;
  const memory: { at: number; bytes: number; heap: number }[] = [];
  const settled = async (): Promise<number> => {
    const { pid } = await server.get<{ pid: number }>('/api/health');
    await collectGarbage(pid);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return (await metrics())('resident_memory_bytes');
  };
  let before: number | undefined;
  const cpuBefore = (await metrics())('cpu_seconds_total');
  let from = performance.now();
  while (minutes() < MINUTES) {
    const due = Math.floor(((performance.now() - from) * RATE) / 1000);
    if (due >= 10) {
      from = performance.now();
      await plant.sayUpTo(plant.last + Math.min(due, MOST_AT_ONCE));
    } else await new Promise((resolve) => setTimeout(resolve, 5));
    if (minutes() >= FROM) before ??= await settled();
    if (minutes() <= (memory.at(-1)?.at ?? 0) + MINUTES / 120) continue;
    const metric = await metrics();
    const heap = metric('heap_bytes') + metric('worker_heap_bytes');
    memory.push({ at: minutes(), bytes: metric('resident_memory_bytes'), heap });
  }
  const cpu = ((await metrics())('cpu_seconds_total') - cpuBefore) / (minutes() * 60);
  const after = await settled();
  for (const { at, bytes, heap } of memory.filter((_, i) => i % 10 === 0))
    console.log(
      `minute ${at.toFixed(1)}: ${(bytes / MIB).toFixed(0)} MiB, of them ${(heap / MIB).toFixed(0)} on heaps`,
    );
  console.log(`${plant.last} readings in ${MINUTES} min, ${(cpu * 100).toFixed(0)} % of one core`);
  const growth = ((after / (before ?? after) - 1) * 100).toFixed(2);
  console.log(
    `memory once garbage is collected: ${((before ?? 0) / MIB).toFixed(1)} MiB at minute ${FROM}, ${(after / MIB).toFixed(1)} at the end: ${growth} % (goal below 2)`,
  );
} finally {
  await plant.close();
  await server.stop();
  await mosquitto.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
