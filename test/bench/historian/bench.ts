import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { median, quantile } from '../measure/statistics.ts';
import { duckdb } from './duckdb.ts';
import { arrays, blocks, rows, type Question, type Series, type Subject } from './subjects.ts';

const isQuick = process.argv.includes('--quick');
const ROUNDS = isQuick ? 3 : 7;
const SAMPLES = isQuick ? 100_000 : 1_000_000;
const PORTS = 50;
const BEGIN = 1_700_000_400;
/** Samples of each port that are written together: ten seconds at 10 Hz. */
const TOGETHER = 100;
const POINTS = 1_000;

interface Cost {
  wall: number;
  cpu: number;
}

/** A sensor with two decimals that moves slowly. */
const smooth = (_random: RandomStream, i: number): number =>
  Math.round(2_000 + 500 * Math.sin(i / 300)) / 100;
/** Every digit is chance. */
const noisy = (random: RandomStream): number => 20 + random.normal();

function series(samples: number, hertz: number, value: typeof noisy | typeof smooth, seed: number): Series {
  const random = new RandomStream(seed, 'bench');
  return {
    times: Float64Array.from({ length: samples }, (_, i) => BEGIN + i / hertz),
    values: Float64Array.from({ length: samples }, (_, i) => value(random, i)),
  };
}

async function measure(run: () => void | Promise<void>): Promise<Cost> {
  const before = process.cpuUsage();
  const start = performance.now();
  const waited = run();
  if (waited instanceof Promise) await waited;
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - start, cpu: (user + system) / 1_000 };
}

function fill(subject: Subject, ports: readonly Series[]): void {
  const { length } = ports[0]!.times;
  for (let i = 0; i < length; i += TOGETHER) subject.append(ports, i, Math.min(i + TOGETHER, length));
}

/** Least, greatest and mean of all buckets, as far as every subject must agree. */
async function checksum(subject: Subject, question: Question): Promise<string> {
  const { t, min, max, mean } = await subject.query(question);
  const sum = (column: readonly (number | null)[]): number =>
    column.reduce<number>((a, b) => a + (b ?? 0), 0);
  return [t.length, sum(min).toFixed(6), sum(max).toFixed(6), sum(mean).toFixed(6)].join(' ');
}

function agree(name: string, sums: readonly string[]): void {
  if (new Set(sums).size > 1)
    throw new Error(`${name}: the answers differ, the run is void\n${sums.join('\n')}`);
}

/** Ours, peer, limit and perhaps DuckDB in rotation; a round lasts until each has worked for a while. */
async function report(
  name: string,
  goals: [peer: string, limit: string],
  parties: readonly (() => Promise<Cost>)[],
): Promise<void> {
  const costs: Cost[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const of: Cost[] = [];
    for (const run of parties) of.push(await run());
    costs.push(of);
  }
  const ratios = (a: number, b: number, clock: keyof Cost): number[] =>
    costs.map((round) => round[a]![clock] / round[b]![clock]).toSorted((x, y) => x - y);
  for (const [i, who] of ['ours', 'peer', 'limit', 'duckdb'].slice(0, parties.length).entries()) {
    const cost = (clock: keyof Cost): string => median(costs.map((round) => round[i]![clock])).toFixed(1);
    console.log(`${name} ${who}: ${cost('wall')} ms, ${cost('cpu')} ms of CPU`);
  }
  const limit = median(ratios(0, 2, 'wall')).toFixed(2);
  lines.push(line(name, ratios(1, 0, 'wall'), limit, goals));
  // DuckDB waits for the disk at each commit, which the others do not, and asks with two threads: CPU time is what both have in common.
  if (parties.length > 3) lines.push(line(`${name}-duckdb`, ratios(3, 0, 'cpu'), '-', ['-', '-']));
}

function line(name: string, peer: readonly number[], limit: string, goals: [string, string]): string {
  const [p25, p50, p75] = [0.25, 0.5, 0.75].map((q) => quantile(peer, q).toFixed(2));
  return `RATIO ${name} peer=${p50} limit=${limit} goal_peer=${goals[0]} goal_limit=${goals[1]} rounds=${ROUNDS} spread=${p25}-${p75}`;
}

