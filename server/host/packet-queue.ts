import type { Keep } from '@twinloom/runtime/node/definition';
import { batchOf, type PacketBatch } from './packet-batch.ts';
import type { Lost } from './words.ts';

/** A packet as it arrived on a connection. `at` in s since 1970. */
export interface Packet {
  connection: string;
  topic: string;
  at: number;
  bytes: Uint8Array;
  /** It may have come before. */
  isAgain?: boolean;
  /** Tells the broker, once, that it need not be sent again; absent where it cannot be. */
  acknowledge?: () => void;
  /** In its place: it is not taken, the broker has to keep it and send it again later. */
  refuse?: () => void;
}

interface Waiting extends Packet {
  /** Nobody takes its place. */
  isKept: boolean;
}

/** Numbers of waiting packets, the oldest first. */
interface Index {
  byTopic: Map<string, Set<number>>;
  /** Those in whose place others may wait. */
  givesWay: Set<number>;
}

/** Most that waits or is on its way to the worker. */
export const MOST_PACKETS = 10_000;
export const MOST_BYTES = 16 * 1024 * 1024;
/** Most that is on its way: a worker must get round to its ticks between two batches. */
const WINDOW_PACKETS = 1_000;
const WINDOW_BYTES = 4 * 1024 * 1024;
/** Topics whose losses are told apart between two heartbeats; those of more are counted in the total only. */
const MOST_LOST_TOPICS = 1_000;

/**
 * Packets between the connectors and the worker, in order of arrival and bounded. When it is full a new packet takes the place of the oldest of its
 * topic, or of the oldest there is (`drop-oldest`); of a topic with the policy `latest` only the newest waits at any time; of one with `block` none
 * gives way, and a new one is refused, where its broker keeps it, or left out. What is left out is counted.
 */
export class PacketQueue {
  /** In order of arrival; taking one out of the middle costs nothing. */
  readonly #waiting = new Map<number, Waiting>();
  /** Of what waits, once it has to be known: as long as the worker keeps up nobody asks. */
  #index: Index | undefined;
  readonly #lost = new Map<string, Lost['packets'][number]>();
  /** On their way to the worker, in order. */
  #out: Waiting[] = [];
  #number = 0;
  #bytes = 0;
  #bytesOut = 0;
  /** Packets left out since the start. */
  lostInTotal = 0;

