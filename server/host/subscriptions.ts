import type { Keep, OutsideAddress, SinkAddress } from '@twinloom/runtime/node/definition';
import { channelOf } from '../connectors/channel.ts';
import type { TellFault } from '../connectors/http-polls.ts';
import type { Sending } from '../outbox/sending.ts';
import type { Packet } from './packet-queue.ts';
import { hearsTag } from './tag.ts';

/** What the host asks of the connections. */
export interface HostConnections {
  /** Listens at an address until the undo is called; `tell` hears what is wrong there. */
  subscribe(address: OutsideAddress, deliver: (packet: Packet) => void, tell: TellFault): () => void;
  /** Sends or queues; false when the emission was left out. */
  publish(address: SinkAddress, bytes: Uint8Array, sending: Sending): boolean;
  /** How many emissions wait to be sent, by `twin.node`; absent: none ever does. */
  waitingBySender?(): ReadonlyMap<string, number>;
}

const BY_CARE: readonly Keep[] = ['block', 'drop-oldest', 'latest'];
const MOST_REMEMBERED = 10_000;

/** Keeps one subscription per address, however many twins listen there. */
export class Subscriptions {
  readonly #connections: Pick<HostConnections, 'subscribe'>;
  readonly #deliver: (packet: Packet) => void;
  readonly #tell: TellFault;
  readonly #held = new Map<string, { address: OutsideAddress; users: number; undo: () => void }>();
  /** How many of them have a policy of their own. */
  #special = 0;
  readonly #keeps = new Map<string, Keep>();

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

  /** The policy for what waits of a topic: of several sources that hear it, that which leaves out the least. */
  keepOf({ connection, topic }: Pick<Packet, 'connection' | 'topic'>): Keep {
    if (this.#special === 0) return 'drop-oldest';
    const key = `${connection}\n${topic}`;
    const known = this.#keeps.get(key) ?? this.#mostCareful(connection, topic);
    if (this.#keeps.size >= MOST_REMEMBERED) this.#keeps.clear();
    this.#keeps.set(key, known);
    return known;
  }

  #mostCareful(connection: string, topic: string): Keep {
    const keeps = [...this.#held.values()]
      .filter(({ address }) => channelOf(address).connection === connection && hearsTag(address, topic))
      .map(({ address }) => address.queue ?? 'drop-oldest');
    return BY_CARE.find((keep) => keeps.includes(keep)) ?? 'drop-oldest';
  }

  #take(address: OutsideAddress): string {
    const key = JSON.stringify(address);
    const held = this.#held.get(key);
    if (held) held.users++;
    else {
      const undo = this.#connections.subscribe(address, this.#deliver, this.#tell);
      this.#held.set(key, { address, users: 1, undo });
      this.#noteChange(address, 1);
    }
    return key;
  }

  #release(key: string): void {
    const held = this.#held.get(key);
    if (!held) return;
    held.users--;
    if (held.users > 0) return;
    this.#held.delete(key);
    this.#noteChange(held.address, -1);
    held.undo();
  }

  #noteChange({ queue }: OutsideAddress, more: 1 | -1): void {
    if (queue !== undefined) this.#special += more;
    this.#keeps.clear();
  }
}
