import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { remainingLife } from '@twinloom/nodes/predictors/remaining-life';
import { trace } from '@twinloom/runtime/run/harness';
import { referenceFile } from './reference-data.ts';

/** NASA C-MAPSS, FD001: 100 turbofans run to failure to learn from, 100 that stop before it: Saxena, Goebel, Simon, Eklund, PHM08 (2008). */
const FILES = ['train_FD001.txt', 'test_FD001.txt', 'RUL_FD001.txt'].map((name) =>
  referenceFile(`cmapss/${name}`),
);

/** Sensors that move at all in FD001. */
const SENSORS = [2, 3, 4, 7, 8, 9, 11, 12, 13, 14, 15, 17, 20, 21];
const HEALTHY = 30;
const FAILING = 5;
const IN_A_ROW = 5;
const LEAST = 10;

/** A row per cycle: the sensors and a 1. */
type Engine = readonly (readonly number[])[];

function readEngines(file: string): Engine[] {
  const engines: number[][][] = [];
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const cells = line.trim().split(/\s+/).map(Number);
    (engines[cells[0]! - 1] ??= []).push([...SENSORS.map((sensor) => cells[4 + sensor]!), 1]);
  }
  return engines;
}

const meanOf = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
const deviationOf = (list: readonly number[]): number => {
  const mean = meanOf(list);
  return Math.sqrt(meanOf(list.map((one) => (one - mean) ** 2)));
};
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, one, i) => sum + one * b[i]!, 0);

/** Least squares by the normal equations, eliminated with pivots. */
function regress(rows: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const n = rows[0]!.length;
  const matrix = Array.from({ length: n }, (_, i) => [
    ...Array.from({ length: n }, (_unused, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, row, k) => sum + row[i]! * targets[k]!, 0),
  ]);
  for (let i = 0; i < n; i++) {
    const best = matrix.reduce(
      (top, row, k) => (k >= i && Math.abs(row[i]!) > Math.abs(matrix[top]![i]!) ? k : top),
      i,
    );
    [matrix[i], matrix[best]] = [matrix[best]!, matrix[i]!];
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = matrix[k]![i]! / matrix[i]![i]!;
      for (let j = i; j <= n; j++) matrix[k]![j]! -= factor * matrix[i]![j]!;
    }
  }
  return matrix.map((row, i) => row[n]! / row[i]!);
}

/** Sensors in standard deviations of the training set, so that the normal equations are well conditioned. */
function scaleBy(engines: readonly Engine[]): (row: readonly number[]) => number[] {
  const columns = SENSORS.map((_, j) => engines.flatMap((engine) => engine.map((row) => row[j]!)));
  const [means, deviations] = [columns.map(meanOf), columns.map(deviationOf)];
  return (row) => row.map((one, j) => (j < SENSORS.length ? (one - means[j]!) / deviations[j]! : one));
}

interface Kind {
  onset: number;
  threshold: number;
  thresholdSpread: number;
  start: number;
  startSpread: number;
  growth: number;
  growthSpread: number;
}

/** What is known of engines of this kind from whole lives: the lines through the logarithm of the index after its onset. */
function learnKind(lives: readonly number[][]): Kind {
  const healthy = lives.flatMap((life) => life.slice(0, HEALTHY));
  const onset = meanOf(healthy) + 2 * deviationOf(healthy);
  const lines = lives.map((life) => {
    const from = life.findIndex(
      (_, i) => i >= IN_A_ROW && life.slice(i - IN_A_ROW, i).every((one) => one >= onset),
    );
    const grown = life.slice(from).flatMap((one, t) => (one > 0 ? [[t, Math.log(one)] as const] : []));
    const [start, growth] = regress(
      grown.map(([t]) => [1, t]),
      grown.map(([, level]) => level),
    ) as [number, number];
    return { start, growth, end: start + growth * (life.length - 1 - from) };
  });
  const of = (name: 'start' | 'growth' | 'end'): number[] => lines.map((line) => line[name]);
  return {
    onset,
    threshold: Math.exp(meanOf(of('end'))),
    thresholdSpread: deviationOf(of('end')),
    start: Math.exp(meanOf(of('start'))),
    startSpread: deviationOf(of('start')),
    growth: meanOf(of('growth')),
    growthSpread: deviationOf(of('growth')),
  };
}

