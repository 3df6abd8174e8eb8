import type { SinkAddress, OutsideAddress } from '@twinloom/runtime/node/definition';
import type { Sending } from '../outbox/sending.ts';
import type { TellFault } from '../connectors/http-polls.ts';
import type { Packet } from './packet-queue.ts';
import type { HostConnections } from './subscriptions.ts';
import { hearsTag, tagOf } from './tag.ts';

/** A broker in memory: hands a packet at once to everyone who listens there. */
export class OpenAir implements HostConnections {
  readonly listeners = new Set<{
    address: OutsideAddress;
    deliver: (packet: Packet) => void;
    tell: TellFault;
  }>();
  readonly sendings: Sending[] = [];
  readonly history: string[] = [];
  readonly sent: { topic: string; text: string }[] = [];
  isUp = true;
  #whenSent: (() => void) | undefined;

  subscribe(address: OutsideAddress, deliver: (packet: Packet) => void, tell: TellFault): () => void {
    const listener = { address, deliver, tell };
    this.listeners.add(listener);
    this.history.push(`+${tagOf(address)}`);
    return () => {
      this.history.push(`-${tagOf(address)}`);
      this.listeners.delete(listener);
    };
  }

  publish(address: SinkAddress, bytes: Uint8Array, sending: Sending): boolean {
    if (!this.isUp) return false;
    this.sendings.push(sending);
    this.sent.push({
      topic: address.protocol === 'mqtt' ? address.topic : '',
      text: new TextDecoder().decode(bytes),
    });
    this.#whenSent?.();
    return true;
  }

  say(topic: string, text: string): void {
    const packet = { connection: 'default', topic, at: now(), bytes: Buffer.from(text) };
    for (const { address, deliver } of this.listeners) {
      if (hearsTag(address, topic)) deliver(packet);
    }
  }

  async nextSent(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#whenSent = resolve;
    await promise;
  }
}

function now(): number {
  return (performance.timeOrigin + performance.now()) / 1000;
}
