import type { AlarmBody, AlarmEventBody } from '@twinloom/runtime/protocol/bodies';
import { sql } from 'kysely';
import type { Storage } from './open-storage.ts';

const MOST_EVENTS = 100_000;

/** Every alarm that is not normal. */
export async function listAlarms(storage: Storage): Promise<AlarmBody[]> {
  const rows = await storage.selectFrom('alarms').select('alarm').execute();
  return rows.map(({ alarm }) => JSON.parse(alarm) as AlarmBody);
}

/** Keeps how an alarm stands (undefined = normal) with what happened to it, both or neither. Of what is older than the newest `most` events, how each alarm stood last stays. */
export async function writeAlarm(
  storage: Storage,
  { twin, node }: { twin: string; node: string },
  alarm: AlarmBody | undefined,
  event: AlarmEventBody,
  most = MOST_EVENTS,
): Promise<void> {
  const stands = alarm ? JSON.stringify(alarm) : null;
  await storage.transaction().execute(async (transaction) => {
    if (stands !== null) {
      const row = { twin, node, alarm: stands };
      await transaction
        .insertInto('alarms')
        .values(row)
        .onConflict((conflict) => conflict.columns(['twin', 'node']).doUpdateSet(row))
        .execute();
    } else await transaction.deleteFrom('alarms').where('twin', '=', twin).where('node', '=', node).execute();
    const last = await transaction
      .selectFrom('alarm_events')
      .select('t')
      .where('twin', '=', twin)
      .where('node', '=', node)
      .orderBy('t', 'desc')
      .limit(1)
      .executeTakeFirst();
    // What the plant says bears its own time, what people do that of the server: their order is that in which they came.
    const t = Math.max(event.t, last?.t ?? event.t);
    const row = { t, twin, node, event: JSON.stringify(event), alarm: stands };
    const { insertId } = await transaction.insertInto('alarm_events').values(row).executeTakeFirstOrThrow();
    await forgetBefore(transaction, Number(insertId ?? 0) - most);
  });
}

/** An event is old now: those of the same alarm before it go, and it goes too where the alarm was normal afterwards. */
async function forgetBefore(storage: Storage, id: number): Promise<void> {
  const old = await storage.selectFrom('alarm_events').selectAll().where('id', '=', id).executeTakeFirst();
  if (!old) return;
  await storage
    .deleteFrom('alarm_events')
    .where('twin', '=', old.twin)
    .where('node', '=', old.node)
    .where('id', old.alarm === null ? '<=' : '<', id)
    .execute();
}

/** What happened to alarms, the newest first; of one twin only where it is named. */
export async function listAlarmEvents(
  storage: Storage,
  { twin, limit }: { twin?: string | undefined; limit: number },
): Promise<AlarmEventBody[]> {
  let query = storage.selectFrom('alarm_events').select('event').orderBy('id', 'desc').limit(limit);
  if (twin !== undefined) query = query.where('twin', '=', twin);
  return (await query.execute()).map(({ event }) => JSON.parse(event) as AlarmEventBody);
}

/**
 * Every alarm that was not normal at `t`, s since 1970. Looks up each alarm by its name and that time, so that it takes the same whatever happened since; one of
 * which nothing is told up to then stands as it does today, if it has stood so since.
 */
export async function listAlarmsAt(storage: Storage, t: number): Promise<AlarmBody[]> {
  const told = await sql<{ alarm: string }>`
    WITH RECURSIVE names(twin, node) AS (
      SELECT * FROM (SELECT twin, node FROM alarm_events ORDER BY twin, node LIMIT 1)
      UNION ALL
      SELECT later.twin, later.node FROM names JOIN alarm_events AS later ON later.id = COALESCE(
        (SELECT id FROM alarm_events WHERE twin = names.twin AND node > names.node ORDER BY node LIMIT 1),
        (SELECT id FROM alarm_events WHERE twin > names.twin ORDER BY twin, node LIMIT 1)
      )
    )
    SELECT alarm FROM names JOIN alarm_events ON alarm_events.id = (
      SELECT id FROM alarm_events AS own
      WHERE own.twin = names.twin AND own.node = names.node AND own.t <= ${t}
      ORDER BY own.t DESC, own.id DESC LIMIT 1
    ) WHERE alarm IS NOT NULL`.execute(storage);
  const untold = await sql<{ alarm: string }>`
    SELECT alarm FROM alarms WHERE NOT EXISTS (
      SELECT 1 FROM alarm_events AS own
      WHERE own.twin = alarms.twin AND own.node = alarms.node AND own.t <= ${t}
    )`.execute(storage);
  const read = ({ alarm }: { alarm: string }): AlarmBody => JSON.parse(alarm) as AlarmBody;
  return [...untold.rows.map(read).filter(({ since }) => since <= t), ...told.rows.map(read)];
}