/** One cycle is one second here. */
function predict(
  index: readonly number[],
  kind: Partial<Kind>,
): { value: number; lower: number; upper: number } | undefined {
  const { last } = trace(remainingLife, {
    params: { ...kind, minSamples: LEAST, resetBelow: 0.01 },
    inputs: { in: index.map((one, t) => [t, one] as const) },
    for: index.length,
  });
  if (last('value').value === undefined) return undefined;
  return {
    value: Number(last('value').value),
    lower: Number(last('lower').value),
    upper: Number(last('upper').value ?? Infinity),
  };
}

/** Learns from whole lives what an engine's index of wear is and what is known of its kind. */
function study(train: readonly Engine[]): {
  kind: Kind;
  indexOf: (engine: Engine) => number[];
} {
  const scaled = scaleBy(train);
  const healthy = train.flatMap((engine) => engine.slice(0, HEALTHY).map(scaled));
  const failing = train.flatMap((engine) => engine.slice(-FAILING).map(scaled));
  const weights = regress([...healthy, ...failing], [...healthy.map(() => 0), ...failing.map(() => 1)]);
  const indexOf = (engine: Engine): number[] => engine.map((row) => dot(scaled(row), weights));
  return { kind: learnKind(train.map(indexOf)), indexOf };
}

interface Case {
  engine: Engine;
  left: number;
}

/** How it does on engines of which it knows only the beginning; those it says nothing of do not count. */
function judge(train: readonly Engine[], cases: readonly Case[]) {
  const { kind, indexOf } = study(train);
  const errors: number[] = [];
  let [hits, hitsOfExactEnd] = [0, 0];
  for (const { engine, left } of cases) {
    const index = indexOf(engine);
    const life = predict(index, kind);
    if (!life) continue;
    errors.push(life.value - left);
    if (life.lower <= left && left <= life.upper) hits++;
    const narrow = predict(index, { ...kind, thresholdSpread: 0 });
    if (narrow && narrow.lower <= left && left <= narrow.upper) hitsOfExactEnd++;
  }
  const stated = errors.length;
  const rmse = Math.sqrt(meanOf(errors.map((error) => error * error)));
  console.log(
    `${stated} of ${cases.length} stated, the interval holds ${hits}, ${hitsOfExactEnd} if the end level were exact; ` +
      `RMSE ${rmse.toFixed(1)} cycles, mean error ${meanOf(errors).toFixed(1)}`,
  );
  return { stated, hits, hitsOfExactEnd, rmse };
}

describe.skipIf(FILES.includes(undefined))('remaining life of turbofans it has not learned from', () => {
  it('holds the true end in 83 to 97 % of its intervals, wherever wear has begun to show', () => {
    const [train, test] = [readEngines(FILES[0]!), readEngines(FILES[1]!)];
    const truth = readFileSync(FILES[2]!, 'utf8').trim().split('\n').map(Number);
    const [learned, kept] = [0, 1].map((rest) => train.filter((_, i) => i % 2 === rest)) as [
      Engine[],
      Engine[],
    ];
    const seenTo = (share: number): Case[] =>
      kept.map((engine) => {
        const seen = Math.floor(share * engine.length);
        return { engine: engine.slice(0, seen), left: engine.length - seen };
      });
    const ofTest = judge(
      train,
      test.map((engine, i) => ({ engine, left: truth[i]! })),
    );
    const all = [ofTest, judge(learned, seenTo(0.8)), judge(learned, seenTo(0.9))];
    const total = (name: 'stated' | 'hits' | 'hitsOfExactEnd'): number =>
      all.reduce((sum, one) => sum + one[name], 0);

    expect(total('stated')).toBeGreaterThan(80);
    expect(total('hits') / total('stated')).toBeGreaterThanOrEqual(0.83);
    expect(total('hits') / total('stated')).toBeLessThanOrEqual(0.97);
    // The engines end at scattered levels: an interval that does not know it is too narrow.
    expect(total('hitsOfExactEnd') / total('stated')).toBeLessThan(0.7);
    // Over the engines of the test set it answers for, about a quarter: no figure to lay beside those over all 100.
    expect(ofTest.rmse).toBeLessThan(16.5);
  });
});
