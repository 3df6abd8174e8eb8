import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import { studyRequestSchema } from '@twinloom/runtime/graph/scenario';
import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import { Twin } from '@twinloom/runtime/run/twin';
import { prepareStudy, type PreparedStudy } from '@twinloom/runtime/scenario/prepare-study';
import { runVariant } from '@twinloom/runtime/scenario/run-variant';
import { median, quantile } from '../measure/statistics.ts';
import { runByHand, type PumpTotals } from './by-hand.ts';
import { liveMeanwhile } from './live-meanwhile.ts';
import { timeMonteCarlo } from './monte-carlo.ts';

/*
 * The what-if of the pump example: its whole twin at a tick of 100 ms, inputs at 1 Hz, quality and KPIs on, against the same physics written by hand.
 * Monte Carlo over it: 1,000 runs of an hour with a first band within 2 s and the last within 60 s on two cores. Meanwhile a live twin: the p99 of its
 * instants, from a reading to what was made of it, at most twice what it is alone. Goals of one run: at most 2x by hand, and 100,000 simulated seconds per second of a core (CPU time, so that neighbours do not count).
 */
const isQuick = process.argv.includes('--quick');
const ROUNDS = isQuick ? 3 : 7;
const HORIZON = isQuick ? 3_600 : 18_000;
const FACTOR = 1.15;
const GOAL = 100_000;
const FILE = join(import.meta.dirname, '..', '..', '..', 'examples', 'pump', 'twin.flow.json');

const RUNS = isQuick ? 40 : 1_000;
const FIRST_BAND_SECONDS = 2;
const ALL_RUNS_SECONDS = 60;
const LIVE_ROUNDS = isQuick ? 3 : 15;
const LIVE_MS = isQuick ? 2_000 : 5_000;
const LIVE_GOAL = 2;

function prepare(): { study: PreparedStudy; snapshot: Snapshot } {
  const { flow: document } = readFlow(readFileSync(FILE, 'utf8'));
  const { plan } = document ? compileFlow(document, catalog, { twin: 'pump-01' }) : {};
  if (!document || !plan) throw new Error('the pump does not compile');
  const twin = new Twin(plan, { id: 'pump-01' });
  const said = { flow: 18, head: 15, power: 1.2, vibration: 0.6, level: 1.4, failed: false, repairs: 0 };
  for (let t = 0; t <= 600; t++) {
    const inputs = Object.entries({ speed: 1450, ...said }).map(([node, value]) => ({ node, value }));
    twin.deliver(t, inputs);
  }
  const snapshot = twin.snapshot();
  const request = studyRequestSchema.parse({
    horizon: HORIZON,
    variants: { faster: { inputs: { speed: { policy: 'scaled', factor: FACTOR } } } },
  });
  const ground = { twin: 'pump-01', base: { document }, parameters: {}, snapshot, request };
  const asked = prepareStudy({ ...ground, versions: new Map(), tablesFor: () => ({}) }, catalog);
  if ('diagnostics' in asked) throw new Error(asked.diagnostics.map(({ says }) => says).join('; '));
  return { study: asked.study, snapshot };
}

function runOurs({ variants, run }: PreparedStudy): PumpTotals {
  const running = runVariant(variants[1]!, run);
  let step = running.next();
  while (!step.done) step = running.next();
  const { flow, head, energy } = step.value.kpis;
  return { flow: flow!.value!, head: head!.value!, energy: energy!.value! };
}

function cpuMs<T>(run: () => T): { ms: number; result: T } {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, result };
}

function agree(ours: PumpTotals, byHand: PumpTotals): void {
  for (const name of ['flow', 'head', 'energy'] as const) {
    const difference = Math.abs(ours[name] / byHand[name] - 1);
    if (!(difference < 1e-6))
      throw new Error(`${name}: ${ours[name]} and by hand ${byHand[name]} differ, the run is void`);
  }
}

const { study, snapshot } = prepare();
const costs: { ours: number; byHand: number }[] = [];
for (let round = -1; round < ROUNDS; round++) {
  const ours = cpuMs(() => runOurs(study));
  const byHand = cpuMs(() => runByHand(snapshot, HORIZON, FACTOR));
  agree(ours.result, byHand.result);
  // The first round warms up.
  if (round >= 0) costs.push({ ours: ours.ms, byHand: byHand.ms });
}
const rate = (ms: number): string => Math.round((HORIZON / ms) * 1000).toLocaleString('en-GB');
const ours = median(costs.map((cost) => cost.ours));
const byHand = median(costs.map((cost) => cost.byHand));
console.log(
  `what-if ours: ${rate(ours)} simulated seconds per second of a core (goal ${GOAL.toLocaleString('en-GB')})`,
);
console.log(`what-if limit, by hand: ${rate(byHand)}`);
const { taken, firstBand, firstRuns, all } = await timeMonteCarlo(RUNS);
console.log(
  `what-if Monte Carlo: ${RUNS} runs of an hour on ${availableParallelism()} cores, from the POST on: checked after ${taken.toFixed(1)} s, first band of ${firstRuns} runs after ${firstBand.toFixed(1)} s (goal ${FIRST_BAND_SECONDS}), all after ${all.toFixed(1)} s (goal ${ALL_RUNS_SECONDS} for 1,000)`,
);
const { alone, beside } = await liveMeanwhile(LIVE_ROUNDS, LIVE_MS);
for (const [what, of] of [
  ['p99 from a reading to what the twin made of it, at the broker', 'instant'],
  ['p99 of the age of what a screen shows', 'shown'],
] as const) {
  const ratios = beside.map((round, i) => round[of] / alone[i]![of]);
  const ms = (rounds: typeof alone): string => median(rounds.map((round) => round[of])).toFixed(1);
  console.log(
    `what-if, the live twin meanwhile: ${what} ${ms(beside)} ms, alone ${ms(alone)} ms: ratio ${median(ratios).toFixed(2)} (${quantile(ratios, 0.25).toFixed(2)} to ${quantile(ratios, 0.75).toFixed(2)} in ${LIVE_ROUNDS} rounds; goal ${LIVE_GOAL})`,
  );
}
const ratios = costs.map((cost) => cost.ours / cost.byHand);
console.log(
  `RATIO what-if peer=- limit=${quantile(ratios, 0.5).toFixed(2)} goal_peer=- goal_limit=2 rounds=${ROUNDS} spread=${quantile(ratios, 0.25).toFixed(2)}-${quantile(ratios, 0.75).toFixed(2)}`,
);
