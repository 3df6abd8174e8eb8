import { createHash } from 'node:crypto';
import type { KeptAddress, OutsideAddress, SinkAddress } from '@twinloom/runtime/node/definition';
import type {
  ConnectionBody,
  ConnectionRequest,
  MqttSettings,
  TopicsBody,
} from '@twinloom/runtime/protocol/bodies';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import type { FastifyBaseLogger } from 'fastify';
import { secretVariable } from '../config.ts';
import type { Carrier } from '../outbox/carrier.ts';
import type { LetterStore } from '../outbox/letter-store.ts';
import { Outbox, type OutboxCounts } from '../outbox/outbox.ts';
import type { Sending } from '../outbox/sending.ts';
import { CsvRecords } from './csv-records.ts';
import { HttpClient, LARGEST_ANSWER } from './http-client.ts';
import { HttpConnections } from './http-connections.ts';
import { httpCarrier } from './http-carrier.ts';
import { HttpPolls, type TellFault } from './http-polls.ts';
import { mqttCarrier } from './mqtt-carrier.ts';
import { MqttConnection } from './mqtt-connection.ts';
import { LARGEST_BYTES, type SessionState } from './mqtt-session.ts';
import { realTimers } from './real-timers.ts';
import { SubscriptionList, type Deliver } from './subscription-list.ts';
import { isTopic, isTopicFilter } from './topic-tree.ts';

export interface ConnectionsOptions {
  /** The value of a secret by its name. */
  secret: (name: string) => string | undefined;
  /** Hosts that HTTP nodes may speak to; absent = all but refused addresses. */
  httpHosts?: readonly string[];
  /** Folder of the CSV files that sinks record. */
  recordsDir: string;
  /** What waits to be sent, and its folder; absent: a little waits in memory. */
  letters?: LetterStore;
  /** Told when the disk does not take what waits, and with undefined when it does again. */
  onOutboxFault?: (says: string | undefined) => void;
  /** Names this server to brokers, so that they keep what arrives of QoS 1 while it is away; absent: they keep nothing. */
  identity?: string;
  /** Default: those of the process. */
  timers?: Timers;
  /** Uniform in [0, 1). */
  random?: () => number;
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>;
  /** Told whenever a broker is reached or lost; `says` is one line with what to do. */
  onReport?: (report: { connection: string } & SessionState) => void;
}

/** What happened on one connection, whatever its settings. */
interface Line {
  subscriptions: SubscriptionList;
  current?: MqttConnection;
}

const LOG_SECONDS = 60;
const MOST_LINES_REMEMBERED = 1_000;

/**
 * Everyone outside the server speaks to: brokers by connection id, one client each, shared by all who listen and send; and web servers by their
 * URL, with the credentials of connections; and the CSV files that sinks record. Must be closed.
 */
