import type { QoS } from './mqtt-session.ts';
import { TopicTree } from './topic-tree.ts';

/** A packet as it arrived on a connection. `at` in s since 1970. */
export interface Packet {
  connection: string;
  topic: string;
  at: number;
  /** Valid as long as the call lasts: a piece of a buffer of the socket. */
  bytes: Uint8Array;
  /** The broker says that it may have sent it before. */
  isAgain?: boolean;
  /** Tells the broker that it need not be sent again: whoever is handed a packet calls it once. Absent where the broker waits for nothing. */
  acknowledge?: () => void;
  /** In its place: nobody can take it now, the broker has to send it again later. */
  refuse?: () => void;
}

export type Deliver = (packet: Packet) => void;

interface Subscription {
  qos: QoS;
  deliver: Deliver;
}

const MOST_REMEMBERED = 10_000;

/** Who listens to what on one connection; outlives the client that speaks to the broker. */
export class SubscriptionList {
  readonly #tree = new TopicTree<Subscription>();
  readonly #byFilter = new Map<string, Set<Subscription>>();
  /** Who listens to a topic, each once; forgotten whenever somebody comes or goes. */
  readonly #remembered = new Map<string, readonly Deliver[]>();
  readonly #onChange: (filter: string) => void;

  /** `onChange` is told of a filter whose wanted quality of service changed: look at `qosOf`. */
  constructor(onChange: (filter: string) => void) {
    this.#onChange = onChange;
  }

  add(filter: string, qos: QoS, deliver: Deliver): () => void {
    const subscription = { qos, deliver };
    const before = this.qosOf(filter);
    const leave = this.#tree.add(filter, subscription);
    this.#remembered.clear();
    const held = this.#byFilter.get(filter) ?? new Set();
    this.#byFilter.set(filter, held.add(subscription));
    if (this.qosOf(filter) !== before) this.#onChange(filter);
    return () => {
      if (!held.delete(subscription)) return;
      leave();
      this.#remembered.clear();
      if (held.size > 0) return;
      this.#byFilter.delete(filter);
      this.#onChange(filter);
    };
  }

  /** The highest anyone asks for; undefined = nobody listens. */
  qosOf(filter: string): QoS | undefined {
    let highest: QoS | undefined;
    for (const { qos } of this.#byFilter.get(filter) ?? []) {
      if (highest === undefined || qos > highest) highest = qos;
    }
    return highest;
  }

  *filters(): Generator<readonly [filter: string, qos: QoS]> {
    for (const filter of this.#byFilter.keys()) yield [filter, this.qosOf(filter) ?? 0];
  }

  /** Calls each function that listens to the packet's topic once, one after the other, however many of its filters match. */
  deliver(packet: Packet): void {
    const listeners = this.#remembered.get(packet.topic) ?? this.#listenersOf(packet.topic);
    const { acknowledge } = packet;
    if (listeners.length === 0) return acknowledge?.();
    const forEach =
      acknowledge && listeners.length > 1
        ? { ...packet, acknowledge: afterAll(listeners.length, acknowledge) }
        : packet;
    for (const deliver of listeners) deliver(forEach);
  }

  #listenersOf(topic: string): readonly Deliver[] {
    const found = new Set<Deliver>();
    this.#tree.visit(topic, ({ deliver }) => found.add(deliver));
    const listeners = [...found];
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(topic, listeners);
    return listeners;
  }
}

/** A function that does its work at the last of so many calls. */
function afterAll(calls: number, work: () => void): () => void {
  let left = calls;
  return () => {
    left--;
    if (left === 0) work();
  };
}
