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
    // Of a broker its connection says it, and without one there is nobody to send to.
    const onLost = (): void => (address.protocol !== 'mqtt' ? this.#countLost(node) : undefined);
    if (!this.#connections.publish(address, bytes, { sender, key, onLost, onFault })) onLost();
  }

  /** Says how much of each sink was left out. */
  sayLost(): void {
    for (const [node, count] of this.#lost) {
      console.error(`twinloom run: ${node}: ${count} could not be sent`);
    }
  }

  #countLost(node: string): void {
    this.#lost.set(node, (this.#lost.get(node) ?? 0) + 1);
  }
}
