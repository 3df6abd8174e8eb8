import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import type { PackedSnapshot } from '../journal/packed-snapshot.ts';
import type { Recovered } from '../journal/recover.ts';
import type { LogWord, TwinOrder } from './words.ts';

/** Where a twin goes on. */
export interface Stand {
  /** Version of its flow; 0 = not known. */
  version: number;
  snapshot: PackedSnapshot;
  entries: LogEntry[];
}

/** Where a twin stands, and under what it runs. */
export type RunningStand = Stand & Pick<TwinOrder, 'document' | 'parameters'>;

/** Where each twin stood last, and what was put in since: what a new worker makes it of. */
export class TwinStands {
  readonly #stands: Map<string, Stand>;

  /** Begins with what an earlier life of the server left. */
  constructor(recovered: ReadonlyMap<string, Recovered> = new Map()) {
    this.#stands = new Map(
      [...recovered].map(([twin, { version, snapshot, entries }]) => [
        twin,
        { version, snapshot, entries: [...entries] },
      ]),
    );
  }

  of(twin: string): Stand | undefined {
    return this.#stands.get(twin);
  }

  /** Its state now; how it stood last where that was under another version. */
  set(twin: string, version: number, snapshot: PackedSnapshot): Stand | undefined {
    const former = this.#stands.get(twin);
    this.#stands.set(twin, { version, snapshot, entries: [] });
    return former?.version === version ? undefined : former;
  }

  follow(records: readonly LogWord[]): void {
    for (const { twin, entry } of records) this.#stands.get(twin)?.entries.push(entry);
  }

  forget(twin: string): void {
    this.#stands.delete(twin);
  }
}
