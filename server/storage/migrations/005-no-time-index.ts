import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What happened to alarms is read by its number; nothing ever looked it up by its time. */
export const noTimeIndex: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema.dropIndex('alarm_events_time').execute();
  },
};
