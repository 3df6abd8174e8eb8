import type { AlarmBody, AlarmEventBody } from '@twinloom/runtime/protocol/bodies';
import type { Storage } from './open-storage.ts';

const MOST_EVENTS = 100_000;

/** Every alarm that is not normal. */
export async function listAlarms(storage: Storage): Promise<AlarmBody[]> {
  const rows = await storage.selectFrom('alarms').select('alarm').execute();
  return rows.map(({ alarm }) => JSON.parse(alarm) as AlarmBody);
}

/** Keeps how an alarm stands (undefined = normal) with what happened to it, both or neither. */
export async function writeAlarm(
  storage: Storage,
  { twin, node }: { twin: string; node: string },
  alarm: AlarmBody | undefined,
  event: AlarmEventBody,
): Promise<void> {
  await storage.transaction().execute(async (transaction) => {
    if (alarm) {
      const row = { twin, node, alarm: JSON.stringify(alarm) };
      await transaction
        .insertInto('alarms')
        .values(row)
        .onConflict((conflict) => conflict.columns(['twin', 'node']).doUpdateSet(row))
        .execute();
    } else await transaction.deleteFrom('alarms').where('twin', '=', twin).where('node', '=', node).execute();
    const row = { t: event.t, twin, node, event: JSON.stringify(event) };
    const { insertId } = await transaction.insertInto('alarm_events').values(row).executeTakeFirstOrThrow();
    await transaction
      .deleteFrom('alarm_events')
      .where('id', '<=', Number(insertId ?? 0) - MOST_EVENTS)
      .execute();
  });
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

/** What happened to alarms of all twins up to a time, the oldest first, at most so many. */
export async function listEventsUpTo(storage: Storage, t: number, limit: number): Promise<AlarmEventBody[]> {
  const rows = await storage
    .selectFrom('alarm_events')
    .select('event')
    .where('t', '<=', t)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ event }) => JSON.parse(event) as AlarmEventBody).toReversed();
}
