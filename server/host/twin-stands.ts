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

/** Entries with their place among all that came. */
interface Piece {
  number: number;
  packed: PackedEntries;
}

/** As it is kept: what came since is unpacked when it is asked for. */
interface Kept extends Stand {
  pieces: Piece[];
}

/** Where each twin stood last, and what was put in since: what a new worker makes it of. */
export class TwinStands {
  readonly #stands: Map<string, Kept>;
  #number = 0;

  /** Begins with what an earlier life of the server left. */
  constructor(recovered: ReadonlyMap<string, Recovered> = new Map()) {
    this.#stands = new Map(
      [...recovered].map(([twin, { version, snapshot, entries }]) => [
        twin,
        { version, snapshot, entries: [...entries], pieces: [] },
      ]),
    );
  }

  of(twin: string): Stand | undefined {
    const kept = this.#stands.get(twin);
    return kept && this.#whole(kept);
  }

  /** Its state now; how it stood last where that was under another version. */
  set(twin: string, version: number, snapshot: PackedSnapshot): Stand | undefined {
    const former = this.#stands.get(twin);
    const left = !former || former.version === version ? undefined : this.#whole(former);
    this.#stands.set(twin, { version, snapshot, entries: [], pieces: [] });
    return left;
  }

  follow(packed: PackedEntries): void {
    const piece = { number: this.#number++, packed };
    for (const twin of packed.twins) this.#stands.get(twin)?.pieces.push(piece);
  }

  forget(twin: string): void {
    this.#stands.delete(twin);
  }

  #whole(kept: Kept): Stand {
    if (kept.pieces.length > 0) this.#unpackAll();
    const { version, snapshot, entries } = kept;
    return { version, snapshot, entries: [...entries] };
  }

  /** Each piece once, for all its twins: after a death and in a deploy every one of them is asked for. */
  #unpackAll(): void {
    const pieces = new Set([...this.#stands.values()].flatMap((kept) => kept.pieces));
    for (const { number, packed } of [...pieces].toSorted((a, b) => a.number - b.number)) {
      for (const { twin, entry } of unpackEntries(packed)) {
        const kept = this.#stands.get(twin);
        const [first] = kept?.pieces ?? [];
        if (first && number >= first.number) kept!.entries.push(entry);
      }
    }
    for (const kept of this.#stands.values()) kept.pieces = [];
  }
}
