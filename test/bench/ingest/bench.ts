import { setTimeout as wait } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { startMosquitto } from '../../fixtures/start-mosquitto.ts';
import { CYCLE, payloads, values } from '../engine/inputs.ts';
import { ratioLine } from '../measure/ratio-line.ts';
import { median, quantile } from '../measure/statistics.ts';
import { ourTaker, peerTaker, TAGS, type Kind, type Taker } from './takers.ts';

/* From mosquitto into a twin, and on to a WebSocket: CPU time of the process that takes the readings, and how old they are when they arrive. */

const isQuick = process.argv.includes('--quick');
const ROUNDS = 5;
const RATE = 5_000;
const READINGS = isQuick ? 1_024 : 5_120;
/** Values a second where many come in one payload, and of a round. */
const BATCHED_RATE = 40_000;
const BATCHED = isQuick ? 4_000 : 40_000;
const LIST = 50;
const LATENCY_MS = isQuick ? 300 : 3_000;

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

/** What is published, as one message of a kind after the other: how many values are in each, so many a second, so many a round. */
interface Traffic {
  each: number;
  rate: number;
  count: number;
  payload(i: number): Buffer | string;
}

const single: Traffic = { each: 1, rate: RATE, count: READINGS, payload: (i) => payloads[i % CYCLE]! };

const batched = (each: number, payload: Traffic['payload']): Traffic => ({
  each,
  rate: BATCHED_RATE / each,
  count: BATCHED / each,
  payload,
});

/** One object, of which each of twenty sources takes its tag. */
const tags = batched(TAGS.length, (i) =>
  JSON.stringify(Object.fromEntries(TAGS.map((tag, k) => [tag, values[(i * TAGS.length + k) % CYCLE]]))),
);

/** Readings a millisecond apart that were kept for a while. Everybody is sent the same, and nothing twice. */
let kept = 1_700_000_000_000;
const lists = batched(LIST, (i) =>
  JSON.stringify(Array.from({ length: LIST }, (_, k) => ({ t: kept++, v: values[(i * LIST + k) % CYCLE] }))),
);

const traffics: Record<Kind, Traffic> = { qos0: single, qos1: single, tags, list: lists };

/** ns of CPU time a value, and what the readings of the round came to. */
async function ingest(taker: Taker, kind: Kind): Promise<{ cpu: number; sum: number }> {
  const before = await taker.done(kind);
  const topic = taker.topic(kind);
  const qos = kind === 'qos1' ? 1 : 0;
  const { each, rate, count, payload } = traffics[kind];
  await publish(count, rate, (i) => plant.publish(topic, payload(i), { qos }));
  for (let tries = 0; tries < 200; tries++) {
    await wait(50);
    const after = await taker.done(kind);
    if (after.count - before.count < count * each) continue;
    return { cpu: (after.cpu - before.cpu) / (count * each), sum: after.sum - before.sum };
  }
  throw new Error(`the run is void: ${taker.name} has not had all readings`);
}

async function ingestRow(row: string, kind: Kind, goals: object): Promise<string> {
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
  const { rate, each } = traffics[kind];
  console.log(`\n${row}: µs of CPU time a value, ${rate * each} a second, ${each} in a payload`);
  for (const [i, { name }] of takers.entries())
    console.log(`  ${name.padEnd(9)} ${(median(costs[i]!) / 1000).toFixed(2)}`);
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
    await ingestRow('ingest-cpu-tags', 'tags', {}),
    await ingestRow('ingest-cpu-list', 'list', {}),
    await ageRow('ingest-p99', 5_000, { goalPeer: 2, goalLimit: 2 }),
    await ageRow('ingest-p99-200', 200, {}),
  ];
  console.log(`\n${lines.join('\n')}`);
} finally {
  await plant.endAsync();
  for (const taker of takers) await taker.stop();
  await mosquitto.stop();
}
