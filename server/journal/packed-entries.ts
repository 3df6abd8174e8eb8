import { deserialize, serialize } from 'node:v8';
import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import type { Input } from '@twinloom/runtime/run/inbox';
import type { QualityCode } from '@twinloom/runtime/signal/quality';

/** Entries of the logs of twins, in their order, as bytes that go through to the disk as they are. */
export interface PackedEntries {
  kind: 'entries';
  /** Whose entries they are. */
  twins: readonly string[];
  /** Nodes and ports that they name. */
  names: readonly string[];
  count: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** An entry with its twin. */
export interface TwinEntry {
  twin: string;
  entry: LogEntry;
}

/*
 * An entry: a byte for its form, with SETTLED; twin, u16. OTHER: length, u32, and the entry as V8 writes it. Else µs and number of instants, f64; of
 * SAMPLES their number, u16, then each: what there is of it, u8; what its value is, u8; node, u16; and as far as there is: port, u16; value, t and
 * sequence, f64; quality, u8. Everything little endian, twins and names by their place in the lists.
 */
const OTHER = 0;
const SAMPLES = 1;
const TIME = 2;
const MERGE = 3;
const SETTLED = 0x80;

const PORT = 1;
const T = 2;
const SEQUENCE = 4;
const QUALITY = 8;
const AGAIN = 16;

const NONE = 0;
const NUMBER = 1;
const FALSE = 2;
const TRUE = 3;

const ENTRY_BYTES = 21;
const INPUT_BYTES = 31;
const OTHER_BYTES = 7;
const FIRST_BYTES = 4_096;
/** A buffer that grew beyond this is let go. */
const MOST_KEPT_BYTES = 1024 * 1024;
const MOST_LISTED = 10_000;
const MOST_INPUTS = 10_000;

/** Packs entries one by one until they are taken. */
export class EntryPacker {
  #view = new DataView(new ArrayBuffer(FIRST_BYTES));
  #end = 0;
  #twins = new Map<string, number>();
  #names = new Map<string, number>();
  /** Entries that were packed since the last were taken. */
  count = 0;

