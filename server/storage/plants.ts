import type { ExampleValues } from '@twinloom/runtime/protocol/bodies';
import type { Storage } from './open-storage.ts';

/** The plant of an example that runs beside a twin; it goes with the twin. */
export interface PlantRecord {
  twin: string;
  /** Folder of the example. */
  example: string;
  /** What differs from its flow. */
  parameters: ExampleValues;
}

export async function listPlants(storage: Storage): Promise<PlantRecord[]> {
  const rows = await storage.selectFrom('plants').selectAll().orderBy('twin').execute();
  return rows.map((row) => ({ ...row, parameters: JSON.parse(row.parameters) as ExampleValues }));
}

export async function writePlant(storage: Storage, plant: PlantRecord): Promise<void> {
  const row = { ...plant, parameters: JSON.stringify(plant.parameters) };
  await storage
    .insertInto('plants')
    .values(row)
    .onConflict((conflict) => conflict.column('twin').doUpdateSet(row))
    .execute();
}
