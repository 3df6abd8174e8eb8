import type { SinkAddress, SourceAddress } from '@twinloom/runtime/node/definition';
import type { Packet } from './packet-queue.ts';

/** What the host asks of the connections. */
export interface HostConnections {
  /** Listens at an address until the undo is called. */
  subscribe(address: SourceAddress, deliver: (packet: Packet) => void): () => void;
  /** Sends or queues; false when the emission was left out. */
  publish(address: SinkAddress, bytes: Uint8Array): boolean;
}

/** Keeps one subscription per address, however many twins listen there. */
export class Subscriptions {
  readonly #connections: Pick<HostConnections, 'subscribe'>;
  readonly #deliver: (packet: Packet) => void;
  readonly #held = new Map<string, { users: number; undo: () => void }>();

  constructor(connections: Pick<HostConnections, 'subscribe'>, deliver: (packet: Packet) => void) {
    this.#connections = connections;
    this.#deliver = deliver;
  }

  /** Listens at these addresses until the undo is called. */
  hold(addresses: readonly SourceAddress[]): () => void {
    const keys = addresses.map((address) => this.#take(address));
    return () => {
      for (const key of keys.splice(0)) this.#release(key);
    };
  }

  #take(address: SourceAddress): string {
    const key = `${address.connection}\n${address.topic}\n${address.qos}`;
    const held = this.#held.get(key);
    if (held) held.users++;
    else this.#held.set(key, { users: 1, undo: this.#connections.subscribe(address, this.#deliver) });
    return key;
  }

  #release(key: string): void {
    const held = this.#held.get(key);
    if (!held) return;
    held.users--;
    if (held.users > 0) return;
    this.#held.delete(key);
    held.undo();
  }
}
