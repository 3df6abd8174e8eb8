import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What people did to each twin. */
export const timeline: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('timeline')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('twin', 'text', (column) => column.notNull())
      .addColumn('entry', 'text', (column) => column.notNull())
      .execute();
    await database.schema.createIndex('timeline_of_twin').on('timeline').columns(['twin', 'id']).execute();
  },
};
