import type { PortType } from '@twinloom/runtime/signal/port-type';
import type { Twin } from '@twinloom/runtime/run/twin';
import { ABSENT, BAD, qualityName } from '@twinloom/runtime/signal/quality';
import { numberCell, objectCell } from './write-cell.ts';

/** What a recording is told. Times in s since the origin. */
export interface RecordingOptions {
  /** Indexes in `plan.ports`, in the order of the columns. */
  ports: readonly number[];
  /** Rows at origin + k·every; absent: a row for each instant in which a recorded port got a sample. */
  every?: number;
  /** A `port.quality` column after each port. */
  quality: boolean;
  /** Rows are after this time; absent: from the origin on. */
  after?: number;
  write: (text: string) => void;
}

interface Column {
  port: number;
  name: string;
  type: PortType;
}

const MICROS = 1e6;

/** Writes the ports of a twin as CSV. It only listens: `take` after each instant, `finish` at the end; what it writes depends on nothing else. */
export class Recording {
  readonly #columns: Column[];
  readonly #options: RecordingOptions;
  /** What stood on each recorded port after the last instant. */
  readonly #values: Float64Array;
  readonly #qualities: Uint8Array;
  readonly #texts: string[];
  /** Events since the last row. */
  readonly #counts: Float64Array;
  #next = 0;
  #lastRow: number;

  /** Writes the header, and takes over what a resumed twin holds. */
  constructor(twin: Twin, options: RecordingOptions) {
    this.#options = options;
    this.#columns = options.ports.map((port) => {
      const { port: name = '', type = 'number' } = twin.plan.ports[port] ?? {};
      return { port, name, type };
    });
    const count = this.#columns.length;
    this.#values = new Float64Array(count);
    this.#qualities = new Uint8Array(count).fill(ABSENT);
    this.#texts = new Array<string>(count).fill('');
    this.#counts = new Float64Array(count);
    this.#lastRow = options.after ?? -1;
    for (let i = 0; i < count; i++) this.#hold(i, twin);
    if (options.every !== undefined && options.after !== undefined) this.#skipTo(options.after);
    const names = this.#columns.flatMap(({ name }) => (options.quality ? [name, `${name}.quality`] : [name]));
    options.write(`${['time', ...names].join(',')}\n`);
  }

  /** Hears that an instant ran. */
  take(twin: Twin): void {
    const { t } = twin;
    const { after = -1, every } = this.#options;
    if (every !== undefined) this.passTo(t);
    let isAnyFresh = false;
    for (let i = 0; i < this.#columns.length; i++) {
      const column = this.#columns[i];
      if (!column || !twin.isFresh(column.port)) continue;
      isAnyFresh = true;
      this.#hold(i, twin);
      if (column.type === 'event' && twin.quality(column.port) < BAD)
        this.#counts[i] = (this.#counts[i] ?? 0) + 1;
    }
    if (every === undefined && isAnyFresh && t > after) this.#writeRow(t);
  }

  /** Writes the rows before a time: no instant before it can come any more. */
  passTo(t: number): void {
    for (let due = this.#due(); due < t; due = this.#due()) this.#writeDue(due);
  }

  /** Writes what is left up to and including the end, and a row at the end itself where rows are periodic. */
  finish(end: number): void {
    if (this.#options.every === undefined) return;
    for (let due = this.#due(); due <= end; due = this.#due()) this.#writeDue(due);
    if (this.#lastRow < end) this.#writeRow(end);
  }

  #due(): number {
    const { every } = this.#options;
    return every === undefined ? Infinity : Math.round(this.#next * every * MICROS) / MICROS;
  }

  #skipTo(after: number): void {
    this.#next = Math.max(0, Math.floor(after / (this.#options.every ?? 1)) - 1);
    while (this.#due() <= after) this.#next++;
  }

  #writeDue(due: number): void {
    this.#next++;
    this.#writeRow(due);
  }

  #hold(i: number, twin: Twin): void {
    const { port, type } = this.#columns[i] ?? { port: -1, type: 'number' };
    this.#qualities[i] = twin.quality(port) ?? ABSENT;
    this.#values[i] = twin.value(port);
    // A node may go on writing into the vector it emitted, so it is kept as text.
    if (isObject(type)) this.#texts[i] = objectCell(twin.object(port));
  }

  #writeRow(t: number): void {
    let row = numberCell(t);
    for (let i = 0; i < this.#columns.length; i++) {
      row += `,${this.#cell(i)}`;
      if (this.#options.quality) row += `,${this.#qualityCell(i)}`;
    }
    this.#counts.fill(0);
    this.#lastRow = t;
    this.#options.write(`${row}\n`);
  }

  #cell(i: number): string {
    const type = this.#columns[i]?.type ?? 'number';
    const count = this.#counts[i] ?? 0;
    if (type === 'event') return this.#options.every !== undefined || count > 0 ? String(count) : '';
    if ((this.#qualities[i] ?? ABSENT) >= BAD) return '';
    const value = this.#values[i] ?? Number.NaN;
    if (type === 'boolean') return value === 0 ? 'false' : 'true';
    return isObject(type) && this.#texts[i] !== '' ? (this.#texts[i] ?? '') : numberCell(value);
  }

  /** Empty where the cell is no sample at all, so that a replay of the file says the same. */
  #qualityCell(i: number): string {
    const quality = this.#qualities[i] ?? ABSENT;
    const isNoEvent = this.#columns[i]?.type === 'event' && this.#cell(i) === '';
    return quality >= ABSENT || isNoEvent ? '' : qualityName(quality);
  }
}

function isObject(type: PortType): boolean {
  return type !== 'number' && type !== 'boolean' && type !== 'event';
}
