/** What a chart draws: times (s since 1970) and one column per port; null = no good value there. */
export interface TraceWindow {
  times: number[];
  columns: (number | null)[][];
}

/**
 * The last values of a few ports on one common time axis: a ring of rows, one per frame.
 * A port that joins later has gaps before. `append` must not allocate.
 */
export class TraceLog {
  readonly capacity: number;
  readonly #times: Float64Array;
  readonly #columns = new Map<string, Float64Array>();
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

  add(port: string): void {
    if (!this.#columns.has(port)) this.#columns.set(port, new Float64Array(this.capacity).fill(Number.NaN));
  }

  remove(port: string): void {
    this.#columns.delete(port);
  }

  clear(): void {
    this.#length = 0;
    this.#next = 0;
  }

  /** Adds a row at time t; NaN where `read` has no good value. A row not newer than the last replaces it. */
  append(t: number, read: (port: string) => number): void {
    const last =
      this.#length > 0 ? this.#times[(this.#next - 1 + this.capacity) % this.capacity]! : -Infinity;
    if (t < last) return;
    if (t === last) this.#next = (this.#next - 1 + this.capacity) % this.capacity;
    this.#times[this.#next] = t;
    for (const [port, column] of this.#columns) column[this.#next] = read(port);
    this.#next = (this.#next + 1) % this.capacity;
    if (t !== last) this.#length = Math.min(this.#length + 1, this.capacity);
  }

  /** A row of gaps, so that a lost connection is not drawn as a line. */
  gap(): void {
    if (this.#length === 0) return;
    const last = this.#times[(this.#next - 1 + this.capacity) % this.capacity]!;
    this.append(last + 1e-3, () => Number.NaN);
  }

  /** Time of the newest row, s since 1970. */
  get newest(): number | undefined {
    return this.#length === 0 ? undefined : this.#times[(this.#next - 1 + this.capacity) % this.capacity];
  }

  /** Rows from time `from` to time `to`, oldest first. */
  window(ports: readonly string[], from: number, to: number): TraceWindow {
    const times: number[] = [];
    const columns: (number | null)[][] = ports.map(() => []);
    const sources = ports.map((port) => this.#columns.get(port));
    const first = (this.#next - this.#length + this.capacity) % this.capacity;
    for (let i = 0; i < this.#length; i++) {
      const row = (first + i) % this.capacity;
      const t = this.#times[row]!;
      if (t < from || t > to) continue;
      times.push(t);
      for (let c = 0; c < columns.length; c++) {
        const value = sources[c]?.[row] ?? Number.NaN;
        columns[c]!.push(Number.isNaN(value) ? null : value);
      }
    }
    return { times, columns };
  }
}
