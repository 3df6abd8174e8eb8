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

/** A packet for a broker. */
export interface OutgoingPacket {
  topic: string;
  bytes: Uint8Array;
  qos: QoS;
  retain: boolean;
}

/** What is owed for a packet of QoS 1. */
export interface Receipt {
  acknowledge: () => void;
  /** Nobody can take it now: the broker keeps it, and all that follow, until the connection is made anew a second later. */
  refuse: () => void;
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
const REFUSAL_MS = 1_000;

/**
 * One client of one broker, with its own id or name: reconnects after 1 s, then twice as long each time up to 30 s, and subscribes
 * again. Content above 1 MB is acknowledged, dropped and said, and the connection stands. Must be closed.
 */
export class MqttSession {
  readonly #options: SessionOptions;
  readonly #client: MqttClient | undefined;
  #isConnected = false;
  /** What comes of QoS 1 is passed over until the next connection, so that it comes in order then. */
  #isRefusing = false;
  /** Counts the connections. */
  #life = 0;
  #isClosed = false;
  #lastError: unknown;
  /** Told of what is on its way. */
  readonly #out = new Set<(isTaken: boolean) => void>();
  #outBytes = 0;

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
      if (qos !== 1) return this.#arrived(topic, bytes, undefined);
      if (this.#isRefusing) return undefined;
      const life = this.#life;
      // After a new connection the number may be that of another packet; this one comes again.
      const tell = (): void => (life === this.#life ? acknowledge(messageId) : undefined);
      const refuse = (): void => (life === this.#life ? this.#refuse() : undefined);
      return this.#arrived(topic, bytes, { acknowledge: tell, refuse, isAgain: dup });
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
   * Sends at most 1 MB and tells once, later, whether the broker has it: for QoS 0, whether the socket took it. Not now: `away` without a
   * connection; `full` while 1000 packets or 1 MB are on their way. What was on its way when the connection was lost is not sent again by itself.
   */
  publish(
    { topic, bytes, qos, retain }: OutgoingPacket,
    tell: (isTaken: boolean) => void,
  ): 'sent' | 'away' | 'full' {
    if (!this.#client || !this.#isConnected) return 'away';
    const isFull = this.#out.size > 0 && this.#outBytes + bytes.length > MOST_UNACKNOWLEDGED_BYTES;
    if (isFull || this.#out.size >= MOST_UNACKNOWLEDGED) return 'full';
    let messageId: number | undefined;
    const end = (isTaken: boolean): void => {
      if (!this.#out.delete(end)) return;
      this.#outBytes -= bytes.length;
      // The client would send it again before all others, and nobody would know.
      if (!isTaken && messageId !== undefined) this.#client?.removeOutgoingMessage(messageId);
      tell(isTaken);
    };
    this.#out.add(end);
    this.#outBytes += bytes.length;
    // Of QoS 0 the client says it while it is asked.
    const later = (error?: Error): void => queueMicrotask(() => end(!error));
    this.#client.publish(topic, Buffer.from(bytes), { qos, retain }, later);
    if (qos > 0) messageId = this.#client.getLastMessageId();
    return 'sent';
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
    this.#isRefusing = false;
    this.#lastError = undefined;
    this.#client.options.reconnectPeriod = FIRST_PAUSE_MS;
    this.subscribe(this.#options.filters());
    this.#options.onState({ status: 'connected' });
  }

  #disconnected(): void {
    if (!this.#client) return;
    const wasConnected = this.#isConnected;
    this.#isConnected = false;
    for (const end of this.#out) end(false);
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

  #refuse(): void {
    if (this.#isRefusing) return;
    this.#isRefusing = true;
    const life = this.#life;
    setTimeout(() => {
      if (life === this.#life && !this.#isClosed) this.#client?.stream.destroy();
    }, REFUSAL_MS).unref();
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
}

function ignore(): void {
  // Without the subscription, or with the connection gone, there is nothing left to end.
}