async function benchAppend(): Promise<void> {
  const ports = Array.from({ length: PORTS }, (_, i) =>
    series(SAMPLES / PORTS, 10, i % 2 === 0 ? smooth : noisy, i),
  );
  const to = ports[0]!.times.at(-1)! + 0.1;
  const question = { port: 1, from: BEGIN, to, points: 100 };
  const sums: string[] = [];
  const party = (make: () => Subject | Promise<Subject>) => async (): Promise<Cost> => {
    const subject = await make();
    const cost = await measure(() => fill(subject, ports));
    sums.push(await checksum(subject, question));
    subject.close();
    return cost;
  };
  const makers = [() => blocks(PORTS, BEGIN), rows, () => arrays(false), duckdb];
  await report('append', ['5', '-'], makers.map(party));
  agree('append', sums);
}

interface Query {
  name: string;
  hertz: number;
  goals: [peer: string, limit: string];
  /** Each time for the first time since the history was opened. */
  isFirst?: boolean;
  withDuckdb?: boolean;
}

/** One port in a thousand buckets, from its seconds or from its samples: asked again and again, or for the first time since the history was opened. */
async function benchQuery({ name, hertz, goals, isFirst = false, withDuckdb = false }: Query): Promise<void> {
  const ports = [series(SAMPLES, hertz, noisy, 1)];
  const to = BEGIN + SAMPLES / hertz;
  const question = { port: 0, from: BEGIN, to, points: POINTS };
  const subjects = [blocks(1, BEGIN), rows(), arrays(name !== 'query-samples')];
  if (withDuckdb) subjects.push(await duckdb());
  const sums: string[] = [];
  for (const subject of subjects) {
    fill(subject, ports);
    await subject.settle(to);
    sums.push(await checksum(subject, question));
  }
  agree(name, sums);
  const times = [10, 1, 20, 10];
  const parties = subjects.map((subject, i) => async () => {
    const total = { wall: 0, cpu: 0 };
    const most = isFirst ? times[i]! : 1;
    for (let begun = 0; begun < most; begun++) {
      if (isFirst) subject.forget();
      const { wall, cpu } = await measure(() => ask(subject, question, times[i]! / most));
      total.wall += wall / times[i]!;
      total.cpu += cpu / times[i]!;
    }
    return total;
  });
  await report(name, goals, parties);
  for (const subject of subjects) subject.close();
}

/** Waits only where an answer has to be waited for. */
async function ask(subject: Subject, question: Question, times: number): Promise<void> {
  for (let k = 0; k < times; k++) {
    const answer = subject.query(question);
    if (answer instanceof Promise) await answer;
  }
}

async function sayBytes(): Promise<void> {
  for (const [name, value] of [
    ['smooth', smooth],
    ['noisy', noisy],
  ] as const) {
    const ports = Array.from({ length: 10 }, (_, i) => series(SAMPLES / 10, 10, value, i));
    const sizes: string[][] = [];
    for (const subject of [blocks(10, BEGIN), rows(), await duckdb()]) {
      const before = await subject.bytes();
      fill(subject, ports);
      const bytes = ((await subject.bytes()) - before) / SAMPLES;
      await subject.settle(BEGIN + SAMPLES / 100);
      const withSeconds = ((await subject.bytes()) - before) / SAMPLES;
      subject.close();
      sizes.push([bytes, withSeconds].map((each) => each.toFixed(2)));
    }
    const [ours, plain, duck] = sizes as [string[], string[], string[]];
    console.log(
      `bytes a sample, ${name}: ours ${ours[0]} (${ours[1]} with its seconds), rows ${plain[0]}, duckdb ${duck[0]}`,
    );
  }
}

const lines: string[] = [];
await sayBytes();
await benchAppend();
await benchQuery({ name: 'query', hertz: 10, goals: ['8', '2'], withDuckdb: true });
await benchQuery({ name: 'query-first', hertz: 10, goals: ['8', '2'], isFirst: true });
await benchQuery({ name: 'query-samples', hertz: 1_000, goals: ['-', '-'], withDuckdb: true });
console.log(lines.join('\n'));
