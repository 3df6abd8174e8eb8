import type { ConnectionBody, MqttSettings, TopicsBody } from '@twinloom/runtime/protocol/bodies';
import { MqttSession, type OutgoingPacket, type QoS, type SessionState } from './mqtt-session.ts';
import type { SubscriptionList } from './subscription-list.ts';
import { TopicsSeen } from './topics-seen.ts';

export interface MqttConnectionOptions {
  id: string;
  settings: MqttSettings;
  /** Name under which the broker keeps what arrives of QoS 1 while the client is away. */
  session?: string;
  /** Absent: the connection has none. `missing`: where its value is expected. */
  password?: string | { missing: string };
  onState: (state: SessionState) => void;
  onProblem: (says: string) => void;
}

const BROWSING_MS = 60_000;

/** One broker with one set of settings: the client that twins share and, while somebody browses, one that hears every topic. Must be closed. */
export class MqttConnection {
  readonly #options: MqttConnectionOptions;
  readonly #subscriptions: SubscriptionList;
  readonly #session: MqttSession | undefined;
  readonly #changed = new Set<string>();
  #state: SessionState = { status: 'connecting' };
  #browsing: { session: MqttSession; seen: TopicsSeen; end: NodeJS.Timeout } | undefined;
  #isClosed = false;

  constructor(options: MqttConnectionOptions, subscriptions: SubscriptionList) {
    this.#options = options;
    this.#subscriptions = subscriptions;
    const { id, settings, password } = options;
    if (typeof password === 'object') {
      this.#setState({ status: 'unreachable', says: saySecretMissing(settings, password.missing) });
      return;
    }
    this.#session = new MqttSession({
      settings,
      password,
      ...(options.session !== undefined && { name: options.session }),
      filters: () => subscriptions.filters(),
      onPacket: (topic, bytes, at, receipt) =>
        subscriptions.deliver({ connection: id, topic, at, bytes, ...receipt }),
      onState: (state) => this.#setState(state),
      onProblem: options.onProblem,
    });
  }

  /** As it is shown: with the name of its secret, never the secret. */
  describe(): ConnectionBody {
    const { id, settings } = this.#options;
    return { id, ...settings, ...this.#state };
  }

  /** Takes note that the wish for a filter changed; changes of one turn go to the broker together. */
  noteChange(filter: string): void {
    if (this.#changed.size === 0) queueMicrotask(() => this.#sendChanges());
    this.#changed.add(filter);
  }

  /** Sends and tells once whether it arrived; or not now, see `MqttSession`. */
  publish(packet: OutgoingPacket, tell: (isTaken: boolean) => void): 'sent' | 'away' | 'full' {
    return this.#session?.publish(packet, tell) ?? 'away';
  }

  /**
   * The topics heard of since somebody began to ask. Asking starts a client of its own that listens to `#`, until nobody has asked
   * for 60 s: on the shared client, a broker could send each packet twice. Empty the first time.
   */
  topics(): TopicsBody['topics'] {
    if (!this.#session || this.#isClosed) return [];
    this.#browsing ??= this.#browse();
    this.#browsing.end.refresh();
    return this.#browsing.seen.list();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#session?.close(), this.#endBrowsing()]);
  }

  #setState(state: SessionState): void {
    this.#state = state;
    this.#options.onState(state);
  }

  #sendChanges(): void {
    const wanted: [string, QoS][] = [];
    const unwanted: string[] = [];
    for (const filter of this.#changed) {
      const qos = this.#subscriptions.qosOf(filter);
      if (qos === undefined) unwanted.push(filter);
      else wanted.push([filter, qos]);
    }
    this.#changed.clear();
    this.#session?.unsubscribe(unwanted);
    this.#session?.subscribe(wanted);
  }

  #browse() {
    const { settings, password } = this.#options;
    const seen = new TopicsSeen();
    const session = new MqttSession({
      settings,
      password: typeof password === 'string' ? password : undefined,
      filters: () => [['#', 0]],
      onPacket: (topic, bytes, at) => seen.note(topic, bytes, at),
      // The shared client says the same of the same broker, and of what it drops.
      onState: ignore,
      onProblem: ignore,
    });
    const end = setTimeout(() => void this.#endBrowsing(), BROWSING_MS).unref();
    return { session, seen, end };
  }

  async #endBrowsing(): Promise<void> {
    const browsing = this.#browsing;
    this.#browsing = undefined;
    clearTimeout(browsing?.end);
    await browsing?.session.close();
  }
}

function saySecretMissing({ url, secret }: MqttSettings, variable: string): string {
  return `${url} needs the secret “${secret}”, which is not set. Set the environment variable ${variable} and start Twinloom again.`;
}

function ignore(): void {
  // Told elsewhere.
}
