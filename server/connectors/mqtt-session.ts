import type { ConnectionBody, MqttSettings } from '@twinloom/runtime/protocol/bodies';
import type { MqttClient } from 'mqtt';
import { holdAcknowledgements } from './hold-acknowledgements.ts';
import { openClient } from './open-client.ts';
import { sayUnreachable } from './unreachable-broker.ts';

export type QoS = 0 | 1 | 2;
export type SessionState = Pick<ConnectionBody, 'status' | 'says'>;

export interface SessionOptions {
  settings: MqttSettings;
  password: string | undefined;
  /** What to listen to, asked again whenever the broker is reached. */
  filters: () => Iterable<readonly [filter: string, qos: QoS]>;
  /** Name under which the broker keeps what arrives of QoS 1 while the client is away; absent: it keeps nothing. */
  name?: string;
  /**
   * A packet of at most 1 MB. Called once for each that arrives; a broker may send one twice where filters overlap. `receipt` is there for
   * QoS 1: until it is acknowledged the broker keeps the packet, and sends it again after the connection was lost.
   */
  onPacket: (topic: string, bytes: Uint8Array, at: number, receipt?: Receipt) => void;
  onState: (state: SessionState) => void;
  /** Something about the traffic that a person should read. */
  onProblem: (says: string) => void;
}

/** What is owed for a packet of QoS 1. */
export interface Receipt {
  acknowledge: () => void;
  /** The broker may have sent it before. */
  isAgain: boolean;
}

/** Largest content that is delivered, bytes. */
export const LARGEST_BYTES = 1_000_000;
const MOST_UNACKNOWLEDGED = 1_000;
const MOST_UNACKNOWLEDGED_BYTES = 1_000_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const FAREWELL_MS = 1_000;

/**
 * One client of one broker, with its own id or name: reconnects after 1 s, then twice as long each time up to 30 s, and subscribes
 * again. Content above 1 MB is acknowledged, dropped and said, and the connection stands. Must be closed.
 */
export class MqttSession {
  readonly #options: SessionOptions;
  readonly #client: MqttClient | undefined;
  #isConnected = false;
  /** Counts the connections. */
  #life = 0;
  #isClosed = false;
  #lastError: unknown;
  #waiting = 0;
  #waitingBytes = 0;
  /** What waits of QoS 0: it does not outlive its socket. */
  #volatile = { count: 0, bytes: 0 };

  constructor(options: SessionOptions) {
    this.#options = options;
    try {
      this.#client = openClient(options.settings, options.password, options.name);
    } catch (error) {
      options.onState({ status: 'unreachable', says: sayUnreachable(options.settings.url, error) });
      return;
    }
    this.#client.options.reconnectPeriod = FIRST_PAUSE_MS;
    this.#client.on('connect', () => this.#connected());
    this.#client.on('error', (error) => (this.#lastError = error));
    this.#client.on('close', () => this.#disconnected());
    const acknowledge = holdAcknowledgements(this.#client);
    this.#client.on('message', (topic, bytes, { qos, messageId, dup }) => {
      const life = this.#life;
      // After a new connection the number may be that of another packet; this one comes again.
      const tell = (): void => (life === this.#life ? acknowledge(messageId) : undefined);
      this.#arrived(topic, bytes, qos === 1 ? { acknowledge: tell, isAgain: dup } : undefined);
    });
  }

