import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerPlant } from '../../fixtures/ledger.ts';
import { Screen } from '../../fixtures/screen.ts';
import { startMosquitto } from '../../fixtures/start-mosquitto.ts';
import { startServer } from '../../fixtures/start-server.ts';
import { shownAges } from '../measure/shown-ages.ts';
import { median, quantile } from '../measure/statistics.ts';

/* What a flow that takes a whole core does to another: publish to WebSocket receipt of the other, p99, in rounds with and without it. Goal: +10 %. */
const isQuick = process.argv.includes('--quick');
const ROUNDS = isQuick ? 2 : 7;
const ROUND_MS = isQuick ? 2_000 : 5_000;
const RATE = 200;
const HOG_NODES = 1_000;

/** A chain of filters at the shortest tick that keeps a core busy. */
function hog(): object {
  const nodes: Record<string, object> = {
    wave: { type: 'sources/waveform', params: { period: '1 s', every: '5ms' } },
  };
  const edges: string[] = [];
  for (let i = 0; i < HOG_NODES; i++) {
    nodes[`f${i}`] = { type: 'transforms/window', params: { window: '1 s' } };
    edges.push(`wave.value -> f${i}.in`);
  }
  return { twinloom: 1, name: 'Hog', clock: { tick: '5ms' }, nodes, edges };
}

const dataDir = mkdtempSync(join(tmpdir(), 'twinloom-isolation-'));
const mosquitto = await startMosquitto(undefined, 'max_queued_messages 0');
const plant = await LedgerPlant.connect(mosquitto.url);
const server = await startServer('--no-editor', '--no-plant', '--mqtt', mosquitto.url, '--data', dataDir);

/** p99 of the age of what a frame shows when it comes, ms. */
const round = async (screen: Screen): Promise<number> =>
  quantile(await shownAges(plant, screen, { perSecond: RATE, ms: ROUND_MS }), 0.99);

try {
  await plant.begin(server);
  await server.send('PUT', '/api/flows/hog', hog());
  await server.send('POST', '/api/flows/hog/deploy', {});
  const screen = new Screen(server.address, 'ledger-1');
  await screen.until((values) => values.has('seq.value'));
  await round(screen);
  const alone: number[] = [];
  const beside: number[] = [];
  for (let k = 0; k < ROUNDS; k++) {
    alone.push(await round(screen));
    await server.send('PUT', '/api/twins/hog-1', { flow: 'hog' });
    await round(screen);
    beside.push(await round(screen));
    await fetch(`${server.address}/api/twins/hog-1`, { method: 'DELETE' });
  }
  screen.close();
  const ratios = beside.map((p99, k) => p99 / alone[k]!).toSorted((a, b) => a - b);
  console.log(
    `p99 alone ${median(alone).toFixed(1)} ms, beside a flow that takes a core ${median(beside).toFixed(1)} ms`,
  );
  console.log(
    `ratio ${median(ratios).toFixed(2)} (${ratios[0]!.toFixed(2)} to ${ratios.at(-1)!.toFixed(2)} in ${ROUNDS} rounds; goal 1.10)`,
  );
} finally {
  await plant.close();
  await server.stop();
  await mosquitto.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
