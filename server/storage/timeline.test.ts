import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStorage, type Storage } from './open-storage.ts';
import { forgetTimeline, listTimeline, writeTimeline, type TimelineAct } from './timeline.ts';

let folder: string;
let storage: Storage;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'twinloom-timeline-'));
  const opened = await openStorage(folder);
  if ('problem' in opened) throw new Error(opened.problem.says);
  storage = opened.storage;
});

afterEach(async () => {
  await storage.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const set = (t: number, values: TimelineAct['values'], more: Partial<TimelineAct> = {}): TimelineAct => ({
  t,
  author: 'ann',
  kind: 'set',
  values,
  ...more,
});
const shown = async (twin = 'a') => (await listTimeline(storage, twin, { limit: 100 })).entries;

it('keeps what was done to each twin, the newest first, page by page', async () => {
  const acts = [1, 2, 3].map((version): TimelineAct => ({
    t: version,
    author: 'ann',
    kind: 'deployed',
    version,
  }));
  for (const act of acts) await writeTimeline(storage, ['a', 'b'], act);
  const { entries, next } = await listTimeline(storage, 'a', { limit: 2 });
  expect(entries.map(({ version }) => version)).toEqual([3, 2]);
  const rest = await listTimeline(storage, 'a', { limit: 2, before: next });
  expect(rest.entries.map(({ version }) => version)).toEqual([1]);
  expect(rest.next).toBeUndefined();
  await forgetTimeline(storage, 'a');
  expect([(await shown('a')).length, (await shown('b')).length]).toEqual([0, 3]);
});

it('takes what one hand moves on within 10 s for one act, unless somebody says why', async () => {
  await writeTimeline(storage, ['a'], set(0, { x: 1 }));
  await writeTimeline(storage, ['a'], set(9, { x: 2 }));
  await writeTimeline(storage, ['a'], set(18, { x: 3 }));
  expect(await shown()).toEqual([{ id: 1, ...set(18, { x: 3 }) }]);
  await writeTimeline(storage, ['a'], set(19, { y: 3 }));
  await writeTimeline(storage, ['a'], set(20, { y: 4 }, { author: 'bob' }));
  await writeTimeline(storage, ['a'], set(21, { y: 5 }, { author: 'bob', note: 'why' }));
  await writeTimeline(storage, ['a'], set(40, { y: 6 }, { author: 'bob' }));
  expect((await shown()).map(({ t }) => t)).toEqual([40, 21, 20, 19, 18]);
});
