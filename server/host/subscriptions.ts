import type { SinkAddress, OutsideAddress } from '@twinloom/runtime/node/definition';
import type { TellFault } from '../connectors/http-polls.ts';
import type { Sending } from '../outbox/sending.ts';
import type { Packet } from './packet-queue.ts';

/** What the host asks of the connections. */
export interface HostConnections {
  /** Listens at an address until the undo is called; `tell` hears what is wrong there. */
  subscribe(address: OutsideAddress, deliver: (packet: Packet) => void, tell: TellFault): () => void;
  /** Sends or queues; false when the emission was left out. */
  publish(address: SinkAddress, bytes: Uint8Array, sending: Sending): boolean;
  /** How many emissions wait to be sent, by `twin.node`; absent: none ever does. */
  waitingBySender?(): ReadonlyMap<string, number>;
}

/** Keeps one subscription per address, however many twins listen there. */
export class Subscriptions {
  readonly #connections: Pick<HostConnections, 'subscribe'>;
  readonly #deliver: (packet: Packet) => void;
  readonly #tell: TellFault;
  readonly #held = new Map<string, { users: number; undo: () => void }>();

  constructor(
    connections: Pick<HostConnections, 'subscribe'>,
    deliver: (packet: Packet) => void,
    tell: TellFault,
  ) {
    this.#connections = connections;
    this.#deliver = deliver;
    this.#tell = tell;
  }

  /** Listens at these addresses until the undo is called. */
  hold(addresses: readonly OutsideAddress[]): () => void {
    const keys = addresses.map((address) => this.#take(address));
    return () => {
      for (const key of keys.splice(0)) this.#release(key);
    };
  }

  #take(address: OutsideAddress): string {
    const key = JSON.stringify(address);
    const held = this.#held.get(key);
    if (held) held.users++;
    else {
      const undo = this.#connections.subscribe(address, this.#deliver, this.#tell);
      this.#held.set(key, { users: 1, undo });
    }
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
