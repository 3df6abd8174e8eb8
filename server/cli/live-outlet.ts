import type { Emission } from '@twinloom/runtime/run/twin';
import type { Connections } from '../connectors/connections.ts';
import { emissionKey } from '../host/emission-key.ts';
import { sayFaults } from './say-faults.ts';

/** Sends what the sinks of a live run say, and keeps count of what could not be sent. */
export class LiveOutlet {
  readonly #twin: string;
  readonly #connections: Pick<Connections, 'publish'>;
  readonly #lost = new Map<string, number>();
  readonly #faults = new Map<string, (says: string | undefined) => void>();

  constructor(twin: string, connections: Pick<Connections, 'publish'>) {
    this.#twin = twin;
    this.#connections = connections;
  }

  /** `epoch`: origin of the twin's time, s since 1970. */
  send({ node, address, bytes, sequence }: Emission, epoch: number): void {
    const onFault = this.#faults.get(node) ?? sayFaults(node);
    this.#faults.set(node, onFault);
    const key = emissionKey(this.#twin, node, epoch, sequence);
    const sender = `${this.#twin}.${node}`;
    const onLost = (count: number): void => this.#countLost(node, count);
    const sending = { sender, sequence, key, onSettled: ignore, onLost, onFault };
    if (!this.#connections.publish(address, bytes, sending)) onLost(1);
  }

  /** Says how much of each sink was left out. */
  sayLost(): void {
    for (const [node, count] of this.#lost) {
      console.error(`twinloom run: ${node}: ${count} could not be sent`);
    }
  }

  #countLost(node: string, count: number): void {
    this.#lost.set(node, (this.#lost.get(node) ?? 0) + count);
  }
}

function ignore(): void {
  // Nothing here says it again.
}
