import type { Plan, PlanPort } from '../compile/plan.ts';
import type { Layout } from '../emit/layout.ts';
import { ABSENT, BAD, GOOD, UNCERTAIN, type QualityCode } from '../signal/quality.ts';
import { readVector, writeVector } from '../signal/vector.ts';
import { bytesOf, numbersOf, type Stretch } from './stretch.ts';

/** Numbers beyond this are no measurement: they are bad at every source and every output. */
export const GREATEST = 1e30;

/** The last sample of every port of a twin, and the memory the equations work on. */
export class Cells {
  readonly memory: Float64Array;
  /** Quality code by port. */
  readonly quality: Uint8Array;
  /** When each sample was measured, s since the origin; NaN while absent. */
  readonly measured: Float64Array;
  /** Samples that are no numbers, by port. */
  readonly objects: unknown[];
  /** Number of the instant in which a port last got a sample; 0 never. */
  readonly stamp: Float64Array;
  /** Memory slot of each port. */
  readonly slots: Int32Array;
  /** 1 for a port that carries whatever number comes. */
  readonly takesNumbers: Uint8Array;
  readonly #ports: readonly PlanPort[];
  /** The instant up to which what changed was taken. */
  #takenUpTo = 0;
  readonly #changed: Uint32Array;

  constructor(plan: Plan, layout: Layout, stretch: Stretch) {
    const count = plan.ports.length;
    this.#ports = plan.ports;
    this.takesNumbers = Uint8Array.from(plan.ports, ({ type }) =>
      type === 'number' || type === 'any' ? 1 : 0,
    );
    this.memory = numbersOf(stretch, 0, plan.memorySize);
    this.memory.set(plan.initialMemory);
    this.quality = bytesOf(stretch, layout.quality, count).fill(ABSENT);
    this.measured = numbersOf(stretch, layout.measured, count).fill(Number.NaN);
    this.objects = new Array<unknown>(count).fill(undefined);
    this.stamp = numbersOf(stretch, layout.stamp, count);
    this.slots = new Int32Array(count);
    for (const node of plan.nodes) for (const { port, slot } of node.outputs) this.slots[port] = slot;
    this.#changed = new Uint32Array(count);
  }

  /** Puts the number that already stands in the port's slot on the port; one that is none, or beyond ±1e30, is bad. Must not allocate. */
  emit(port: number, quality: QualityCode, measured: number, instant: number): void {
    const value = this.memory[this.slots[port]!]!;
    this.quality[port] = value >= -GREATEST && value <= GREATEST ? quality : BAD;
    this.#mark(port, measured, instant);
  }

  /** Puts a number on a port. Must not allocate. */
  emitNumber(port: number, value: number, quality: QualityCode, measured: number, instant: number): void {
    this.memory[this.slots[port]!] = value;
    this.emit(port, quality, measured, instant);
  }

  /** Puts a bad sample on a port; its former number stays in memory, unseen. Must not allocate. */
  emitBad(port: number, measured: number, instant: number): void {
    this.quality[port] = BAD;
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
    this.quality[port] = quality;
    this.#mark(port, measured, instant);
  }

  /** Ports that got a sample since the last call, up to the instant that ran last; the same buffer each time. */
  takeChanged(instant: number): Uint32Array {
    let count = 0;
    for (let port = 0; port < this.stamp.length; port++) {
      if (this.stamp[port]! > this.#takenUpTo) this.#changed[count++] = port;
    }
    this.#takenUpTo = instant;
    return this.#changed.subarray(0, count);
  }

  #mark(port: number, measured: number, instant: number): void {
    this.measured[port] = measured;
    this.stamp[port] = instant;
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
