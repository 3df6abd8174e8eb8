import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { LedgerPlant } from '../../fixtures/ledger.ts';
import { Screen } from '../../fixtures/screen.ts';
import { startMosquitto } from '../../fixtures/start-mosquitto.ts';
import { startServer, type RunningServer } from '../../fixtures/start-server.ts';
import { shownAges } from '../measure/shown-ages.ts';
import { quantile } from '../measure/statistics.ts';

const PER_SECOND = 200;
const TWIN = '/api/twins/ledger-1/scenarios';

/** Longer than any round, on all cores. */
const QUESTION = {
  horizon: '12 h',
  record: ['sum.out', 'level.out'],
  chance: {
    runs: 500,
    inputs: [{ kind: 'is', name: 'value.value', distribution: 'normal', mean: 500, deviation: 50 }],
  },
};

/** p99 of the age of what a screen shows of a live twin, ms, in rounds alone and in rounds while Monte Carlo runs on all cores, in turns. */
export async function liveMeanwhile(
  rounds: number,
  ms: number,
): Promise<Record<'alone' | 'beside', number[]>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'twinloom-meanwhile-'));
  const mosquitto = await startMosquitto(undefined, 'max_queued_messages 0');
  const plant = await LedgerPlant.connect(mosquitto.url);
  const server = await startServer('--no-editor', '--no-plant', '--mqtt', mosquitto.url, '--data', dataDir);
  try {
    await plant.begin(server);
    const screen = new Screen(server.address, 'ledger-1');
    await screen.until((values) => values.has('seq.value'));
    const p99 = async (): Promise<number> =>
      quantile(await shownAges(plant, screen, { perSecond: PER_SECOND, ms }), 0.99);
    await p99();
    const [alone, beside]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      alone.push(await p99());
      const id = await begin(server);
      beside.push(await p99());
      await end(server, id);
    }
    screen.close();
    return { alone, beside };
  } finally {
    await plant.close();
    await server.stop();
    await mosquitto.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Asks, and waits until it is at work. */
async function begin(server: RunningServer): Promise<string> {
  const answer = await fetch(`${server.address}${TWIN}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(QUESTION),
  });
  if (!answer.ok) throw new Error(`the run is void: ${await answer.text()}`);
  const { id } = (await answer.json()) as StudyBody;
  while (!(await server.get<StudyBody>(`${TWIN}/${id}`)).chance)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return id;
}

/** One that came to its end before the round did makes the round void. */
async function end(server: RunningServer, id: string): Promise<void> {
  const { status } = await server.get<StudyBody>(`${TWIN}/${id}`);
  if (status !== 'running')
    throw new Error(`the run is void: the study was ${status} before the round ended`);
  // Cancelled, and then removed.
  for (let k = 0; k < 2; k++) await fetch(`${server.address}${TWIN}/${id}`, { method: 'DELETE' });
}
