import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The state in which each twin left a version of its flow. */
export const leftStates: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('left_states')
      .addColumn('twin', 'text', (column) => column.notNull().references('twins.id').onDelete('cascade'))
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('t', 'real', (column) => column.notNull())
      .addColumn('state', 'blob', (column) => column.notNull())
      .addPrimaryKeyConstraint('left_states_key', ['twin', 'version'])
      .execute();
  },
};