  /** No more fit into one piece: take them first. */
  get isFull(): boolean {
    return Math.max(this.#twins.size, this.#names.size) >= MOST_LISTED;
  }

  add(twin: string, entry: LogEntry): void {
    this.count++;
    switch (entry.kind) {
      case 'samples':
        if (entry.inputs.length > MOST_INPUTS || !entry.inputs.every(isPlain)) break;
        this.#begin(SAMPLES, twin, entry, entry.inputs.length * INPUT_BYTES);
        this.#view.setUint16(this.#end, entry.inputs.length, true);
        this.#end += 2;
        for (let i = 0; i < entry.inputs.length; i++) this.#addInput(entry.inputs[i]!);
        return;
      case 'time':
        return this.#begin(TIME, twin, entry, 0);
      case 'merge':
        return this.#begin(MERGE, twin, entry, 0);
      case 'set':
      case 'command':
      case 'stop':
        break;
      default:
        return entry satisfies never;
    }
    this.#addOther(twin, entry);
  }

  /** What was packed since the last call. */
  take(): PackedEntries {
    const packed: PackedEntries = {
      kind: 'entries',
      twins: [...this.#twins.keys()],
      names: [...this.#names.keys()],
      count: this.count,
      bytes: new Uint8Array(this.#view.buffer.slice(0, this.#end)),
    };
    if (this.#end > MOST_KEPT_BYTES) this.#view = new DataView(new ArrayBuffer(FIRST_BYTES));
    this.#end = 0;
    this.#twins.clear();
    this.#names.clear();
    this.count = 0;
    return packed;
  }

  #begin(form: number, twin: string, { micros, instants, isSettled }: LogEntry, more: number): void {
    this.#makeRoom(ENTRY_BYTES + more);
    this.#view.setUint8(this.#end, form + (isSettled ? SETTLED : 0));
    this.#view.setUint16(this.#end + 1, placeIn(this.#twins, twin), true);
    this.#view.setFloat64(this.#end + 3, micros, true);
    this.#view.setFloat64(this.#end + 11, instants, true);
    this.#end += 19;
  }

  #addInput({ node, port, value, t, sequence, quality, isAgain }: Input): void {
    const begin = this.#end;
    let has = isAgain === true ? AGAIN : 0;
    this.#view.setUint8(begin + 1, kindOf(value));
    this.#view.setUint16(begin + 2, placeIn(this.#names, node), true);
    this.#end += 4;
    if (port !== undefined) {
      has |= PORT;
      this.#view.setUint16(this.#end, placeIn(this.#names, port), true);
      this.#end += 2;
    }
    if (typeof value === 'number') this.#addNumber(value);
    if (t !== undefined) {
      has |= T;
      this.#addNumber(t);
    }
    if (sequence !== undefined) {
      has |= SEQUENCE;
      this.#addNumber(sequence);
    }
    if (quality !== undefined) {
      has |= QUALITY;
      this.#view.setUint8(this.#end++, quality);
    }
    this.#view.setUint8(begin, has);
  }

  #addNumber(value: number): void {
    this.#view.setFloat64(this.#end, value, true);
    this.#end += 8;
  }

  #addOther(twin: string, entry: LogEntry): void {
    const bytes = serialize(entry);
    this.#makeRoom(OTHER_BYTES + bytes.length);
    this.#view.setUint8(this.#end, OTHER);
    this.#view.setUint16(this.#end + 1, placeIn(this.#twins, twin), true);
    this.#view.setUint32(this.#end + 3, bytes.length, true);
    new Uint8Array(this.#view.buffer).set(bytes, this.#end + OTHER_BYTES);
    this.#end += OTHER_BYTES + bytes.length;
  }

  #makeRoom(more: number): void {
    if (this.#end + more <= this.#view.byteLength) return;
    const larger = new Uint8Array(2 * (this.#end + more));
    larger.set(new Uint8Array(this.#view.buffer, 0, this.#end));
    this.#view = new DataView(larger.buffer);
  }
}

/** The entries that were packed, in their order. */
export function unpackEntries({ twins, names, count, bytes }: PackedEntries): TwinEntry[] {
  const reader = new EntryReader(bytes, names);
  return Array.from({ length: count }, () => {
    const { twin, entry } = reader.next();
    return { twin: twins[twin]!, entry };
  });
}

class EntryReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #names: readonly string[];
  #at = 0;

  constructor(bytes: Uint8Array, names: readonly string[]) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#names = names;
  }

  next(): { twin: number; entry: LogEntry } {
    const form = this.#byte();
    const twin = this.#short();
    const what = form & ~SETTLED;
    if (what === OTHER) return { twin, entry: this.#other() };
    const micros = this.#number();
    const stand = { instants: this.#number(), isSettled: (form & SETTLED) !== 0 };
    if (what === TIME) return { twin, entry: { kind: 'time', micros, ...stand } };
    if (what === MERGE) return { twin, entry: { kind: 'merge', micros, ...stand } };
    if (what !== SAMPLES) throw new Error(`an entry of the form ${what} is not known here`);
    const inputs = Array.from({ length: this.#short() }, () => this.#input());
    return { twin, entry: { kind: 'samples', micros, inputs, ...stand } };
  }

  #input(): Input {
    const has = this.#byte();
    const kind = this.#byte();
    const input: Input = { node: this.#name() };
    if (has & PORT) input.port = this.#name();
    if (kind === NUMBER) input.value = this.#number();
    else if (kind !== NONE) input.value = kind === TRUE;
    if (has & T) input.t = this.#number();
    if (has & SEQUENCE) input.sequence = this.#number();
    if (has & QUALITY) input.quality = this.#byte() as QualityCode;
    if (has & AGAIN) input.isAgain = true;
    return input;
  }

  #other(): LogEntry {
    const length = this.#view.getUint32(this.#at, true);
    this.#at += 4 + length;
    return deserialize(this.#bytes.subarray(this.#at - length, this.#at)) as LogEntry;
  }

  #name(): string {
    return this.#names[this.#short()]!;
  }

  #byte(): number {
    return this.#view.getUint8(this.#at++);
  }

  #short(): number {
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2, true);
  }

  #number(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }
}

/** It holds nothing but numbers, booleans and names. */
function isPlain({ value, problem }: Input): boolean {
  const isShort = value === undefined || typeof value === 'number' || typeof value === 'boolean';
  return isShort && problem === undefined;
}

function kindOf(value: unknown): number {
  if (typeof value === 'number') return NUMBER;
  if (value === undefined) return NONE;
  return value === true ? TRUE : FALSE;
}

function placeIn(list: Map<string, number>, name: string): number {
  const known = list.get(name);
  if (known !== undefined) return known;
  list.set(name, list.size);
  return list.size - 1;
}
