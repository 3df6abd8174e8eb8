import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a person chose for a plant before its example was opened. */
export const plantParameters: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .alterTable('plants')
      .addColumn('parameters', 'text', (column) => column.notNull().defaultTo('{}'))
      .execute();
  },
};
