import { tablesWanted, type TableWanted } from '@twinloom/runtime/compile/tables-wanted';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { loadTable } from '@twinloom/runtime/table/load-table';
import type { Table, TableProblem, Tables } from '@twinloom/runtime/table/table';
import type { Assets } from '../storage/assets.ts';
import { readChunks } from '../storage/read-chunks.ts';

type Loaded = Table | { problem: TableProblem };

/** Most bytes of tables that are kept for the next time, besides those that twins hold. */
const KEPT_BYTES = 256 * 1024 * 1024;

/** Reads the tables that flows name, in memory that every thread shares: sent to a worker they are not copied. */
export class TableShelf {
  readonly #assets: Pick<Assets, 'path'>;
  readonly #descriptors: ReadonlyMap<string, Pick<NodeDescriptor, 'reads'>>;
  /** By file, format and columns; the one used last is last. */
  readonly #kept = new Map<string, Promise<Loaded>>();
  readonly #bytes = new Map<string, number>();

  constructor(assets: Pick<Assets, 'path'>, descriptors: ReadonlyMap<string, Pick<NodeDescriptor, 'reads'>>) {
    this.#assets = assets;
    this.#descriptors = descriptors;
  }

  /** The tables of a document by node; a file that is not on this server is left out. */
  async tablesFor(document: unknown): Promise<Tables> {
    const found: Record<string, Loaded> = {};
    for (const wanted of tablesWanted(document, this.#descriptors)) {
      const path = this.#assets.path(wanted.file);
      if (path !== undefined) found[wanted.node] = await this.#take(wanted, path);
    }
    return found;
  }

  #take({ file, format, columns }: TableWanted, path: string): Promise<Loaded> {
    const key = JSON.stringify([file, format, columns]);
    const known = this.#kept.get(key);
    const loading = known ?? this.#load(key, path, { format, columns });
    this.#kept.delete(key);
    this.#kept.set(key, loading);
    return loading;
  }

  async #load(
    key: string,
    path: string,
    { format, columns }: Pick<TableWanted, 'format' | 'columns'>,
  ): Promise<Loaded> {
    try {
      const read = await loadTable(readChunks(path), format, columns);
      const loaded = 'problem' in read ? read : inSharedMemory(read.table);
      this.#bytes.set(key, 'problem' in loaded ? 0 : bytesOf(loaded));
      this.#forgetOldest();
      return loaded;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  #forgetOldest(): void {
    let total = [...this.#bytes.values()].reduce((sum, bytes) => sum + bytes, 0);
    for (const key of this.#kept.keys()) {
      if (total <= KEPT_BYTES) return;
      total -= this.#bytes.get(key) ?? 0;
      this.#kept.delete(key);
      this.#bytes.delete(key);
    }
  }
}

function inSharedMemory({ times, columns, ...rest }: Table): Table {
  return {
    ...rest,
    times: sharedFloats(times),
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, column]) => {
        const quality = new Uint8Array(new SharedArrayBuffer(column.quality.byteLength));
        quality.set(column.quality);
        return [name, { ...column, values: sharedFloats(column.values), quality }];
      }),
    ),
  };
}

function sharedFloats(numbers: Float64Array): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(numbers.byteLength));
  shared.set(numbers);
  return shared;
}

function bytesOf({ times, columns }: Table): number {
  return Object.values(columns).reduce(
    (sum, { values, quality }) => sum + values.byteLength + quality.byteLength,
    times.byteLength,
  );
}
