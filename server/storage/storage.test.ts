import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listConnections, writeConnection } from './connections.ts';
import { addVersion, listFlows, readDraft, readVersion, withdrawVersion, writeDraft } from './flows.ts';
import { listHandSets, writeHandSets } from './hand-sets.ts';
import { openStorage, type Storage } from './open-storage.ts';
import { listPlants } from './plants.ts';
import { listTwins, readTwin, removeTwin, writeTwin } from './twins.ts';

const flow = (level: number): Flow => ({
  twinloom: 1,
  name: 'Tank',
  nodes: { tank: { type: 'acme/strange', params: { level }, acme: { deep: [1, null, { x: 'ü' }] } } },
});
const deployed = (document: Flow) => ({ flow: 'tank', document, author: 'local', t: 5 });

let folder: string;
let storage: Storage;

async function open(): Promise<Storage> {
  const opened = await openStorage(folder);
  if ('problem' in opened) throw new Error(opened.problem.says);
  return opened.storage;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'twinloom-storage-'));
  storage = await open();
});

afterEach(async () => {
  await storage.destroy();
  rmSync(folder, { recursive: true, force: true });
});

describe('drafts', () => {
  it('come back value for value, unknown nodes and keys included, also from a new process', async () => {
    await writeDraft(storage, 'tank', flow(1), 'anything', 0);
    await storage.destroy();
    storage = await open();
    expect((await readDraft(storage, 'tank'))?.document).toEqual(flow(1));
  });

  it('are written only over what the writer has seen', async () => {
    const first = await writeDraft(storage, 'tank', flow(1), 'absent', 0);
    if ('moved' in first) throw new Error('refused');
    expect(first.created).toBe(true);
    const second = await writeDraft(storage, 'tank', flow(2), { etag: first.etag }, 1);
    expect(second).toMatchObject({ created: false });
    const late = await writeDraft(storage, 'tank', flow(3), { etag: first.etag }, 2);
    expect(late).toEqual({ moved: 'etag' in second ? second.etag : '' });
    expect(await writeDraft(storage, 'tank', flow(3), 'absent', 2)).toHaveProperty('moved');
    expect((await readDraft(storage, 'tank'))?.document).toEqual(flow(2));
  });

  it('let one of two writers through who saw the same', async () => {
    const first = await writeDraft(storage, 'tank', flow(1), 'absent', 0);
    const etag = 'etag' in first ? first.etag : '';
    const both = await Promise.all([2, 3].map((n) => writeDraft(storage, 'tank', flow(n), { etag }, n)));
    expect(both.filter((written) => 'moved' in written)).toHaveLength(1);
  });
});

describe('versions', () => {
  it('are numbered from 1 and stay as they were', async () => {
    await writeDraft(storage, 'tank', flow(1), 'anything', 0);
    expect(await addVersion(storage, deployed(flow(1)), [])).toBe(1);
    expect(await addVersion(storage, { ...deployed(flow(2)), note: 'larger' }, [])).toBe(2);
    expect(await readVersion(storage, 'tank')).toEqual({ ...deployed(flow(2)), n: 2, note: 'larger' });
    expect((await readVersion(storage, 'tank', 1))?.document).toEqual(flow(1));
    expect(await readVersion(storage, 'tank', 3)).toBeUndefined();
  });

  it('move the twins named and come back with them when withdrawn', async () => {
    await writeDraft(storage, 'tank', flow(1), 'anything', 0);
    await addVersion(storage, deployed(flow(1)), []);
    for (const id of ['a', 'b']) await writeTwin(storage, { id, flow: 'tank', version: 1, parameters: {} });
    await addVersion(storage, deployed(flow(2)), ['a']);
    expect((await listTwins(storage, 'tank')).map(({ version }) => version)).toEqual([2, 1]);
    await withdrawVersion(storage, 'tank', 2, [{ id: 'a', version: 1 }]);
    expect((await listTwins(storage, 'tank')).map(({ version }) => version)).toEqual([1, 1]);
    expect((await readVersion(storage, 'tank'))?.n).toBe(1);
  });

  it('tell a changed draft from a deployed one, and a moved node is no change', async () => {
    const status = async () => (await listFlows(storage)).map((each) => [each.id, each.version, each.status]);
    await writeDraft(storage, 'tank', flow(1), 'anything', 0);
    expect(await status()).toEqual([['tank', 0, 'draft']]);
    await addVersion(storage, deployed(flow(1)), []);
    expect(await status()).toEqual([['tank', 1, 'deployed']]);
    await writeDraft(storage, 'tank', { ...flow(1), layout: { tank: [8, 8] } }, 'anything', 0);
    expect(await status()).toEqual([['tank', 1, 'deployed']]);
    await writeDraft(storage, 'tank', flow(2), 'anything', 0);
    expect(await status()).toEqual([['tank', 1, 'changed']]);
  });
});

