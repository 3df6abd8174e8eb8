import type { AlarmBody, AlarmEventBody } from '@twinloom/runtime/protocol/bodies';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { followAlarm } from './follow-alarm.ts';

interface Before {
  alarm_events: { id: number; t: number; twin: string; node: string; event: string; alarm: string | null };
}

/** What happened to an alarm stands with how it stood afterwards, in the order of its own time: how all stood at a time is looked up. What is there is worked out once. */
export const alarmStates: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema.alterTable('alarm_events').addColumn('alarm', 'text').execute();
    const storage = database as Kysely<Before>;
    const known = new Map<string, { t: number; alarm: AlarmBody | undefined }>();
    const rows = await storage.selectFrom('alarm_events').selectAll().orderBy('id').execute();
    for (const { id, t: said, twin, node, event } of rows) {
      const key = `${twin}\n${node}`;
      const before = known.get(key);
      const t = Math.max(said, before?.t ?? said);
      const alarm = followAlarm(before?.alarm, JSON.parse(event) as AlarmEventBody);
      known.set(key, { t, alarm });
      if (!alarm && t === said) continue;
      const row = { t, alarm: alarm ? JSON.stringify(alarm) : null };
      await storage.updateTable('alarm_events').set(row).where('id', '=', id).execute();
    }
    await database.schema
      .createIndex('alarm_events_alarm')
      .on('alarm_events')
      .columns(['twin', 'node', 't'])
      .execute();
  },
};
