import type { Selectable } from 'kysely';
import type { Storage } from './open-storage.ts';
import type { Tables } from './tables.ts';

/** A value a person set on a running twin. `t` in s since 1970. */
export interface HandSet {
  port: string;
  value: number | boolean | string;
  author: string;
  t: number;
  note?: string;
}

/** What is set by hand on a twin, by port. */
export async function listHandSets(storage: Storage, twin: string): Promise<HandSet[]> {
  const rows = await storage
    .selectFrom('hand_sets')
    .selectAll()
    .where('twin', '=', twin)
    .orderBy('port')
    .execute();
  return rows.map(read);
}

/** What is set by hand on every twin, by twin. */
export async function listAllHandSets(storage: Storage): Promise<Map<string, HandSet[]>> {
  const rows = await storage.selectFrom('hand_sets').selectAll().orderBy('port').execute();
  const byTwin = Map.groupBy(rows, ({ twin }) => twin);
  return new Map([...byTwin].map(([twin, own]) => [twin, own.map(read)]));
}

function read({ port, value, author, t, note }: Selectable<Tables['hand_sets']>): HandSet {
  return {
    port,
    value: JSON.parse(value) as HandSet['value'],
    author,
    t,
    ...(note !== null && { note }),
  };
}

/** Sets values on a twin, all or none; null gives the port back to the flow. */
export async function writeHandSets(
  storage: Storage,
  twin: string,
  values: Readonly<Record<string, number | boolean | string | null>>,
  by: { author: string; t: number; note?: string },
): Promise<void> {
  await storage.transaction().execute(async (transaction) => {
    for (const [port, value] of Object.entries(values)) {
      if (value === null) {
        await transaction.deleteFrom('hand_sets').where('twin', '=', twin).where('port', '=', port).execute();
        continue;
      }
      const { author, t, note = null } = by;
      const row = { twin, port, value: JSON.stringify(value), author, t, note };
      await transaction
        .insertInto('hand_sets')
        .values(row)
        .onConflict((conflict) => conflict.columns(['twin', 'port']).doUpdateSet(row))
        .execute();
    }
  });
}
