import type { ExampleValues, PlantBody } from '@twinloom/runtime/protocol/bodies';
import type { FastifyBaseLogger } from 'fastify';
import type { Plants } from '../routes/parts.ts';
import { PlantProcess } from './plant-process.ts';

/** Each is a process of some 80 MB. */
export const MOST_PLANTS = 8;

/** The arguments of node that run the plant of an example beside a twin, with what was chosen for it; undefined where it has none. */
export type PlantCommand = (
  example: string,
  twin: string,
  parameters: ExampleValues,
) => readonly string[] | undefined;

/** The plants of the examples that were opened, a process each, by the twin they are beside. */
export class PlantProcesses implements Plants {
  readonly #plants = new Map<string, { example: string; process: PlantProcess }>();
  readonly #command: PlantCommand;
  readonly #log: FastifyBaseLogger;

  constructor(command: PlantCommand, log: FastifyBaseLogger) {
    this.#command = command;
    this.#log = log;
  }

  list(): PlantBody[] {
    return [...this.#plants].map(([twin, { example, process }]) => ({ twin, example, ...process.state() }));
  }

  async add(twin: string, example: string, parameters: ExampleValues): Promise<string | undefined> {
    await this.remove(twin);
    const args = this.#command(example, twin, parameters);
    if (!args) return `the example ${example} has no plant`;
    if (this.#plants.size >= MOST_PLANTS)
      return `${MOST_PLANTS} plants run already; remove a twin that has one`;
    const process = new PlantProcess(args, this.#log);
    this.#plants.set(twin, { example, process });
    await process.set('running');
    return undefined;
  }

  async set(twin: string, status: PlantBody['status']): Promise<PlantBody | undefined> {
    const plant = this.#plants.get(twin);
    return plant && { twin, example: plant.example, ...(await plant.process.set(status)) };
  }

  async remove(twin: string): Promise<void> {
    const plant = this.#plants.get(twin);
    this.#plants.delete(twin);
    await plant?.process.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#plants.keys()].map((twin) => this.remove(twin)));
  }
}
