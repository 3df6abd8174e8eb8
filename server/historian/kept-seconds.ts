import type { StatementSync } from 'node:sqlite';
import { decodeSeconds, type Seconds } from './rollup-block.ts';

type Statements = Readonly<Record<'secondsOf' | 'secondsBegins' | 'addSeconds', StatementSync>>;

/** Some 650 blocks: four charts of a day, or so. */
const MOST_BYTES = 16 * 1024 * 1024;
const SECOND_BYTES = 41;

/** The blocks of seconds in the file. What was asked for last is kept as numbers, as people look at the same stretch again and again. */
export class KeptSeconds {
  readonly #sql: Statements;
  readonly #mostBytes: number;
  /** By series and begin; what was asked for last stands last. */
  readonly #kept = new Map<string, Seconds>();
  #bytes = 0;

  constructor(sql: Statements, mostBytes = MOST_BYTES) {
    this.#sql = sql;
    this.#mostBytes = mostBytes;
  }

  /** When the blocks of a series begin that begin after one time and not after another, in order. */
  begins(series: number, after: number, to: number): number[] {
    const rows = this.#sql.secondsBegins.all(series, after, to) as { first: number }[];
    return rows.map(({ first }) => first);
  }

  /** The block of a series that begins then, which must not be changed. */
  at(series: number, first: number): Seconds | undefined {
    const key = keyOf(series, first);
    const kept = this.#kept.get(key);
    if (kept) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const row = this.#sql.secondsOf.get(series, first) as { data: Uint8Array } | undefined;
    if (!row) return undefined;
    const seconds = decodeSeconds(row.data);
    this.#kept.set(key, seconds);
    this.#bytes += bytesOf(seconds);
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#forget(oldest);
    }
    return seconds;
  }

  /** Puts bytes of `encodeSeconds` in the place of those that there are. */
  put(series: number, first: number, data: Uint8Array): void {
    this.#sql.addSeconds.run(series, first, data);
    this.#forget(keyOf(series, first));
  }

  /** Bytes of what is kept. */
  get bytes(): number {
    return this.#bytes;
  }

  #forget(key: string): void {
    const kept = this.#kept.get(key);
    if (!kept) return;
    this.#kept.delete(key);
    this.#bytes -= bytesOf(kept);
  }
}

function keyOf(series: number, first: number): string {
  return `${series} ${first}`;
}

function bytesOf({ times }: Seconds): number {
  return SECOND_BYTES * times.length;
}
