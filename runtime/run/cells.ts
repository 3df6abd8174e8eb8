import type { Plan, PlanPort } from '../compile/plan.ts';
import { ABSENT, BAD, GOOD, UNCERTAIN, type QualityCode } from '../signal/quality.ts';
import { readVector, writeVector } from '../signal/vector.ts';
import type { PlanIndex } from './plan-index.ts';
import { bytesOf, numbersOf, type Chunk, type Stretch } from './stretch.ts';

/** Numbers beyond this are no measurement: they are bad at every source and every output. */
export const GREATEST = 1e30;

/** The last sample of every port of a twin, and the memory the equations work on. */
export class Cells {
  readonly memory: Float64Array;
  /** Samples that are no numbers, by port. */
  readonly objects: unknown[];
  /** All of the chunk: what is asked at each sample is read there, so that only numbers of the twin are touched that it needs. */
  readonly numbers: Float64Array;
  readonly bytes: Uint8Array;
  /** Where in it the numbers of the twin begin, memory first, and where quality codes, measured times and stamps do. */
  readonly base: number;
  readonly qualityAt: number;
  readonly measuredAt: number;
  readonly stampAt: number;
  /** Memory slot of each port. */
  readonly slots: Int32Array;
  /** 1 for a port that carries whatever number comes. */
  readonly takesNumbers: Uint8Array;
  readonly #ports: readonly PlanPort[];
  /** The instant up to which what changed was taken. */
  #takenUpTo = 0;
  #changed: Uint32Array | undefined;
  readonly #chunk: Chunk;
  #quality: Uint8Array | undefined;
  #measured: Float64Array | undefined;
  #stamp: Float64Array | undefined;

  constructor(plan: Plan, { layout, slots, takesNumbers }: PlanIndex, { chunk, base }: Stretch) {
    const count = plan.ports.length;
    this.#ports = plan.ports;
    this.#chunk = chunk;
    this.slots = slots;
    this.takesNumbers = takesNumbers;
    this.numbers = chunk.numbers;
    this.bytes = chunk.bytes;
    this.base = base;
    this.qualityAt = 8 * base + layout.quality;
    this.measuredAt = base + layout.measured;
    this.stampAt = base + layout.stamp;
    this.memory = numbersOf(chunk, base, plan.memorySize);
    this.memory.set(plan.initialMemory);
    this.objects = new Array<unknown>(count).fill(undefined);
    this.bytes.fill(ABSENT, this.qualityAt, this.qualityAt + count);
    this.numbers.fill(Number.NaN, this.measuredAt, this.measuredAt + count);
  }

  /** Quality code by port. */
  get quality(): Uint8Array {
    return (this.#quality ??= bytesOf(this.#chunk, this.qualityAt, this.slots.length));
  }

  /** When each sample was measured, s since the origin; NaN while absent. */
  get measured(): Float64Array {
    return (this.#measured ??= numbersOf(this.#chunk, this.measuredAt, this.slots.length));
  }

  /** Number of the instant in which a port last got a sample; 0 never. */
  get stamp(): Float64Array {
    return (this.#stamp ??= numbersOf(this.#chunk, this.stampAt, this.slots.length));
  }

  /** Last number of a port; NaN while bad or absent. */
  value(port: number): number {
    return this.bytes[this.qualityAt + port]! < BAD
      ? this.numbers[this.base + this.slots[port]!]!
      : Number.NaN;
  }

  /** Puts the number that already stands in the port's slot on the port; one that is none, or beyond ±1e30, is bad. Must not allocate. */
  emit(port: number, quality: QualityCode, measured: number, instant: number): void {
    const value = this.numbers[this.base + this.slots[port]!]!;
    this.bytes[this.qualityAt + port] = value >= -GREATEST && value <= GREATEST ? quality : BAD;
    this.#mark(port, measured, instant);
  }

  /** Puts a number on a port. Must not allocate. */
  emitNumber(port: number, value: number, quality: QualityCode, measured: number, instant: number): void {
    this.numbers[this.base + this.slots[port]!] = value;
    this.emit(port, quality, measured, instant);
  }

  /** Puts a bad sample on a port; its former number stays in memory, unseen. Must not allocate. */
  emitBad(port: number, measured: number, instant: number): void {
    this.bytes[this.qualityAt + port] = BAD;
    this.objects[port] = undefined;
    this.#mark(port, measured, instant);
  }

  /** What a port said last is only uncertain from now on; what was bad or never there stays so. Must not allocate. */
  doubt(port: number, instant: number): void {
    if (this.quality[port] !== GOOD) return;
    this.quality[port] = UNCERTAIN;
    this.stamp[port] = instant;
  }

  /** Puts whatever a function or a source made on a port, checked against the port's type. */
  emitValue(port: number, value: unknown, quality: QualityCode, measured: number, instant: number): void {
    if (typeof value === 'number' && this.takesNumbers[port] === 1)
      return this.emitNumber(port, value, quality, measured, instant);
    const { type } = this.#ports[port]!;
    const number = asNumber(value, type);
    if (number !== undefined) return this.emitNumber(port, number, quality, measured, instant);
    const object = quality === BAD ? undefined : asObject(value, type);
    if (object === undefined) return this.emitBad(port, measured, instant);
    this.objects[port] = object;
    this.bytes[this.qualityAt + port] = quality;
    this.#mark(port, measured, instant);
  }

  /** Ports that got a sample since the last call, up to the instant that ran last; the same buffer each time. */
  takeChanged(instant: number): Uint32Array {
    const changed = (this.#changed ??= new Uint32Array(this.slots.length));
    let count = 0;
    for (let port = 0; port < changed.length; port++) {
      if (this.numbers[this.stampAt + port]! > this.#takenUpTo) changed[count++] = port;
    }
    this.#takenUpTo = instant;
    return changed.subarray(0, count);
  }

  #mark(port: number, measured: number, instant: number): void {
    this.numbers[this.measuredAt + port] = measured;
    this.numbers[this.stampAt + port] = instant;
  }
}

function asNumber(value: unknown, type: PlanPort['type']): number | undefined {
  switch (type) {
    case 'number':
    case 'any':
      return typeof value === 'number' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? Number(value) : undefined;
    case 'event':
      return value === undefined || value === false ? undefined : 1;
    default:
      return undefined;
  }
}

/** What a port that carries no number keeps: vectors as they are written, the others as they are; undefined when it does not fit the type. */
function asObject(value: unknown, type: PlanPort['type']): unknown {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'vector': {
      const vector = readVector(value);
      return vector && writeVector(vector);
    }
    case 'record':
      return typeof value === 'object' && !Array.isArray(value) ? (value ?? undefined) : undefined;
    case 'forecast':
      return typeof value === 'object' ? (value ?? undefined) : undefined;
    case 'any':
      return value ?? undefined;
    default:
      return undefined;
  }
}
