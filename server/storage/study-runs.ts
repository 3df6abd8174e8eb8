import { deserialize, serialize } from 'node:v8';
import type { StudyDecisionBody } from '@twinloom/runtime/protocol/studies';
import type { RunWithCurves, StudyRun } from '@twinloom/runtime/scenario/run-points';
import type { SearchResult } from '@twinloom/runtime/scenario/search-study';
import type { ChanceSummary } from '@twinloom/runtime/scenario/summarise-runs';
import type { Storage } from './open-storage.ts';

/** What the runs of a study come to so far. */
export interface StudyResult {
  chance?: ChanceSummary;
  search?: SearchResult;
}

/** Keeps runs as they end, in one stroke; one that is there stays. */
export async function addRuns(
  storage: Storage,
  study: string,
  runs: readonly RunWithCurves[],
): Promise<void> {
  const rows = runs.map(({ curves, ...run }) => ({
    study,
    n: run.n,
    run: JSON.stringify(run),
    // It may be a view of a whole message.
    curves: curves.length > 0 ? new Uint8Array(curves.slice().buffer) : null,
  }));
  await storage
    .insertInto('study_runs')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Runs of a study in the order of their numbers. */
export async function readRuns(storage: Storage, study: string): Promise<StudyRun[]> {
  const rows = await storage
    .selectFrom('study_runs')
    .select('run')
    .where('study', '=', study)
    .orderBy('n')
    .execute();
  return rows.map(({ run }) => JSON.parse(run) as StudyRun);
}

/** With their curves, to go on with the study. */
export async function readRunsWithCurves(storage: Storage, study: string): Promise<RunWithCurves[]> {
  const rows = await storage.selectFrom('study_runs').selectAll().where('study', '=', study).execute();
  return rows.map(({ run, curves }) => ({
    ...(JSON.parse(run) as StudyRun),
    curves: new Float32Array(curves ? Uint8Array.from(curves).buffer : new ArrayBuffer(0)),
  }));
}

/** How many runs of each study of a twin are finished. */
export async function countRuns(storage: Storage, twin: string): Promise<Map<string, number>> {
  const rows = await storage
    .selectFrom('study_runs')
    .innerJoin('studies', 'studies.id', 'study_runs.study')
    .select(['study_runs.study as id', (of) => of.fn.countAll<number>().as('count')])
    .where('studies.twin', '=', twin)
    .groupBy('study_runs.study')
    .execute();
  return new Map(rows.map(({ id, count }) => [id, Number(count)]));
}

export async function writeResult(storage: Storage, study: string, result: StudyResult): Promise<void> {
  const row = { study, result: JSON.stringify(result) };
  await storage
    .insertInto('study_results')
    .values(row)
    .onConflict((conflict) => conflict.column('study').doUpdateSet({ result: row.result }))
    .execute();
}

export async function readResult(storage: Storage, study: string): Promise<StudyResult> {
  const row = await storage
    .selectFrom('study_results')
    .select('result')
    .where('study', '=', study)
    .executeTakeFirst();
  return row ? (JSON.parse(row.result) as StudyResult) : {};
}

/** Keeps what a study was asked with, state of the twin and all, until it is done. */
export async function keepOrder(storage: Storage, study: string, order: unknown): Promise<void> {
  await storage
    .insertInto('study_orders')
    .values({ study, body: new Uint8Array(serialize(order)) })
    .execute();
}

/** What it was asked with; undefined where it is done, or from an older server. */
export async function readOrder(storage: Storage, study: string): Promise<unknown> {
  const row = await storage
    .selectFrom('study_orders')
    .select('body')
    .where('study', '=', study)
    .executeTakeFirst();
  return row && (deserialize(row.body) as unknown);
}

/** The study is done: what was only kept to go on with it goes. */
export async function forgetOrder(storage: Storage, study: string): Promise<void> {
  await storage.deleteFrom('study_orders').where('study', '=', study).execute();
  await storage.updateTable('study_runs').set({ curves: null }).where('study', '=', study).execute();
}

/** Adds what was decided; nothing of it is ever changed. */
export async function addDecision(
  storage: Storage,
  study: string,
  decision: StudyDecisionBody,
): Promise<void> {
  await storage
    .insertInto('study_decisions')
    .values({ study, decision: JSON.stringify(decision) })
    .execute();
}

/** What was decided by a study, the newest last. */
export async function readDecisions(storage: Storage, study: string): Promise<StudyDecisionBody[]> {
  const rows = await storage
    .selectFrom('study_decisions')
    .select('decision')
    .where('study', '=', study)
    .orderBy('id')
    .execute();
  return rows.map(({ decision }) => JSON.parse(decision) as StudyDecisionBody);
}
