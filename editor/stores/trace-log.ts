import { ABSENT, type QualityCode } from '@twinloom/runtime/signal/quality';

/** What the page saw of some ports: times (s since 1970), and of each port what stood there (null = no good value) and its quality. */
export interface TraceWindow {
  times: number[];
  columns: (number | null)[][];
  /** Absent where the page did not watch the port, or was cut off. */
  qualities: QualityCode[][];
}

interface Column {
  values: Float64Array;
  qualities: Uint8Array;
  /** How many want it recorded. */
  holders: number;
}

const NO_VALUE = (): number => Number.NaN;
const NOT_SEEN = (): QualityCode => ABSENT;

/**
 * The last values of a few ports on one common time axis: a ring of rows, one per frame.
 * A port that joins later has gaps before. `append` must not allocate.
 */
export class TraceLog {
  readonly capacity: number;
  readonly #times: Float64Array;
  readonly #columns = new Map<string, Column>();
  #next = 0;
  #length = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#times = new Float64Array(capacity);
  }

  /** Ports recorded now. */
  get ports(): string[] {
    return [...this.#columns.keys()];
  }

  /** Records these ports until the undo is called by all who asked for them. Whoever then asks for others at once loses nothing of those that stay. */
  hold(ports: readonly string[]): () => void {
    for (const port of ports) this.add(port);
    return () =>
      queueMicrotask(() => {
        for (const port of ports) this.#release(port);
      });
  }

  add(port: string): void {
    const column = this.#columns.get(port);
    if (column) column.holders++;
    else
      this.#columns.set(port, {
        values: new Float64Array(this.capacity).fill(Number.NaN),
        qualities: new Uint8Array(this.capacity).fill(ABSENT),
        holders: 1,
      });
  }

  clear(): void {
    this.#length = 0;
    this.#next = 0;
  }

  /** Adds a row at time t; NaN where `read` has no good value. A row not newer than the last replaces it. */
  append(t: number, read: (port: string) => number, quality: (port: string) => QualityCode): void {
    const last =
      this.#length > 0 ? this.#times[(this.#next - 1 + this.capacity) % this.capacity]! : -Infinity;
    if (t < last) return;
    if (t === last) this.#next = (this.#next - 1 + this.capacity) % this.capacity;
    this.#times[this.#next] = t;
    for (const [port, column] of this.#columns) {
      column.values[this.#next] = read(port);
      column.qualities[this.#next] = quality(port);
    }
    this.#next = (this.#next + 1) % this.capacity;
    if (t !== last) this.#length = Math.min(this.#length + 1, this.capacity);
  }

  /** A row of gaps, so that a lost connection is not drawn as a line. */
  gap(): void {
    if (this.#length === 0) return;
    const last = this.#times[(this.#next - 1 + this.capacity) % this.capacity]!;
    this.append(last + 1e-3, NO_VALUE, NOT_SEEN);
  }

  /** Time of the newest row, s since 1970. */
  get newest(): number | undefined {
    return this.#length === 0 ? undefined : this.#times[(this.#next - 1 + this.capacity) % this.capacity];
  }

  /** Rows from time `from` to time `to`, oldest first. */
  window(ports: readonly string[], from: number, to: number): TraceWindow {
    const begin = this.#countBefore((t) => t < from);
    const length = Math.max(0, this.#countBefore((t) => t <= to) - begin);
    const rowOf = (i: number): number => this.#row(begin + i);
    const column = (port: string): Column | undefined => this.#columns.get(port);
    return {
      times: Array.from({ length }, (_, i) => this.#times[rowOf(i)]!),
      columns: ports.map((port) => {
        const values = column(port)?.values;
        return Array.from({ length }, (_, i) => {
          const value = values?.[rowOf(i)] ?? Number.NaN;
          return Number.isNaN(value) ? null : value;
        });
      }),
      qualities: ports.map((port) => {
        const qualities = column(port)?.qualities;
        return Array.from({ length }, (_, i) => (qualities?.[rowOf(i)] ?? ABSENT) as QualityCode);
      }),
    };
  }

  /** Where the i-th of the rows stands, the oldest first. */
  #row(i: number): number {
    return (this.#next - this.#length + i + this.capacity) % this.capacity;
  }

  /** How many of the oldest rows fulfil this, which none does after one that does not. */
  #countBefore(isBefore: (t: number) => boolean): number {
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.#times[this.#row(middle)]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #release(port: string): void {
    const column = this.#columns.get(port);
    if (column && --column.holders === 0) this.#columns.delete(port);
  }
}
