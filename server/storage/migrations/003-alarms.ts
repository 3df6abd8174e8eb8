import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Alarms that are not normal, and what happened to them. */
export const alarms: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('alarms')
      .addColumn('twin', 'text', (column) => column.notNull())
      .addColumn('node', 'text', (column) => column.notNull())
      .addColumn('alarm', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('alarms_key', ['twin', 'node'])
      .execute();
    await database.schema
      .createTable('alarm_events')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('t', 'real', (column) => column.notNull())
      .addColumn('twin', 'text', (column) => column.notNull())
      .addColumn('node', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .execute();
    await database.schema.createIndex('alarm_events_time').on('alarm_events').column('t').execute();
  },
};
