import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Flows with their versions, twins, connections, and what people set by hand. */
export const flowsAndTwins: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database;
    await schema
      .createTable('flows')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('draft', 'text', (column) => column.notNull())
      .addColumn('etag', 'text', (column) => column.notNull())
      .addColumn('t', 'real', (column) => column.notNull())
      .execute();
    await schema
      .createTable('versions')
      .addColumn('flow', 'text', (column) => column.notNull().references('flows.id'))
      .addColumn('n', 'integer', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .addColumn('author', 'text', (column) => column.notNull())
      .addColumn('t', 'real', (column) => column.notNull())
      .addColumn('note', 'text')
      .addPrimaryKeyConstraint('versions_key', ['flow', 'n'])
      .execute();
    await schema
      .createTable('twins')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('flow', 'text', (column) => column.notNull().references('flows.id'))
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('parameters', 'text', (column) => column.notNull())
      .execute();
    await schema.createIndex('twins_of_flow').on('twins').column('flow').execute();
    await schema
      .createTable('connections')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('settings', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('hand_sets')
      .addColumn('twin', 'text', (column) => column.notNull().references('twins.id').onDelete('cascade'))
      .addColumn('port', 'text', (column) => column.notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .addColumn('author', 'text', (column) => column.notNull())
      .addColumn('t', 'real', (column) => column.notNull())
      .addColumn('note', 'text')
      .addPrimaryKeyConstraint('hand_sets_key', ['twin', 'port'])
      .execute();
  },
};
