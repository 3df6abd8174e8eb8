import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type RunningServer } from '../../fixtures/start-server.ts';

/*
 * Kill -9 with many twins, then from the command to the first value, and until every twin runs and is current. Goal (trust.md): 5 s and 10 s
 * with 10,000 twins.
 */
const isQuick = process.argv.includes('--quick');
const twinsArg = process.argv.find((arg) => arg.startsWith('--twins='));
const TWINS = Number(twinsArg?.slice('--twins='.length) ?? (isQuick ? 1_000 : 10_000));
const AT_ONCE = 16;
const LOOKED_AT = 50;

/** Twenty nodes: a source, gains and filters, an alarm and a thermal model, at a tick of one second. */
function flow(): object {
  const nodes: Record<string, object> = {
    wave: { type: 'sources/waveform', params: { amplitude: 5, offset: 10, period: '7 s', unit: 'm3/h' } },
    ambient: { type: 'sources/constant', params: { value: 20, unit: 'Cel' } },
    mass: { type: 'physics/thermal-mass' },
    alarm: { type: 'sinks/alarm', params: { above: '100 m3/h' } },
  };
  const edges = ['ambient.value -> mass.ambient'];
  for (let i = 0; i < 8; i++) {
    nodes[`gain${i}`] = { type: 'transforms/gain', params: { gain: 1.01 } };
    nodes[`filter${i}`] = { type: 'transforms/low-pass', params: { timeConstant: '2 s' } };
    edges.push(
      `${i === 0 ? 'wave.value' : `filter${i - 1}.out`} -> gain${i}.in`,
      `gain${i}.out -> filter${i}.in`,
    );
  }
  edges.push('filter7.out -> alarm.in');
  return { twinloom: 1, name: 'Fleet', clock: { tick: '1s' }, nodes, edges };
}

async function metric(server: RunningServer, name: string): Promise<number> {
  const text = await (await fetch(`${server.address}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`twinloom_${name} `));
  return Number(line?.split(' ')[1]);
}

/** How old the oldest tick of some twins is, s. */
async function oldest(server: RunningServer): Promise<number> {
  const ids = Array.from({ length: LOOKED_AT }, (_, i) => Math.floor((i * TWINS) / LOOKED_AT));
  const ages = await Promise.all(
    ids.map(async (id) => {
      const { t } = await server.get<{ t: number }>(`/api/twins/fleet-${id}/state`);
      return Date.now() / 1000 - t;
    }),
  );
  return Math.max(...ages);
}

async function until(is: () => Promise<boolean>): Promise<void> {
  while (!(await is().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** A port that nobody has: who starts on it can be asked before it says where it is. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);

const dataDir = mkdtempSync(join(tmpdir(), 'twinloom-restart-'));
const start = () => startServer('--no-editor', '--no-plant', '--data', dataDir);
let server = await start();
try {
  await server.send('PUT', '/api/flows/fleet', flow());
  await server.send('POST', '/api/flows/fleet/deploy', {});
  let since = performance.now();
  let next = 0;
  const bind = async (): Promise<void> => {
    while (next < TWINS) await server.send('PUT', `/api/twins/fleet-${next++}`, { flow: 'fleet' });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, bind));
  console.log(`${TWINS} twins of 20 nodes bound one by one: ${seconds(since)} s`);
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  console.log(`the oldest of ${LOOKED_AT} is ${(await oldest(server)).toFixed(1)} s old before the kill`);
  await server.kill();
  const port = await freePort();
  const answers = (path: string) => async () => (await fetch(`http://127.0.0.1:${port}${path}`)).ok;
  since = performance.now();
  const starting = startServer('--no-editor', '--no-plant', '--data', dataDir, '--port', String(port));
  await until(answers('/api/health'));
  console.log(`answers: ${seconds(since)} s after the command`);
  await until(answers('/api/twins/fleet-0/state'));
  console.log(`first value: ${seconds(since)} s (goal 5)`);
  server = await starting;
  await until(async () => (await metric(server, 'twins{status="running"}')) >= TWINS);
  console.log(`all run: ${seconds(since)} s`);
  await until(async () => (await oldest(server)) < 3);
  const cpu = await metric(server, 'cpu_seconds_total');
  const memory = (await metric(server, 'resident_memory_bytes')) / 1024 ** 2;
  console.log(`${cpu.toFixed(1)} s of processor time by then, ${memory.toFixed(0)} MiB`);
  console.log(`all current: ${seconds(since)} s (goal 10)`);
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