  /** Listens from now on; while the broker is away, `filters` says what to listen to when it is back. */
  subscribe(filters: Iterable<readonly [filter: string, qos: QoS]>): void {
    if (!this.#isConnected) return;
    const byQoS: [string[], string[], string[]] = [[], [], []];
    for (const [filter, qos] of filters) byQoS[qos].push(filter);
    this.#request(byQoS[0], 0);
    this.#request(byQoS[1], 1);
    this.#request(byQoS[2], 2);
  }

  unsubscribe(filters: string[]): void {
    if (this.#isConnected && filters.length > 0) this.#client?.unsubscribe(filters, ignore);
  }

  /**
   * Sends, or queues while fewer than 1000 packets and 1 MB wait for the broker; else, without a connection, and above 1 MB, false: a packet
   * that a broker refuses by hanging up would be sent again at each reconnect.
   */
  publish(topic: string, bytes: Uint8Array, qos: QoS, retain: boolean): boolean {
    const isFull =
      this.#waiting >= MOST_UNACKNOWLEDGED ||
      (this.#waiting > 0 && this.#waitingBytes + bytes.length > MOST_UNACKNOWLEDGED_BYTES);
    if (!this.#client || !this.#isConnected || isFull || bytes.length > LARGEST_BYTES) return false;
    const done = this.#wait(bytes.length, qos);
    this.#client.publish(topic, Buffer.from(bytes), { qos, retain }, done);
    return true;
  }

  /** Takes leave of the broker, at most 1 s long. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const client = this.#client;
    if (!client) return;
    const { promise: tooLate, resolve: giveUp } = Promise.withResolvers<void>();
    const timer = setTimeout(giveUp, FAREWELL_MS);
    await Promise.race([client.endAsync(!this.#isConnected), tooLate]);
    clearTimeout(timer);
    client.stream.destroy();
  }

  #connected(): void {
    if (this.#isClosed || !this.#client) return;
    this.#isConnected = true;
    this.#life++;
    this.#lastError = undefined;
    this.#client.options.reconnectPeriod = FIRST_PAUSE_MS;
    this.subscribe(this.#options.filters());
    this.#options.onState({ status: 'connected' });
  }

  #disconnected(): void {
    if (!this.#client) return;
    const wasConnected = this.#isConnected;
    this.#isConnected = false;
    this.#waiting -= this.#volatile.count;
    this.#waitingBytes -= this.#volatile.bytes;
    this.#volatile = { count: 0, bytes: 0 };
    if (this.#isClosed) return;
    // The pause before the next attempt has begun already; this is the one after it.
    const { reconnectPeriod = FIRST_PAUSE_MS } = this.#client.options;
    if (!wasConnected) {
      this.#client.options.reconnectPeriod = Math.min(2 * reconnectPeriod, LONGEST_PAUSE_MS);
    }
    const says = sayUnreachable(this.#options.settings.url, this.#lastError);
    this.#lastError = undefined;
    this.#options.onState({ status: 'unreachable', says });
  }

  #arrived(topic: string, bytes: Uint8Array, receipt: Receipt | undefined): void {
    if (this.#isClosed) return;
    if (bytes.length > LARGEST_BYTES) {
      this.#options.onProblem(
        `dropped ${bytes.length} bytes on ${topic}: at most ${LARGEST_BYTES} are taken. Publish smaller pieces.`,
      );
      receipt?.acknowledge();
      return;
    }
    this.#options.onPacket(topic, bytes, (performance.timeOrigin + performance.now()) / 1000, receipt);
  }

  #request(filters: string[], qos: QoS): void {
    if (filters.length === 0) return;
    this.#client?.subscribe(filters, { qos }, (error) => {
      if (!error || !this.#isConnected) return;
      const names = filters.length > 3 ? `${filters.length} filters` : filters.join(', ');
      this.#options.onProblem(
        `the broker refuses a subscription to ${names} (${error.message}). Allow it for this user in the broker.`,
      );
    });
  }

  /** Counts a packet until the returned function is called. */
  #wait(size: number, qos: QoS): () => void {
    const volatile = qos === 0 ? this.#volatile : { count: 0, bytes: 0 };
    this.#waiting++;
    this.#waitingBytes += size;
    volatile.count++;
    volatile.bytes += size;
    return () => {
      // Those of a socket that is gone were taken off when it went.
      if (qos === 0 && volatile !== this.#volatile) return;
      this.#waiting--;
      this.#waitingBytes -= size;
      volatile.count--;
      volatile.bytes -= size;
    };
  }
}

function ignore(): void {
  // Without the subscription, or with the connection gone, there is nothing left to end.
}
