import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import type { VariantOutcome } from '@twinloom/runtime/scenario/run-variant';
import type { Selectable } from 'kysely';
import type { Storage } from './open-storage.ts';
import type { Tables } from './tables.ts';

/** Of how a study stands, what lasts. */
export interface StudyRecord {
  id: string;
  twin: string;
  /** When it was asked, s since 1970. */
  t: number;
  status: StudyBody['status'];
  says?: string;
  study: Pick<
    StudyBody,
    'question' | 'start' | 'horizon' | 'seed' | 'version' | 'author' | 'request' | 'flow' | 'kpis' | 'many'
  > & { variants: Pick<StudyBody['variants'][number], 'name' | 'plan'>[] };
}

/** Most studies of a twin that are kept. */
const MOST_STUDIES = 200;

/** Studies of a twin, the newest first. */
export async function listStudies(storage: Storage, twin: string): Promise<StudyRecord[]> {
  const rows = await storage
    .selectFrom('studies')
    .selectAll()
    .where('twin', '=', twin)
    .orderBy('t', 'desc')
    .execute();
  return rows.map(read);
}

export async function readStudy(storage: Storage, id: string): Promise<StudyRecord | undefined> {
  const row = await storage.selectFrom('studies').selectAll().where('id', '=', id).executeTakeFirst();
  return row && read(row);
}

function read({ id, twin, t, status, says, study }: Selectable<Tables['studies']>): StudyRecord {
  return {
    id,
    twin,
    t,
    status: status as StudyRecord['status'],
    ...(says !== null && { says }),
    study: JSON.parse(study) as StudyRecord['study'],
  };
}

/** Keeps a new study; the oldest of the twin beyond 200 go, but not one by which something was decided. */
export async function addStudy(
  storage: Storage,
  { study, says = '', ...record }: StudyRecord,
): Promise<void> {
  await storage
    .insertInto('studies')
    .values({ ...record, says: says || null, study: JSON.stringify(study) })
    .execute();
  const old = await storage
    .selectFrom('studies')
    .select('id')
    .where('twin', '=', record.twin)
    .where('id', 'not in', (of) => of.selectFrom('study_decisions').select('study'))
    .orderBy('t', 'desc')
    .limit(1_000)
    .offset(MOST_STUDIES)
    .execute();
  for (const { id } of old) await removeStudy(storage, id);
}

export async function setStudyStatus(
  storage: Storage,
  id: string,
  status: StudyRecord['status'],
  says: string | null = null,
): Promise<void> {
  await storage.updateTable('studies').set({ status, says }).where('id', '=', id).execute();
}

/** Studies that ran or waited when the server ended did not come to their end. */
export async function interruptStudies(storage: Storage): Promise<void> {
  await storage
    .updateTable('studies')
    .set({ status: 'interrupted', says: 'the server ended while it ran' })
    .where('status', 'in', ['waiting', 'running'])
    .execute();
}

export async function removeStudy(storage: Storage, id: string): Promise<void> {
  await storage.deleteFrom('studies').where('id', '=', id).execute();
}

/** Keeps what came of a variant. */
export async function addOutcome(
  storage: Storage,
  study: string,
  name: string,
  outcome: VariantOutcome,
): Promise<void> {
  const row = { study, name, outcome: JSON.stringify(outcome) };
  await storage
    .insertInto('study_variants')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What came of the variants that are finished, by name. */
export async function readOutcomes(storage: Storage, study: string): Promise<Map<string, VariantOutcome>> {
  const rows = await storage.selectFrom('study_variants').selectAll().where('study', '=', study).execute();
  return new Map(rows.map(({ name, outcome }) => [name, JSON.parse(outcome) as VariantOutcome]));
}

/** How many variants of each study of a twin are finished. */
export async function countOutcomes(storage: Storage, twin: string): Promise<Map<string, number>> {
  const rows = await storage
    .selectFrom('study_variants')
    .innerJoin('studies', 'studies.id', 'study_variants.study')
    .select(['study_variants.study as id', (of) => of.fn.countAll<number>().as('count')])
    .where('studies.twin', '=', twin)
    .groupBy('study_variants.study')
    .execute();
  return new Map(rows.map(({ id, count }) => [id, Number(count)]));
}
