import { availableParallelism } from 'node:os';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { chanceRuns } from '@twinloom/runtime/scenario/chance-runs';
import { BEST_FOUND, runCount, type PreparedStudy } from '@twinloom/runtime/scenario/prepare-study';
import type { RunWithCurves } from '@twinloom/runtime/scenario/run-points';
import { runVariant, type PreparedVariant } from '@twinloom/runtime/scenario/run-variant';
import { searchStudy, type SearchResult } from '@twinloom/runtime/scenario/search-study';
import { summariseChance } from '@twinloom/runtime/scenario/summarise-runs';
import { runInTurns, runPoints, type PointToRun } from './run-points.ts';
import type { StudyMaterial } from './study-material.ts';
import type { FromStudy, StudyOrder } from './study-words.ts';

const TELL_MS = 200;
/** So few make a band that is worth a look. */
const FIRST_PICTURE_RUNS = 3;
/** A picture of the runs so far is made at most this often, and never for more than a thirtieth of the time. */
const PICTURE_MS = 700;
const PICTURE_SHARE = 30;

interface ToCarryOut {
  study: PreparedStudy;
  material: StudyMaterial;
  known: NonNullable<StudyOrder['known']>;
}

/** The many runs of a study, as they are told of. */
export function describeRuns({ runs }: PreparedStudy): StudyBody['many'] {
  if (!runs) return undefined;
  const { method, of, axes } = runs;
  const many = { method, of, runs: runCount(runs), axes };
  if (runs.method === 'chance') {
    const { points, percentiles, sampling } = runs;
    return { ...many, runs: points.length, more: many.runs - points.length, percentiles, sampling };
  }
  return runs.method === 'search' ? { ...many, goal: runs.search.goal, kpi: runs.search.kpi } : many;
}

/** Runs everything of a study that is not known yet, and tells of it. */
export async function carryOut(asked: ToCarryOut, say: (word: FromStudy) => void): Promise<void> {
  const teller = new Teller(asked, say);
  const { study } = asked;
  const variants = runVariants(asked, teller);
  // Runs of other threads begin at once; those here when the variants are done.
  if (study.runs && study.runs.method !== 'search') await runAll(asked, variants, teller);
  else await variants;
  if (study.runs?.method === 'search') await searchAll(asked, teller);
  teller.end();
}

async function runVariants({ study, known }: ToCarryOut, teller: Teller): Promise<void> {
  for (const variant of study.variants)
    if (!known.variants.includes(variant.name)) await runOne(variant, study, teller);
}

async function runOne(variant: PreparedVariant, study: PreparedStudy, teller: Teller): Promise<void> {
  const running = runVariant(variant, study.run);
  let heard = performance.now();
  let step = running.next();
  for (; !step.done; step = running.next()) {
    if (performance.now() - heard < TELL_MS) continue;
    teller.progress(step.value / study.run.horizon, variant.name);
    // Lets words through: the channel may have closed.
    await new Promise(setImmediate);
    heard = performance.now();
  }
  teller.outcome(variant.name, step.value);
}

async function runAll(asked: ToCarryOut, before: Promise<void>, teller: Teller): Promise<void> {
  const { study, material, known } = asked;
  if (!study.runs || study.runs.method === 'search') return;
  const done = new Set(known.runs.map(({ n }) => n));
  const { runs } = study;
  const all =
    runs.method === 'chance' ? chanceRuns(runs) : runs.points.map((at, n): PointToRun => ({ n, at }));
  const points = all.filter(({ n }) => !done.has(n)).map(({ n, at }): PointToRun => ({ n, at }));
  const helpers = availableParallelism() - 1;
  await runPoints(study, material, { points, helpers, before }, (run) => teller.run(run));
}

/** One run after the other, each where the ones before it say. Those of an earlier process are the same ones. */
async function searchAll({ study, known }: ToCarryOut, teller: Teller): Promise<void> {
  if (study.runs?.method !== 'search') return;
  const earlier = new Map(known.runs.map((run) => [run.n, run]));
  const searching = searchStudy(study.runs.search);
  let step = searching.next();
  for (let n = 0; !step.done; n++) {
    const at = step.value;
    const run = earlier.get(n) ?? (await runInTurns(study, { n, at }));
    if (!earlier.has(n)) teller.run(run);
    step = searching.next(run);
  }
  teller.found(step.value);
  const best = step.value.best && study.runAt(step.value.best);
  if (best && !('diagnostics' in best) && !known.variants.includes(BEST_FOUND))
    await runOne({ ...best, name: BEST_FOUND }, study, teller);
}

/** Tells what is done: runs and progress in strokes, pictures of chance when they are worth it. */
class Teller {
  readonly #study: PreparedStudy;
  readonly #say: (word: FromStudy) => void;
  readonly #runs = new Map<number, RunWithCurves>();
  readonly #of: number;
  #waiting: RunWithCurves[] = [];
  #finished: number;
  #told = -Infinity;
  #pictured = -Infinity;
  #costMs = 0;

  constructor({ study, known }: ToCarryOut, say: (word: FromStudy) => void) {
    this.#study = study;
    this.#say = say;
    for (const run of known.runs) this.#runs.set(run.n, run);
    this.#finished = known.variants.length + known.runs.length;
    this.#of = study.variants.length + runCount(study.runs);
  }

  progress(share: number, variant: string): void {
    this.#say({ kind: 'progress', done: Math.min(1, (this.#finished + share) / this.#of), variant });
  }

  outcome(name: string, outcome: Extract<FromStudy, { kind: 'outcome' }>['outcome']): void {
    this.#finished++;
    this.#say({ kind: 'outcome', name, outcome });
  }

  run(run: RunWithCurves): void {
    this.#runs.set(run.n, run);
    this.#waiting.push(run);
    this.#finished++;
    const now = performance.now();
    if (now - this.#told >= TELL_MS) this.#tell(now);
    const isDue = now - this.#pictured > Math.max(PICTURE_MS, PICTURE_SHARE * this.#costMs);
    if (isDue && this.#runs.size >= FIRST_PICTURE_RUNS) this.#picture();
  }

  found(search: SearchResult): void {
    this.#tell(performance.now());
    this.#say({ kind: 'result', search });
  }

  /** Everything is done. */
  end(): void {
    this.#tell(performance.now());
    this.#picture();
  }

  #tell(now: number): void {
    this.#told = now;
    if (this.#waiting.length > 0) this.#say({ kind: 'runs', runs: this.#waiting });
    this.#waiting = [];
    this.progress(0, '');
  }

  #picture(): void {
    const { runs, run } = this.#study;
    if (runs?.method !== 'chance') return;
    const begun = performance.now();
    this.#say({ kind: 'result', chance: summariseChance(runs, this.#runs, run.record) });
    this.#pictured = performance.now();
    this.#costMs = this.#pictured - begun;
  }
}