  /** Adds a packet; its bytes are copied, since they are a piece of a larger buffer of the socket. */
  put({ bytes, ...about }: Packet, keep: Keep = 'drop-oldest'): void {
    const packet: Waiting = { ...about, bytes: ownCopy(bytes), isKept: keep === 'block' };
    if (keep === 'latest')
      for (const former of this.#indexed().byTopic.get(keyOf(packet)) ?? []) this.#leaveOut(former);
    while (this.#isFull(bytes.length)) {
      const victim = this.#victimOf(packet);
      if (victim === undefined) return this.#turnAway(packet);
      this.#leaveOut(victim);
    }
    this.#add(packet);
  }

  /** Takes what may go to the worker now; undefined when nothing may. */
  take(): PacketBatch | undefined {
    const batch: Waiting[] = [];
    let size = 0;
    for (const [number, packet] of this.#waiting) {
      const { length } = packet.bytes;
      const isFirst = this.#out.length + batch.length === 0;
      const fits =
        this.#out.length + batch.length < WINDOW_PACKETS && this.#bytesOut + size + length <= WINDOW_BYTES;
      if (!fits && !isFirst) break;
      this.#remove(number, packet);
      batch.push(packet);
      size += length;
    }
    if (batch.length === 0) return undefined;
    this.#out.push(...batch);
    this.#bytesOut += size;
    return batchOf(batch, size);
  }

  /** The worker has worked these off; those of them whose brokers wait to be told. */
  acknowledge(packets: number, bytes: number): (() => void)[] {
    this.#bytesOut -= bytes;
    return this.#out.splice(0, packets).flatMap(({ acknowledge }) => acknowledge ?? []);
  }

  /**
   * The worker that had what was on its way is gone. What a broker would send again only after the connection was lost waits once more, before
   * the rest; how many packets went with the worker.
   */
  forgetSent(): number {
    const again = this.#out.filter(({ acknowledge }) => acknowledge);
    const gone = this.#out.length - again.length;
    this.#out = [];
    this.#bytesOut = 0;
    this.lostInTotal += gone;
    const rest = [...this.#waiting];
    this.#clearWaiting();
    for (const one of again) this.#add({ ...one, isAgain: true });
    for (const [, packet] of rest) this.#add(packet);
    return gone;
  }

  /** Nobody wants any of them any more: what brokers wait to be told of. */
  clear(): (() => void)[] {
    const all = [...this.#out, ...this.#waiting.values()];
    this.#out = [];
    this.#bytesOut = 0;
    this.#clearWaiting();
    return all.flatMap(({ acknowledge }) => acknowledge ?? []);
  }

  /** What was left out since the last call, by topic. */
  takeLost(): Lost['packets'] {
    if (this.#lost.size === 0) return [];
    const lost = [...this.#lost.values()];
    this.#lost.clear();
    return lost;
  }

  /** How many wait, by topic. */
  waiting(): Lost['packets'] {
    return Array.from(this.#indexed().byTopic.values(), (numbers) => {
      const [first] = numbers;
      const { connection, topic } = this.#waiting.get(first!)!;
      return { connection, topic, count: numbers.size };
    });
  }

  /** None waits to be taken. */
  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Packets and bytes that wait or are on their way. */
  get size(): { packets: number; bytes: number } {
    return { packets: this.#waiting.size + this.#out.length, bytes: this.#bytes + this.#bytesOut };
  }

  #isFull(more: number): boolean {
    const { packets, bytes } = this.size;
    return packets >= MOST_PACKETS || bytes + more > MOST_BYTES;
  }

  #add(packet: Waiting): void {
    const number = this.#number++;
    this.#waiting.set(number, packet);
    if (this.#index) enter(this.#index, number, packet);
    this.#bytes += packet.bytes.length;
  }

  #indexed(): Index {
    if (this.#index) return this.#index;
    const index: Index = { byTopic: new Map(), givesWay: new Set() };
    for (const [number, packet] of this.#waiting) enter(index, number, packet);
    return (this.#index = index);
  }

  /** The packet in whose place another may wait. */
  #victimOf(packet: Waiting): number | undefined {
    const { byTopic, givesWay } = this.#indexed();
    const [oldest] = byTopic.get(keyOf(packet)) ?? [];
    if (!packet.isKept && oldest !== undefined && givesWay.has(oldest)) return oldest;
    // Of QoS 0 a blocking source refuses what is new; of QoS 1 its packets come before those of others.
    if (packet.isKept && !packet.refuse) return undefined;
    return givesWay.values().next().value;
  }

  #turnAway(packet: Waiting): void {
    if (packet.isKept && packet.refuse) packet.refuse();
    else this.#count(packet);
  }

  #leaveOut(number: number): void {
    const packet = this.#waiting.get(number);
    if (!packet) return;
    this.#remove(number, packet);
    this.#count(packet);
  }

  #clearWaiting(): void {
    this.#waiting.clear();
    this.#index = undefined;
    this.#bytes = 0;
  }

  #remove(number: number, packet: Packet): void {
    this.#waiting.delete(number);
    this.#bytes -= packet.bytes.length;
    if (this.#waiting.size === 0) this.#index = undefined;
    if (this.#index) strike(this.#index, number, packet);
  }

  #count(packet: Packet): void {
    this.lostInTotal++;
    packet.acknowledge?.();
    const key = keyOf(packet);
    const counted = this.#lost.get(key);
    if (counted) counted.count++;
    else if (this.#lost.size < MOST_LOST_TOPICS) {
      this.#lost.set(key, { connection: packet.connection, topic: packet.topic, count: 1 });
    }
  }
}

function keyOf({ connection, topic }: Packet): string {
  return `${connection}\n${topic}`;
}

function enter({ byTopic, givesWay }: Index, number: number, packet: Waiting): void {
  if (!packet.isKept) givesWay.add(number);
  const key = keyOf(packet);
  const numbers = byTopic.get(key);
  if (numbers) numbers.add(number);
  else byTopic.set(key, new Set([number]));
}

function strike({ byTopic, givesWay }: Index, number: number, packet: Packet): void {
  givesWay.delete(number);
  const key = keyOf(packet);
  const numbers = byTopic.get(key);
  numbers?.delete(number);
  if (numbers?.size === 0) byTopic.delete(key);
}

/** Small ones come out of a piece of memory that many share. */
function ownCopy(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.allocUnsafe(bytes.length);
  copy.set(bytes);
  return copy;
}
