import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import type { PackedSnapshot } from '../journal/packed-snapshot.ts';
import type { Recovered } from '../journal/recover.ts';
import { unpackEntries, type PackedEntries } from '../journal/packed-entries.ts';
import type { TwinOrder } from './words.ts';

/** Where a twin goes on. */
export interface Stand {
  /** Version of its flow; 0 = not known. */
  version: number;
  snapshot: PackedSnapshot;
  entries: LogEntry[];
}

/** Where a twin stands, and under what it runs. */
export type RunningStand = Stand & Pick<TwinOrder, 'document' | 'parameters'>;

/** As it is kept: what came since is unpacked when it is asked for. */
interface Kept extends Stand {
  packed: PackedEntries[];
}

/** Where each twin stood last, and what was put in since: what a new worker makes it of. */
export class TwinStands {
  readonly #stands: Map<string, Kept>;

  /** Begins with what an earlier life of the server left. */
  constructor(recovered: ReadonlyMap<string, Recovered> = new Map()) {
    this.#stands = new Map(
      [...recovered].map(([twin, { version, snapshot, entries }]) => [
        twin,
        { version, snapshot, entries: [...entries], packed: [] },
      ]),
    );
  }

  of(twin: string): Stand | undefined {
    const kept = this.#stands.get(twin);
    return kept && unpack(twin, kept);
  }

  /** Its state now; how it stood last where that was under another version. */
  set(twin: string, version: number, snapshot: PackedSnapshot): Stand | undefined {
    const former = this.#stands.get(twin);
    this.#stands.set(twin, { version, snapshot, entries: [], packed: [] });
    return !former || former.version === version ? undefined : unpack(twin, former);
  }

  follow(packed: PackedEntries): void {
    for (const twin of packed.twins) this.#stands.get(twin)?.packed.push(packed);
  }

  forget(twin: string): void {
    this.#stands.delete(twin);
  }
}

function unpack(twin: string, { version, snapshot, entries, packed }: Kept): Stand {
  const since = packed.flatMap((one) => unpackEntries(one, twin).map(({ entry }) => entry));
  return { version, snapshot, entries: [...entries, ...since] };
}