export class Connections {
  readonly records: CsvRecords;
  readonly #options: ConnectionsOptions;
  readonly #lines = new Map<string, Line>();
  readonly #client: HttpClient;
  readonly #http: HttpConnections;
  readonly #polls: HttpPolls;
  readonly #toUrls: Carrier;
  readonly #outbox: Outbox;
  /** When a line was last logged, s. */
  readonly #logged = new Map<string, number>();
  #lastPut: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    const { secret, httpHosts, recordsDir, letters, timers = realTimers, random = Math.random } = options;
    this.records = new CsvRecords(recordsDir, timers);
    this.#client = new HttpClient({ timers, ...(httpHosts && { hosts: httpHosts }) });
    this.#http = new HttpConnections(secret);
    const around = { client: this.#client, prepare: this.#http.prepare, timers, random };
    this.#polls = new HttpPolls(around);
    this.#toUrls = httpCarrier(around);
    this.#outbox = new Outbox({
      timers,
      random,
      route: (address, sender) => this.#route(address, sender),
      ...(letters && { store: letters }),
      ...(options.onOutboxFault && { onDiskFault: options.onOutboxFault }),
    });
  }

  list(): ConnectionBody[] {
    return [
      ...[...this.#lines.values()].flatMap(({ current }) => current?.describe() ?? []),
      ...this.#http.list(),
    ];
  }

  get(id: string): ConnectionBody | undefined {
    return this.#lines.get(id)?.current?.describe() ?? this.#http.describe(id);
  }

  /** Topics heard of while somebody asks; undefined without such a connection. */
  topics(id: string): TopicsBody['topics'] | undefined {
    return this.#lines.get(id)?.current?.topics();
  }

  /** Adds a connection or changes it: the old client goes, whoever listens stays. Does not wait for the broker. */
  put(id: string, settings: ConnectionRequest): Promise<void> {
    const change = this.#lastPut.then(() => this.#replace(id, settings));
    this.#lastPut = change.catch(() => undefined);
    return change;
  }

  /**
   * Listens at an address until the undo is called, also before its connection is there and after its settings changed.
   * One arriving packet calls the same function once, however many addresses it was given for, and all functions in
   * the same turn; a broker may send a packet twice to a client whose filters overlap (mosquitto does, the embedded one does
   * not). A retained value comes with the first subscription to its filter and after each reconnect. `tell` hears what is wrong with
   * a URL; of a broker the connection says it.
   */
  subscribe(address: OutsideAddress, deliver: Deliver, tell: TellFault = ignore): () => void {
    if (address.protocol === 'http') return this.#polls.subscribe(address, deliver, tell);
    const { connection, topic, qos } = address;
    if (!isTopicFilter(topic)) {
      this.#warn(connection, `“${topic}” is no topic filter: nothing is listened to there. Correct it.`);
      return () => undefined;
    }
    return this.#line(connection).subscriptions.add(topic, qos, deliver);
  }

  /**
   * Sends, or queues until it is taken; false when it was left out: above 1 MB, no valid topic, or by the policy of its address where the queue is
   * full. For a file as its records say.
   */
  publish(address: SinkAddress, bytes: Uint8Array, sending: Sending): boolean {
    if (address.protocol === 'csv') {
      const isTaken = this.records.put(address, bytes, sending);
      sending.onSettled();
      return isTaken;
    }
    if (address.protocol === 'mqtt' && !isTopic(address.topic)) {
      this.#warn(address.connection, `“${address.topic}” is no topic to publish on. Correct it.`);
      return false;
    }
    const most = address.protocol === 'mqtt' ? LARGEST_BYTES : LARGEST_ANSWER;
    return bytes.length <= most && this.#outbox.put(address, bytes, sending);
  }

  /** How what waits to be sent stands. */
  get outbox(): OutboxCounts {
    return this.#outbox.counts;
  }

  /** How many emissions wait to be sent, by sender. */
  waitingBySender(): ReadonlyMap<string, number> {
    return this.#outbox.waiting();
  }

  /** Ends every client. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#polls.close();
    await this.#lastPut;
    await this.#outbox.close();
    await Promise.all([
      this.records.close(),
      ...[...this.#lines.values()].map(({ current }) => current?.close()),
    ]);
    this.#client.close();
  }

  async #replace(id: string, settings: ConnectionRequest): Promise<void> {
    if (this.#isClosed) return;
    const line = this.#line(id);
    const former = line.current;
    this.#http.remove(id);
    line.current = settings.protocol === 'mqtt' ? this.#connect(id, settings, line) : undefined;
    if (settings.protocol === 'http') this.#http.put(id, settings);
    await former?.close();
  }

  #route(address: KeptAddress, sender: string): { target: string; carrier: Carrier } {
    if (address.protocol === 'http') return { target: `http ${sender}`, carrier: this.#toUrls };
    const { connection } = address;
    const carrier = mqttCarrier(
      () => this.#lines.get(connection)?.current,
      () => this.#outbox.wake(mqttTarget(connection)),
    );
    return { target: mqttTarget(connection), carrier };
  }

  #connect(id: string, settings: MqttSettings, line: Line): MqttConnection {
    const { secret } = settings;
    return new MqttConnection(
      {
        id,
        settings,
        ...this.#sessionOf(id),
        ...(secret !== undefined && {
          password: this.#options.secret(secret) ?? { missing: secretVariable(secret) },
        }),
        onState: (state) => this.#report(id, state),
        onProblem: (says) => this.#warn(id, says),
      },
      line.subscriptions,
    );
  }

  /** At most 14 letters and digits, for brokers that take no more than 23 of a client. */
  #sessionOf(id: string): { session?: string } {
    const { identity } = this.#options;
    if (identity === undefined) return {};
    return { session: createHash('sha256').update(`${identity} ${id}`).digest('hex').slice(0, 14) };
  }

  #line(id: string): Line {
    const known = this.#lines.get(id);
    if (known) return known;
    const subscriptions = new SubscriptionList((filter) => line.current?.noteChange(filter));
    const line: Line = { subscriptions };
    this.#lines.set(id, line);
    return line;
  }

  #report(connection: string, state: SessionState): void {
    this.#options.onReport?.({ connection, ...state });
    if (state.status === 'connected') this.#outbox.wake(mqttTarget(connection));
    if (state.says !== undefined) this.#warn(connection, state.says);
    else this.#options.log.info({ connection }, `the connection ${connection} is ${state.status}`);
  }

  /** Logs a line at most once a minute. */
  #warn(connection: string, says: string): void {
    const key = `${connection}\n${says.replaceAll(/\d+/g, '0')}`;
    const now = performance.now() / 1000;
    if (now - (this.#logged.get(key) ?? Number.NEGATIVE_INFINITY) < LOG_SECONDS) return;
    if (this.#logged.size >= MOST_LINES_REMEMBERED) this.#logged.clear();
    this.#logged.set(key, now);
    this.#options.log.warn({ connection }, `connection ${connection}: ${says}`);
  }
}

function mqttTarget(connection: string): string {
  return `mqtt ${connection}`;
}

function ignore(): void {
  // Nobody wants to know.
}
