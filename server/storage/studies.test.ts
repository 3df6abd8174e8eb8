import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeDraft } from './flows.ts';
import { openStorage, type Storage } from './open-storage.ts';
import {
  addOutcome,
  addStudy,
  countOutcomes,
  interruptStudies,
  listStudies,
  readOutcomes,
  readStudy,
  removeStudy,
  setStudyStatus,
  type StudyRecord,
} from './studies.ts';
import {
  addDecision,
  addRuns,
  countRuns,
  forgetOrder,
  keepOrder,
  readDecisions,
  readOrder,
  readRuns,
  readRunsWithCurves,
} from './study-runs.ts';
import { removeTwin, writeTwin } from './twins.ts';

let folder: string;
let storage: Storage;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'twinloom-studies-'));
  const opened = await openStorage(folder);
  if ('problem' in opened) throw new Error(opened.problem.says);
  ({ storage } = opened);
  await writeDraft(storage, 'pump', { twinloom: 1, nodes: {} }, 'anything', 0);
  for (const id of ['pump-01', 'pump-02'])
    await writeTwin(storage, { id, flow: 'pump', version: 1, parameters: {} });
});

afterEach(async () => {
  await storage.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const study = (id: string, t: number, twin = 'pump-01'): StudyRecord => ({
  id,
  twin,
  t,
  status: 'running',
  study: {
    question: 'Faster?',
    start: 1,
    horizon: 60,
    seed: 1,
    version: 1,
    author: 'local',
    request: { horizon: 60 },
    kpis: [],
    variants: [],
  },
});
const outcome = (value: number) => ({ kpis: { k: { value, missing: 0 } }, curves: {}, instants: 1 });

describe('studies', () => {
  it('come back as they were kept, the newest first, each twin its own', async () => {
    await addStudy(storage, study('a', 1));
    await addStudy(storage, study('b', 2));
    await addStudy(storage, study('c', 3, 'pump-02'));
    expect((await listStudies(storage, 'pump-01')).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await readStudy(storage, 'a')).toEqual(study('a', 1));
  });

  it('keep what came of each variant, once', async () => {
    await addStudy(storage, study('a', 1));
    await addOutcome(storage, 'a', 'as it is', outcome(1));
    await addOutcome(storage, 'a', 'faster', outcome(2));
    await addOutcome(storage, 'a', 'faster', outcome(3));
    expect((await readOutcomes(storage, 'a')).get('faster')).toEqual(outcome(2));
    expect(await countOutcomes(storage, 'pump-01')).toEqual(new Map([['a', 2]]));
  });

  it('that had not come to their end when the server ended are interrupted, with what was finished', async () => {
    await addStudy(storage, study('a', 1));
    await addStudy(storage, study('b', 2));
    await addOutcome(storage, 'a', 'as it is', outcome(1));
    await setStudyStatus(storage, 'b', 'done');
    await interruptStudies(storage);
    expect(await readStudy(storage, 'a')).toMatchObject({ status: 'interrupted', says: expect.any(String) });
    expect(await readStudy(storage, 'b')).toMatchObject({ status: 'done' });
    expect((await readOutcomes(storage, 'a')).size).toBe(1);
  });

  it('go with their twin, and one by one, with what came of them', async () => {
    await addStudy(storage, study('a', 1));
    await addStudy(storage, study('c', 3, 'pump-02'));
    await addOutcome(storage, 'a', 'as it is', outcome(1));
    await addOutcome(storage, 'c', 'as it is', outcome(1));
    await removeStudy(storage, 'a');
    await removeTwin(storage, 'pump-02');
    expect(await storage.selectFrom('studies').selectAll().execute()).toEqual([]);
    expect(await storage.selectFrom('study_variants').selectAll().execute()).toEqual([]);
  });

  it('beyond two hundred of a twin are forgotten, the oldest first', async () => {
    for (let i = 0; i < 203; i++) await addStudy(storage, study(`s${i}`, i));
    const kept = await listStudies(storage, 'pump-01');
    expect([kept.length, kept[0]?.id, kept.at(-1)?.id]).toEqual([200, 's202', 's3']);
  });

  it('keep their many runs in order, each once, with curves until they are done', async () => {
    await addStudy(storage, study('a', 1));
    const run = (n: number) => ({
      n,
      at: [n / 3],
      kpis: [n, null],
      curves: Float32Array.of(7, n, 0.5).subarray(1),
    });
    await addRuns(storage, 'a', [run(2), run(0)]);
    await addRuns(storage, 'a', [run(1), { ...run(2), kpis: [9] }]);
    expect((await readRuns(storage, 'a')).map(({ n, kpis }) => [n, kpis])).toEqual(
      [0, 1, 2].map((n) => [n, [n, null]]),
    );
    expect((await readRunsWithCurves(storage, 'a'))[2]!.curves).toEqual(Float32Array.of(2, 0.5));
    expect(await countRuns(storage, 'pump-01')).toEqual(new Map([['a', 3]]));
    await keepOrder(storage, 'a', { map: new Map([[1, Float64Array.of(2)]]) });
    expect(await readOrder(storage, 'a')).toEqual({ map: new Map([[1, Float64Array.of(2)]]) });
    await forgetOrder(storage, 'a');
    expect(await readOrder(storage, 'a')).toBeUndefined();
    expect((await readRunsWithCurves(storage, 'a'))[2]!.curves).toHaveLength(0);
  });

  it('by which something was decided are never forgotten', async () => {
    const known = { status: 'done', finished: 1, of: 1, kpis: {} };
    const decision = { verdict: 'accepted' as const, reason: 'yes', author: 'Ada', t: 5, known };
    await addStudy(storage, study('first', 0));
    await addDecision(storage, 'first', decision);
    for (let i = 1; i <= 203; i++) await addStudy(storage, study(`s${i}`, i));
    expect(await readDecisions(storage, 'first')).toEqual([decision]);
    expect(await readStudy(storage, 'first')).toBeDefined();
    expect(await readStudy(storage, 's3')).toBeUndefined();
    expect(await readStudy(storage, 's4')).toBeDefined();
  });
});
