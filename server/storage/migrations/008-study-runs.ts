import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The many runs of a study, what they come to, how it is gone on with, and what was decided by it. */
export const studyRuns: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database;
    await schema
      .createTable('study_runs')
      .addColumn('study', 'text', (column) => column.notNull().references('studies.id').onDelete('cascade'))
      .addColumn('n', 'integer', (column) => column.notNull())
      .addColumn('run', 'text', (column) => column.notNull())
      .addColumn('curves', 'blob')
      .addPrimaryKeyConstraint('study_runs_key', ['study', 'n'])
      .execute();
    for (const [table, column, type] of [
      ['study_results', 'result', 'text'],
      ['study_orders', 'body', 'blob'],
    ] as const)
      await schema
        .createTable(table)
        .addColumn('study', 'text', (of) => of.primaryKey().references('studies.id').onDelete('cascade'))
        .addColumn(column, type, (of) => of.notNull())
        .execute();
    await schema
      .createTable('study_decisions')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('study', 'text', (column) => column.notNull().references('studies.id').onDelete('cascade'))
      .addColumn('decision', 'text', (column) => column.notNull())
      .execute();
  },
};
