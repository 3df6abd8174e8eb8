import type { Piece } from './loose-row.ts';
import type { RecordedPort, SampleColumns } from './recorded-samples.ts';
import type { Samples } from './sample-block.ts';

/** Ports of a twin as they were listed with samples, and the series of each. */
export interface ListedPorts {
  ports: readonly RecordedPort[];
  /** Of each port its series: `SILENT` while it never had a sample, `UNWRITTEN` while none of it is written. */
  ids: Int32Array;
}

/** A port in one unit. */
export interface ListedSeries extends RecordedPort {
  /** Undefined while none of it is written. */
  id: number | undefined;
}

const SILENT = 0;
const UNWRITTEN = -1;
/** Lists that are remembered once all is written: a deploy may bring another one. */
const MOST_LISTS = 4;

/** What a twin said that is not written yet, as it came, and which series took its last samples. */
export class WaitingTwin {
  readonly name: string;
  /** Undefined while nothing of it is written. */
  id: number | undefined;
  samples = 0;
  #pieces: Piece[] = [];
  /** The one that took the last samples stands last. */
  #lists: ListedPorts[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** Takes a run of samples of these ports, without copying them; the same ports as they are remembered. */
  take(
    ports: readonly RecordedPort[],
    columns: SampleColumns,
    begin: number,
    end: number,
  ): readonly RecordedPort[] {
    const { ports: known, ids } = this.#listOf(ports);
    for (let i = begin; i < end; i++) {
      const index = columns.indexes[i]!;
      if (ids[index] === SILENT) ids[index] = UNWRITTEN;
    }
    this.#pieces.push({ ids, columns, begin, end });
    this.samples += end - begin;
    return known;
  }

  /** Ports with samples of which no series is known yet; `set` says which it is. */
  *unwritten(): Generator<RecordedPort & { set: (id: number | undefined) => void }> {
    for (const { ports, ids } of this.#lists) {
      for (let i = 0; i < ids.length; i++) {
        if (ids[i] === UNWRITTEN) yield { ...ports[i]!, set: (id) => (ids[i] = id ?? UNWRITTEN) };
      }
    }
  }

  /** What came first of what waits: so many samples, and those that are of the same time as the last. */
  first(most: number): Piece[] {
    const pieces: Piece[] = [];
    let left = most;
    for (const { ids, columns, begin, end } of this.#pieces) {
      if (left <= 0) break;
      let to = Math.min(end, begin + left);
      while (to < end && columns.times[to] === columns.times[to - 1]) to++;
      pieces.push({ ids, columns, begin, end: to });
      left -= to - begin;
    }
    return pieces;
  }

  /** So many samples that came first are written. */
  written(count: number): void {
    this.samples -= count;
    let done = 0;
    for (let left = count; left > 0;) {
      const piece = this.#pieces[done]!;
      const taken = Math.min(left, piece.end - piece.begin);
      piece.begin += taken;
      left -= taken;
      if (piece.begin === piece.end) done++;
    }
    this.#pieces.splice(0, done);
    if (this.samples === 0 && this.#lists.length > MOST_LISTS) this.#lists = this.#lists.slice(-MOST_LISTS);
  }

  /** The series that took the last sample of a port, as far as is remembered. */
  newest(port: string): ListedSeries | undefined {
    for (const { ports, ids } of this.#lists.toReversed()) {
      const index = ports.findIndex((one) => one.port === port);
      const id = ids[index] ?? SILENT;
      if (id !== SILENT) return { port, unit: ports[index]!.unit, id: id === UNWRITTEN ? undefined : id };
    }
    return undefined;
  }

  /** What waits of a port in a unit. */
  waitingOf(port: string, unit: string): Samples {
    const found: [times: number[], values: number[], qualities: number[]] = [[], [], []];
    for (const { ids, columns, begin, end } of this.#pieces) {
      const ports = this.#lists.find((list) => list.ids === ids)?.ports ?? [];
      const index = ports.findIndex((one) => one.port === port && one.unit === unit);
      for (let i = begin; i < end; i++) {
        if (columns.indexes[i] !== index) continue;
        found[0].push(columns.times[i]!);
        found[1].push(columns.values[i]!);
        found[2].push(columns.qualities[i]!);
      }
    }
    const [times, values, qualities] = found;
    return {
      times: Float64Array.from(times),
      values: Float64Array.from(values),
      qualities: Uint8Array.from(qualities),
    };
  }

  #listOf(ports: readonly RecordedPort[]): ListedPorts {
    const at = this.#lists.findLastIndex((list) => areSame(list.ports, ports));
    if (at >= 0 && at === this.#lists.length - 1) return this.#lists[at]!;
    const [list = { ports, ids: new Int32Array(ports.length) }] = at < 0 ? [] : this.#lists.splice(at, 1);
    this.#lists.push(list);
    return list;
  }
}

function areSame(a: readonly RecordedPort[], b: readonly RecordedPort[]): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every(({ port, unit }, i) => port === b[i]!.port && unit === b[i]!.unit);
}
