import type { Storage } from './open-storage.ts';

/** One running instance of a flow's version, bound to an asset by its parameters. */
export interface TwinRecord {
  id: string;
  flow: string;
  version: number;
  parameters: Record<string, number | string | boolean>;
}

/** Every twin by id, or those of one flow. */
export async function listTwins(storage: Storage, flow?: string): Promise<TwinRecord[]> {
  let query = storage.selectFrom('twins').selectAll().orderBy('id');
  if (flow !== undefined) query = query.where('flow', '=', flow);
  return (await query.execute()).map(recordOf);
}

/** A twin by its id. */
export async function readTwin(storage: Storage, id: string): Promise<TwinRecord | undefined> {
  const row = await storage.selectFrom('twins').selectAll().where('id', '=', id).executeTakeFirst();
  return row && recordOf(row);
}

/** Adds a twin or replaces it. */
export async function writeTwin(storage: Storage, twin: TwinRecord): Promise<void> {
  const row = { ...twin, parameters: JSON.stringify(twin.parameters) };
  await storage
    .insertInto('twins')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

/** Removes a twin with what was set on it by hand. */
export async function removeTwin(storage: Storage, id: string): Promise<void> {
  await storage.deleteFrom('twins').where('id', '=', id).execute();
}

function recordOf(row: { id: string; flow: string; version: number; parameters: string }): TwinRecord {
  return { ...row, parameters: JSON.parse(row.parameters) as TwinRecord['parameters'] };
}
