import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { ledgerFlow, LedgerPlant } from '../../fixtures/ledger.ts';
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

/** p99 of a round, ms. */
interface Round {
  /** From when the plant sends a reading to when what the twin made of it in its instant is back at the broker. */
  instant: number;
  /** Age of what a screen shows, of which there are 20 frames a second. */
  shown: number;
}

/** Rounds of a live twin alone, and rounds while Monte Carlo runs on all cores, in turns. */
export async function liveMeanwhile(
  rounds: number,
  ms: number,
): Promise<Record<'alone' | 'beside', Round[]>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'twinloom-meanwhile-'));
  const mosquitto = await startMosquitto(undefined, 'max_queued_messages 0');
  const plant = await LedgerPlant.connect(mosquitto.url);
  const listener = await connectAsync(mosquitto.url);
  const server = await startServer('--no-editor', '--no-plant', '--mqtt', mosquitto.url, '--data', dataDir);
  try {
    await plant.begin(server);
    await server.send('PUT', '/api/flows/ledger', publishing());
    await server.send('POST', '/api/flows/ledger/deploy', {});
    await listener.subscribeAsync('made/ledger-1');
    const screen = new Screen(server.address, 'ledger-1');
    await screen.until((values) => values.has('seq.value'));
    const measure = (): Promise<Round> => measureRound(plant, screen, listener, ms);
    await measure();
    const [alone, beside]: [Round[], Round[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      alone.push(await measure());
      const id = await begin(server);
      beside.push(await measure());
      await end(server, id);
    }
    screen.close();
    return { alone, beside };
  } finally {
    await listener.endAsync();
    await plant.close();
    await server.stop();
    await mosquitto.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The ledger, which says each reading again in the instant that took it. */
function publishing(): object {
  const flow = ledgerFlow() as { nodes: object; edges: string[] };
  const made = { type: 'sinks/mqtt-publish', params: { topic: 'made/{twin}' } };
  return { ...flow, nodes: { ...flow.nodes, made }, edges: [...flow.edges, 'seq.value -> made.in'] };
}

async function measureRound(
  plant: LedgerPlant,
  screen: Screen,
  listener: MqttClient,
  ms: number,
): Promise<Round> {
  const sentAt = new Map<number, number>();
  const ages: number[] = [];
  const hear = (_topic: string, payload: Buffer): void => {
    const at = sentAt.get(Number(payload.toString()));
    if (at !== undefined) ages.push(performance.now() - at);
  };
  listener.on('message', hear);
  const sending = (seq: number): void => void sentAt.set(seq, performance.now());
  const shown = await shownAges(plant, screen, { perSecond: PER_SECOND, ms, sending });
  // The last ones are under way.
  while (ages.length < sentAt.size) await new Promise((resolve) => setTimeout(resolve, 10));
  listener.off('message', hear);
  return { instant: quantile(ages, 0.99), shown: quantile(shown, 0.99) };
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
