import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { startServer } from '../../fixtures/start-server.ts';

const TWIN = '/api/twins/pump-01/scenarios';
const POLL_MS = 50;

/** How long Monte Carlo over the live pump takes a person who asks the server, s from the POST on: until it is checked, to the first band, to the end. */
export async function timeMonteCarlo(
  runs: number,
): Promise<Record<'taken' | 'firstBand' | 'firstRuns' | 'all', number>> {
  const server = await startServer('--no-editor');
  try {
    while (!(await isHeard(server.get))) await pause();
    const begun = performance.now();
    const since = (): number => (performance.now() - begun) / 1000;
    const response = await fetch(`${server.address}${TWIN}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(questionOf(runs)),
    });
    if (!response.ok) throw new Error(`the run is void: ${await response.text()}`);
    const { id } = (await response.json()) as StudyBody;
    const taken = since();
    let [firstBand, firstRuns] = [Number.NaN, Number.NaN];
    for (;;) {
      const { status, chance } = await server.get<StudyBody>(`${TWIN}/${id}`);
      if (chance && Number.isNaN(firstBand)) [firstBand, firstRuns] = [since(), chance.runs];
      if (status === 'done') return { taken, firstBand, firstRuns, all: since() };
      if (status !== 'running' && status !== 'waiting') throw new Error(`the run is void: it was ${status}`);
      await pause();
    }
  } finally {
    await server.stop();
  }
}

function questionOf(runs: number): object {
  const over = (kind: string, name: string, mean: number): object => ({
    kind,
    name,
    distribution: 'normal',
    mean,
    deviation: mean / 50,
  });
  const inputs = [over('parameter', 'lift', 10), over('times', 'speed.value', 1)];
  return { horizon: '1 h', chance: { runs, inputs } };
}

/** The plant has said a speed, and the model of the pump follows it. */
async function isHeard(get: <T>(path: string) => Promise<T>): Promise<boolean> {
  type State = { ports: Record<string, { value: number | null }> };
  const { ports } = await get<State>('/api/twins/pump-01/state');
  return typeof ports['modelPump.power']?.value === 'number';
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, POLL_MS));
