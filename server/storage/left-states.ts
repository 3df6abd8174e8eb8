import { deserialize, serialize } from 'node:v8';
import type { Storage } from './open-storage.ts';

const MOST_OF_A_TWIN = 10;

/** Keeps the state in which a twin left a version; the last ten of each twin. */
export async function writeLeftState(
  storage: Storage,
  { twin, version, t }: { twin: string; version: number; t: number },
  state: unknown,
): Promise<void> {
  const row = { twin, version, t, state: serialize(state) };
  await storage
    .insertInto('left_states')
    .values(row)
    .onConflict((conflict) => conflict.columns(['twin', 'version']).doUpdateSet(row))
    .execute();
  const kept = storage
    .selectFrom('left_states')
    .select('version')
    .where('twin', '=', twin)
    .orderBy('t', 'desc')
    .limit(MOST_OF_A_TWIN);
  await storage.deleteFrom('left_states').where('twin', '=', twin).where('version', 'not in', kept).execute();
}

/** The state in which a twin left a version; undefined where none is kept. */
export async function readLeftState(storage: Storage, twin: string, version: number): Promise<unknown> {
  const row = await storage
    .selectFrom('left_states')
    .select('state')
    .where('twin', '=', twin)
    .where('version', '=', version)
    .executeTakeFirst();
  return row && deserialize(row.state);
}

/** Versions of a flow whose state its twins could go back to, with when they left them, s since 1970. */
export async function listLeftVersions(storage: Storage, flow: string): Promise<Map<number, number>> {
  const rows = await storage
    .selectFrom('left_states')
    .innerJoin('twins', 'twins.id', 'left_states.twin')
    .select(['left_states.version', 'left_states.t'])
    .where('twins.flow', '=', flow)
    .execute();
  const newest = new Map<number, number>();
  for (const { version, t } of rows) newest.set(version, Math.max(t, newest.get(version) ?? 0));
  return newest;
}
