import { RandomStream } from '@twinloom/runtime/run/random-stream';
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

function measure(run: () => void): Cost {
  const before = process.cpuUsage();
  const start = performance.now();
  run();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - start, cpu: (user + system) / 1_000 };
}

function fill(subject: Subject, ports: readonly Series[]): void {
  const { length } = ports[0]!.times;
  for (let i = 0; i < length; i += TOGETHER) subject.append(ports, i, Math.min(i + TOGETHER, length));
}

/** Least, greatest and mean of all buckets, as far as every subject must agree. */
function checksum(subject: Subject, question: Question): string {
  const { t, min, max, mean } = subject.query(question);
  const sum = (column: readonly (number | null)[]): number =>
    column.reduce<number>((a, b) => a + (b ?? 0), 0);
  return [t.length, sum(min).toFixed(6), sum(max).toFixed(6), sum(mean).toFixed(6)].join(' ');
}

function agree(name: string, sums: readonly string[]): void {
  if (new Set(sums).size > 1)
    throw new Error(`${name}: the answers differ, the run is void\n${sums.join('\n')}`);
}

/** Ours, peer and limit in rotation; a round lasts until each has worked for a while. */
function report(name: string, goals: [peer: string, limit: string], parties: readonly (() => Cost)[]): void {
  const costs = Array.from({ length: ROUNDS }, () => parties.map((run) => run()));
  const ratios = (a: number, b: number): number[] =>
    costs.map((round) => round[a]!.wall / round[b]!.wall).toSorted((x, y) => x - y);
  const quantile = (sorted: readonly number[], q: number): number =>
    sorted[Math.round(q * (sorted.length - 1))]!;
  const median = (party: number, what: keyof Cost): string =>
    quantile(
      costs.map((round) => round[party]![what]).toSorted((a, b) => a - b),
      0.5,
    ).toFixed(1);
  for (const [i, who] of ['ours', 'peer', 'limit'].entries())
    console.log(`${name} ${who}: ${median(i, 'wall')} ms, ${median(i, 'cpu')} ms of CPU`);
  const peer = ratios(1, 0);
  const limit = quantile(ratios(0, 2), 0.5);
  lines.push(
    `RATIO ${name} peer=${quantile(peer, 0.5).toFixed(2)} limit=${limit.toFixed(2)} goal_peer=${goals[0]} goal_limit=${goals[1]} rounds=${ROUNDS} spread=${quantile(peer, 0.25).toFixed(2)}-${quantile(peer, 0.75).toFixed(2)}`,
  );
}

function benchAppend(): void {
  const ports = Array.from({ length: PORTS }, (_, i) =>
    series(SAMPLES / PORTS, 10, i % 2 === 0 ? smooth : noisy, i),
  );
  const to = ports[0]!.times.at(-1)! + 0.1;
  const question = { port: 1, from: BEGIN, to, points: 100 };
  const sums: string[] = [];
  const party = (make: () => Subject) => (): Cost => {
    const subject = make();
    const cost = measure(() => fill(subject, ports));
    sums.push(checksum(subject, question));
    subject.close();
    return cost;
  };
  report('append', ['5', '-'], [party(() => blocks(PORTS, BEGIN)), party(rows), party(() => arrays(false))]);
  agree('append', sums);
}

/** One port in a thousand buckets, from its seconds or from its samples: asked again and again, or for the first time since the history was opened. */
function benchQuery(name: string, hertz: number, goals: [string, string], isFirst = false): void {
  const ports = [series(SAMPLES, hertz, noisy, 1)];
  const to = BEGIN + SAMPLES / hertz;
  const question = { port: 0, from: BEGIN, to, points: POINTS };
  const subjects = [blocks(1, BEGIN), rows(), arrays(name !== 'query-samples')];
  for (const subject of subjects) {
    fill(subject, ports);
    subject.settle(to);
  }
  agree(
    name,
    subjects.map((subject) => checksum(subject, question)),
  );
  const times = [10, 1, 20];
  report(
    name,
    goals,
    subjects.map((subject, i) => () => {
      const total = { wall: 0, cpu: 0 };
      const most = isFirst ? times[i]! : 1;
      for (let begun = 0; begun < most; begun++) {
        if (isFirst) subject.forget();
        const { wall, cpu } = measure(() => {
          for (let k = 0; k < times[i]!; k += most) subject.query(question);
        });
        total.wall += wall / times[i]!;
        total.cpu += cpu / times[i]!;
      }
      return total;
    }),
  );
  for (const subject of subjects) subject.close();
}

function sayBytes(): void {
  for (const [name, value] of [
    ['smooth', smooth],
    ['noisy', noisy],
  ] as const) {
    const ports = Array.from({ length: 10 }, (_, i) => series(SAMPLES / 10, 10, value, i));
    const sizes = [blocks(10, BEGIN), rows()].map((subject) => {
      const before = subject.bytes();
      fill(subject, ports);
      const bytes = (subject.bytes() - before) / SAMPLES;
      subject.settle(BEGIN + SAMPLES / 100);
      const withSeconds = (subject.bytes() - before) / SAMPLES;
      subject.close();
      return [bytes, withSeconds].map((each) => each.toFixed(2));
    });
    console.log(
      `bytes a sample, ${name}: ours ${sizes[0]![0]} (${sizes[0]![1]} with its seconds), rows ${sizes[1]![0]}`,
    );
  }
}

const lines: string[] = [];
sayBytes();
benchAppend();
benchQuery('query', 10, ['8', '2']);
benchQuery('query-first', 10, ['8', '2'], true);
benchQuery('query-samples', 1_000, ['-', '-']);
console.log(lines.join('\n'));
