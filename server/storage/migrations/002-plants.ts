import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from '../tables.ts';

/** Which example's plant runs beside a twin. The first start made the twin `pump-01` of the example `pump`. */
export const plants: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('plants')
      .addColumn('twin', 'text', (column) => column.primaryKey().references('twins.id').onDelete('cascade'))
      .addColumn('example', 'text', (column) => column.notNull())
      .execute();
    const tables = database as Kysely<Tables>;
    const pump = await tables
      .selectFrom('twins')
      .select('id')
      .where('id', '=', 'pump-01')
      .where('flow', '=', 'pump')
      .executeTakeFirst();
    if (pump) await tables.insertInto('plants').values({ twin: pump.id, example: 'pump' }).execute();
  },
};
