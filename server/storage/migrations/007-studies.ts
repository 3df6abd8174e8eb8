import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Questions that were asked of twins, and what came of each variant. */
export const studies: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('studies')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('twin', 'text', (column) => column.notNull().references('twins.id').onDelete('cascade'))
      .addColumn('t', 'real', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('says', 'text')
      .addColumn('study', 'text', (column) => column.notNull())
      .execute();
    await database.schema.createIndex('studies_of_twin').on('studies').columns(['twin', 't']).execute();
    await database.schema
      .createTable('study_variants')
      .addColumn('study', 'text', (column) => column.notNull().references('studies.id').onDelete('cascade'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('study_variants_key', ['study', 'name'])
      .execute();
  },
};
