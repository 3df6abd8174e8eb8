import type { ConnectionRequest } from '@twinloom/runtime/protocol/bodies';
import type { Storage } from './open-storage.ts';

/** Every connection a person has set up, by id. */
export async function listConnections(
  storage: Storage,
): Promise<{ id: string; settings: ConnectionRequest }[]> {
  const rows = await storage.selectFrom('connections').selectAll().orderBy('id').execute();
  return rows.map(({ id, settings }) => ({ id, settings: JSON.parse(settings) as ConnectionRequest }));
}

/** Adds a connection or replaces it. */
export async function writeConnection(
  storage: Storage,
  id: string,
  settings: ConnectionRequest,
): Promise<void> {
  const row = { id, settings: JSON.stringify(settings) };
  await storage
    .insertInto('connections')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}
