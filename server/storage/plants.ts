import type { Storage } from './open-storage.ts';

/** The plant of an example that runs beside a twin; it goes with the twin. */
export interface PlantRecord {
  twin: string;
  /** Folder of the example. */
  example: string;
}

export async function listPlants(storage: Storage): Promise<PlantRecord[]> {
  return storage.selectFrom('plants').selectAll().orderBy('twin').execute();
}

export async function writePlant(storage: Storage, plant: PlantRecord): Promise<void> {
  await storage
    .insertInto('plants')
    .values(plant)
    .onConflict((conflict) => conflict.column('twin').doUpdateSet(plant))
    .execute();
}
