import type { TimelineEntry } from '@twinloom/runtime/protocol/bodies';
import type { Storage } from './open-storage.ts';

/** What somebody did to a twin, not yet numbered. */
export type TimelineAct = Omit<TimelineEntry, 'id'>;

/** Entries that are kept of each twin. */
const MOST_ENTRIES = 10_000;
/** What a slider passes through within so many seconds is one entry. */
const SAME_HAND_SECONDS = 10;

/** Writes down what somebody did to these twins. */
export async function writeTimeline(
  storage: Storage,
  twins: readonly string[],
  act: TimelineAct,
): Promise<void> {
  await storage.transaction().execute(async (transaction) => {
    for (const twin of twins) await writeOne(transaction, twin, act);
  });
}

/** What was done to a twin, the newest first; `next` is where to go on `before`, absent at the end. */
export async function listTimeline(
  storage: Storage,
  twin: string,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<{ entries: TimelineEntry[]; next?: number }> {
  let query = storage.selectFrom('timeline').selectAll().where('twin', '=', twin);
  if (before !== undefined) query = query.where('id', '<', before);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const entries = rows
    .slice(0, limit)
    .map(({ id, entry }) => ({ id, ...(JSON.parse(entry) as TimelineAct) }));
  const last = entries.at(-1);
  return { entries, ...(rows.length > limit && last && { next: last.id }) };
}

/** Forgets what was done to a twin. */
export async function forgetTimeline(storage: Storage, twin: string): Promise<void> {
  await storage.deleteFrom('timeline').where('twin', '=', twin).execute();
}

async function writeOne(storage: Storage, twin: string, act: TimelineAct): Promise<void> {
  const { entries } = await listTimeline(storage, twin, { limit: 1 });
  const [last] = entries;
  const entry = JSON.stringify(act);
  if (last && goesOn(last, act)) {
    await storage.updateTable('timeline').set({ entry }).where('id', '=', last.id).execute();
    return;
  }
  await storage.insertInto('timeline').values({ twin, entry }).execute();
  const oldest = await storage
    .selectFrom('timeline')
    .select('id')
    .where('twin', '=', twin)
    .orderBy('id', 'desc')
    .offset(MOST_ENTRIES)
    .limit(1)
    .executeTakeFirst();
  if (oldest)
    await storage.deleteFrom('timeline').where('twin', '=', twin).where('id', '<=', oldest.id).execute();
}

/** The same hand moves the same values on, and nobody said why. */
function goesOn(last: TimelineEntry, act: TimelineAct): boolean {
  return (
    last.kind === 'set' &&
    act.kind === 'set' &&
    last.author === act.author &&
    last.note === undefined &&
    act.note === undefined &&
    act.t - last.t < SAME_HAND_SECONDS &&
    Object.keys(last.values ?? {}).join() === Object.keys(act.values ?? {}).join()
  );
}