describe('twins', () => {
  it('keep their parameters and take what was set by hand with them when removed', async () => {
    const twin = { id: 'a', flow: 'tank', version: 1, parameters: { area: 1.5, name: 'A', dry: false } };
    await writeDraft(storage, 'tank', flow(1), 'anything', 0);
    await writeTwin(storage, twin);
    await writeHandSets(storage, 'a', { 'speed.value': 3 }, { author: 'local', t: 1 });
    expect(await readTwin(storage, 'a')).toEqual(twin);
    await removeTwin(storage, 'a');
    expect(await readTwin(storage, 'a')).toBeUndefined();
    expect(await listHandSets(storage, 'a')).toEqual([]);
  });

  it('hold the newest value set by hand until it is given back', async () => {
    await writeDraft(storage, 'tank', flow(1), 'anything', 0);
    await writeTwin(storage, { id: 'a', flow: 'tank', version: 1, parameters: {} });
    await writeHandSets(storage, 'a', { 'speed.value': 3, 'run.value': true }, { author: 'local', t: 1 });
    await writeHandSets(storage, 'a', { 'speed.value': 0.1 }, { author: 'local', t: 2, note: 'slow' });
    await writeHandSets(storage, 'a', { 'run.value': null }, { author: 'local', t: 3 });
    expect(await listHandSets(storage, 'a')).toEqual([
      { port: 'speed.value', value: 0.1, author: 'local', t: 2, note: 'slow' },
    ]);
  });
});

describe('connections', () => {
  it('are replaced by their id', async () => {
    const settings = { protocol: 'mqtt' as const, url: 'mqtt://a', secret: 'plant' };
    await writeConnection(storage, 'plant', settings);
    await writeConnection(storage, 'plant', { ...settings, url: 'mqtt://b' });
    expect(await listConnections(storage)).toEqual([
      { id: 'plant', settings: { ...settings, url: 'mqtt://b' } },
    ]);
  });
});

describe('the data folder', () => {
  it('refuses a second process and says so', async () => {
    const second = await openStorage(folder);
    expect('problem' in second && second.problem.says).toMatch(/in use by another Twinloom/);
  });

  it('that is a file cannot be written, in one line', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const opened = await openStorage(file);
    expect(opened).toHaveProperty('problem.says', `the data folder ${file} cannot be written`);
  });

  it('with something else in place of the database says what is damaged', async () => {
    const other = join(folder, 'other');
    const sound = await openStorage(other);
    if ('storage' in sound) await sound.storage.destroy();
    for (const ending of ['-wal', '-shm']) rmSync(join(other, `twinloom.db${ending}`), { force: true });
    writeFileSync(join(other, 'twinloom.db'), 'not a database, but long enough to be read as one'.repeat(99));
    const opened = await openStorage(other);
    expect('problem' in opened && opened.problem.says).toMatch(/damaged/);
  });

  it('from before examples had plants of their own gets that of the pump beside its twin', async () => {
    const pump = { flow: 'pump', version: 1, parameters: {} };
    await writeDraft(storage, 'pump', flow(1), 'anything', 0);
    await addVersion(storage, { ...deployed(flow(1)), flow: 'pump' }, []);
    await writeTwin(storage, { ...pump, id: 'pump-01' });
    await writeTwin(storage, { ...pump, id: 'other-01' });
    await storage.destroy();
    const database = new DatabaseSync(join(folder, 'twinloom.db'));
    for (const table of [
      'plants',
      'alarms',
      'alarm_events',
      'left_states',
      'timeline',
      'study_variants',
      'study_runs',
      'study_results',
      'study_orders',
      'study_decisions',
      'studies',
    ])
      database.exec(`DROP TABLE ${table}`);
    database.exec("DELETE FROM kysely_migration WHERE name > '001-flows-and-twins'");
    database.close();
    storage = await open();
    expect(await listPlants(storage)).toEqual([{ twin: 'pump-01', example: 'pump', parameters: {} }]);
  });

  it('of a newer Twinloom is left alone', async () => {
    await storage.destroy();
    const database = new DatabaseSync(join(folder, 'twinloom.db'));
    database.exec("INSERT INTO kysely_migration VALUES ('999-later', '2030-01-01')");
    database.close();
    const opened = await openStorage(folder);
    expect('problem' in opened && opened.problem.says).toMatch(/newer Twinloom/);
  });
});
