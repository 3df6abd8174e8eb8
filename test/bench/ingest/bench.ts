import { setTimeout as wait } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { startMosquitto } from '../../fixtures/start-mosquitto.ts';
import { CYCLE, payloads } from '../engine/inputs.ts';
import { ratioLine } from '../measure/ratio-line.ts';
import { median, quantile } from '../measure/statistics.ts';
import { ourTaker, peerTaker, type Taker } from './takers.ts';

/* From mosquitto into a twin, and on to a WebSocket: CPU time of the process that takes the readings, and how old they are when they arrive. */

const isQuick = process.argv.includes('--quick');
const ROUNDS = 5;
const RATE = 5_000;
const READINGS = isQuick ? 1_024 : 5_120;
const LATENCY_MS = isQuick ? 400 : 3_000;

const mosquitto = await startMosquitto(undefined, 'max_queued_messages 0');
const plant = await connectAsync(mosquitto.url);
const takers = [
  await ourTaker(mosquitto.url),
  await peerTaker('node-red', mosquitto.url),
  await peerTaker('minimal', mosquitto.url),
] as const;

/** Publishes so many a second, as far as the machine lets it. */
async function publish(count: number, rate: number, say: (i: number) => void): Promise<void> {
  const since = performance.now();
  for (let i = 0; i < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - since) * rate) / 1000) + 1);
    for (; i < due; i++) say(i);
    await wait(1);
  }
}

/** ns of CPU time a reading, and what the readings of the round came to. */
async function ingest(taker: Taker, kind: 'qos0' | 'qos1'): Promise<{ cpu: number; sum: number }> {
  const before = await taker.done(kind);
  const topic = taker.topic(kind);
  const qos = kind === 'qos0' ? 0 : 1;
  await publish(READINGS, RATE, (i) => plant.publish(topic, payloads[i % CYCLE]!, { qos }));
  for (let tries = 0; tries < 100; tries++) {
    await wait(100);
    const after = await taker.done(kind);
    if (after.count - before.count < READINGS) continue;
    return { cpu: (after.cpu - before.cpu) / READINGS, sum: after.sum - before.sum };
  }
  throw new Error(`the run is void: ${taker.name} has not had all readings`);
}

async function ingestRow(row: string, kind: 'qos0' | 'qos1', goals: object): Promise<string> {
  for (const taker of takers) await ingest(taker, kind);
  const costs = takers.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round++) {
    const sums: number[] = [];
    for (const [i, taker] of takers.entries()) {
      const { cpu, sum } = await ingest(taker, kind);
      costs[i]!.push(cpu);
      sums.push(sum);
    }
    if (sums.some((sum) => Math.abs(sum / sums[0]! - 1) > 1e-6))
      throw new Error(`the run is void: the sums are ${sums.join(', ')}`);
  }
  console.log(`\n${row}: µs of CPU time a reading, ${RATE} a second`);
  for (const [i, { name }] of takers.entries())
    console.log(`  ${name.padEnd(9)} ${(median(costs[i]!) / 1000).toFixed(1)}`);
  const [ours, red, minimal] = costs as [number[], number[], number[]];
  return ratioLine({
    name: row,
    peer: red.map((cost, k) => cost / ours[k]!),
    limit: ours.map((cost, k) => cost / minimal[k]!),
    ...goals,
  });
}

/** Age of what arrives when it arrives, ms: median and p99. */
async function ages(taker: Taker, rate: number): Promise<{ p50: number; p99: number }> {
  const sentAt: number[] = [];
  const heardAt: number[] = [];
  const topic = taker.topic('ws');
  plant.publish(topic, '{"seq":0}');
  await wait(100);
  const close = await taker.watch((seq) => {
    const sent = sentAt[seq];
    if (sent !== undefined) heardAt.push(performance.now() - sent);
  });
  await publish((LATENCY_MS * rate) / 1000, rate, (i) => {
    sentAt[i + 1] = performance.now();
    plant.publish(topic, `{"seq":${i + 1}}`);
  });
  await wait(100);
  close();
  return { p50: quantile(heardAt, 0.5), p99: quantile(heardAt, 0.99) };
}

async function ageRow(row: string, rate: number, goals: object): Promise<string> {
  const found = takers.map(() => [] as { p50: number; p99: number }[]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, taker] of takers.entries()) found[i]!.push(await ages(taker, rate));
  }
  console.log(`\n${row}: from the publish to the WebSocket at ${rate}/s, ms`);
  for (const [i, { name }] of takers.entries()) {
    const of = (what: 'p50' | 'p99'): string => median(found[i]!.map((one) => one[what])).toFixed(2);
    console.log(`  ${name.padEnd(9)} p50 ${of('p50')}  p99 ${of('p99')}`);
  }
  const [ours, red, minimal] = found.map((rounds) => rounds.map(({ p99 }) => p99)) as [
    number[],
    number[],
    number[],
  ];
  return ratioLine({
    name: row,
    peer: red.map((age, k) => age / ours[k]!),
    limit: ours.map((age, k) => age / minimal[k]!),
    ...goals,
  });
}

try {
  const lines = [
    await ingestRow('ingest-cpu', 'qos0', { goalPeer: 4, goalLimit: 1.2 }),
    await ingestRow('ingest-cpu-qos1', 'qos1', {}),
    await ageRow('ingest-p99', 5_000, { goalPeer: 2, goalLimit: 2 }),
    await ageRow('ingest-p99-200', 200, {}),
  ];
  console.log(`\n${lines.join('\n')}`);
} finally {
  await plant.endAsync();
  for (const taker of takers) await taker.stop();
  await mosquitto.stop();
}
