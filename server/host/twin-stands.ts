import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import type { Recovered } from '../journal/recover.ts';
import type { LogWord } from './words.ts';

/** Where a twin goes on. */
interface Stand {
  snapshot: Snapshot;
  entries: LogEntry[];
}

/** Where each twin stood last, and what was put in since: what a new worker makes it of. */
export class TwinStands {
  readonly #stands: Map<string, Stand>;

  /** Begins with what an earlier life of the server left. */
  constructor(recovered: ReadonlyMap<string, Recovered> = new Map()) {
    this.#stands = new Map(
      [...recovered].map(([twin, { snapshot, entries }]) => [twin, { snapshot, entries: [...entries] }]),
    );
  }

  of(twin: string): Stand | undefined {
    return this.#stands.get(twin);
  }

  set(twin: string, snapshot: Snapshot): void {
    this.#stands.set(twin, { snapshot, entries: [] });
  }

  follow(records: readonly LogWord[]): void {
    for (const { twin, entry } of records) this.#stands.get(twin)?.entries.push(entry);
  }

  forget(twin: string): void {
    this.#stands.delete(twin);
  }
}
