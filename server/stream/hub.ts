import type { Duplex } from 'node:stream';
import {
  clientMessageSchema,
  rateClasses,
  SUBPROTOCOL_JSON,
  type ClientMessage,
  type NoticeMessage,
  type StatusMessage,
} from '@twinloom/runtime/protocol/stream';
import type { RawData, WebSocket } from 'ws';
import { realClock, type Clock } from './clock.ts';
import { Group, type GroupSpec, type RateClass } from './group.ts';
import { layOut, newLiveTwin, takeIn, type LayoutPort, type LiveTwin } from './live-twin.ts';
import { Reader } from './reader.ts';

const SWEEP_MS = 1_000;
const PING_MS = 30_000;
const MOST_SUBSCRIPTIONS = 100;
const HIGHEST_LAYOUT_ID = 0xffff;

/** Hop 8: holds the last values of every twin and sends them to whoever watches, each frame encoded once per group of equal readers. */
export class Hub {
  readonly #clock: Clock;
  readonly #twins = new Map<string, LiveTwin>();
  /** By twin, then by what makes readers equal. */
  readonly #groups = new Map<string, Map<string, Group>>();
  readonly #readers = new Map<Reader, Map<string, Group>>();
  /** Readers that were too far behind for a status of these twins. */
  readonly #owedStatus = new Map<Reader, Set<string>>();
  #layoutId = 0;
  #sinceLastPing = 0;
  #cancelSweep: (() => void) | undefined;

  constructor(clock: Clock = realClock) {
    this.#clock = clock;
  }

  /** Names the slots of a twin, before its first values and whenever a deploy changed them. */
  setLayout(twin: string, version: number, ports: readonly LayoutPort[]): void {
    layOut(this.#liveTwin(twin), version, ports);
    for (const group of this.#groupsOf(twin)) group.renewLayout();
  }

  /** Takes in the slots that changed (at most 20 times a second for a twin) and passes them on. Times in s since 1970. */
  publish(
    twin: string,
    t: number,
    indexes: Uint32Array,
    values: Float64Array,
    qualities: Uint8Array,
    times: Float64Array,
  ): void {
    const live = this.#twins.get(twin);
    if (!live) return;
    takeIn(live, t, indexes, values, qualities, times);
    for (const group of this.#groupsOf(twin)) group.markChanged(indexes);
  }

  /** Tells the readers of a twin what is to be said of its nodes. */
  publishStatus(status: StatusMessage['status']): void {
    this.#liveTwin(status.twin).status = status;
    const text = JSON.stringify({ status });
    for (const [reader, subscriptions] of this.#readers) {
      if (!subscriptions.has(status.twin)) continue;
      if (reader.hasCaughtUp()) reader.send(text);
      else this.#oweStatus(reader, status.twin);
    }
  }

  /** Tells the readers of a twin, or all when it is about none, that something happened. */
  publishNotice(notice: NoticeMessage['notice']): void {
    const text = JSON.stringify({ notice });
    for (const [reader, subscriptions] of this.#readers) {
      const concerned = notice.twin === undefined || subscriptions.has(notice.twin);
      if (concerned && reader.hasCaughtUp()) reader.send(text);
    }
  }

  /** Forgets a twin; its readers are told. */
  removeTwin(twin: string): void {
    if (!this.#twins.delete(twin)) return;
    for (const [reader, subscriptions] of this.#readers) {
      if (!subscriptions.has(twin)) continue;
      this.#unsubscribe(reader, twin);
      reader.sendMessage({
        error: { code: 'twin-removed', says: `the twin ${twin} was removed`, remedy: 'Choose another twin.' },
      });
    }
  }

  /** Serves a socket that was opened over a stream with one of our subprotocols and without compression, until it closes. */
  attach(socket: WebSocket, stream: Duplex, subprotocol: string): void {
    const encoding = subprotocol === SUBPROTOCOL_JSON ? 'json' : 'binary';
    const reader = new Reader(socket, stream, encoding, this.#clock);
    this.#readers.set(reader, new Map());
    socket.on('message', (data, isBinary) => this.#take(reader, data, isBinary));
    socket.on('pong', () => (reader.alive = true));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#detach(reader));
    this.#scheduleSweep();
  }

  /** How many sockets are attached. */
  get readerCount(): number {
    return this.#readers.size;
  }

  /** Sends everybody away. */
  close(): void {
    this.#cancelSweep?.();
    this.#cancelSweep = undefined;
    for (const reader of this.#readers.keys()) {
      reader.goAway();
      this.#detach(reader);
    }
    this.#twins.clear();
  }

  #take(reader: Reader, data: RawData, isBinary: boolean): void {
    if (!reader.isOpen || !reader.admitMessage()) return;
    const message = isBinary ? undefined : readMessage(data.toString());
    if (!message)
      reader.refuse(isBinary ? 'got binary, expected JSON text' : 'this is no message of the stream');
    else if ('subscribe' in message) this.#subscribe(reader, message.subscribe);
    else this.#unsubscribe(reader, message.unsubscribe.twin);
  }

  #subscribe(
    reader: Reader,
    { twin, ports, maxRate }: Extract<ClientMessage, { subscribe: unknown }>['subscribe'],
  ): void {
    const live = this.#twins.get(twin);
    const subscriptions = this.#readers.get(reader);
    if (!subscriptions) return;
    if (!live) {
      reader.sendMessage({
        error: {
          code: 'unknown-twin',
          says: `there is no twin ${JSON.stringify(twin)}`,
          remedy: 'GET /api/twins lists them; subscribe again once it is deployed.',
        },
      });
      return;
    }
    this.#unsubscribe(reader, twin);
    if (subscriptions.size >= MOST_SUBSCRIPTIONS) {
      reader.sendMessage({
        error: {
          code: 'too-many-subscriptions',
          says: `one socket watches at most ${MOST_SUBSCRIPTIONS} twins`,
          remedy: 'Unsubscribe from another twin first.',
        },
      });
      return;
    }
    const wanted = ports.includes('*') ? '*' : [...new Set(ports)].toSorted();
    this.#sayUnknownPorts(reader, live, wanted);
    const group = this.#group(live, wanted, rateClassOf(maxRate), reader);
    subscriptions.set(twin, group);
    group.add(reader);
    this.#scheduleSweep();
  }

  #sayUnknownPorts(reader: Reader, live: LiveTwin, wanted: readonly string[] | '*'): void {
    if (wanted === '*' || live.ports.length === 0) return;
    const known = new Set(live.ports.map(({ port }) => port));
    const unknown = wanted.filter((port) => !known.has(port));
    if (unknown.length === 0) return;
    const named =
      unknown.slice(0, 5).join(', ') + (unknown.length > 5 ? ` and ${unknown.length - 5} more` : '');
    reader.sendMessage({
      error: {
        code: 'unknown-port',
        says: `the twin ${live.id} has no port ${named}`,
        remedy: 'The layout message lists its ports.',
      },
    });
  }

  #unsubscribe(reader: Reader, twin: string): void {
    const subscriptions = this.#readers.get(reader);
    const group = subscriptions?.get(twin);
    if (!group) return;
    subscriptions?.delete(twin);
    this.#owedStatus.get(reader)?.delete(twin);
    this.#leave(reader, group);
  }

  #detach(reader: Reader): void {
    for (const group of this.#readers.get(reader)?.values() ?? []) this.#leave(reader, group);
    this.#readers.delete(reader);
    this.#owedStatus.delete(reader);
  }

  #leave(reader: Reader, group: Group): void {
    group.remove(reader);
    if (group.readers.size > 0) return;
    const ofTwin = this.#groups.get(group.spec.twin.id);
    ofTwin?.delete(keyOf(group.spec));
    if (ofTwin?.size === 0) this.#groups.delete(group.spec.twin.id);
  }

  #group(twin: LiveTwin, ports: readonly string[] | '*', rate: RateClass, { encoding }: Reader): Group {
    const spec = { twin, ports, rate, encoding };
    const key = keyOf(spec);
    const ofTwin = this.#groups.get(twin.id) ?? new Map<string, Group>();
    this.#groups.set(twin.id, ofTwin);
    const former = ofTwin.get(key);
    if (former) return former;
    const group = new Group(
      spec,
      this.#clock,
      () => (this.#layoutId = (this.#layoutId + 1) & HIGHEST_LAYOUT_ID),
    );
    ofTwin.set(key, group);
    return group;
  }

  #groupsOf(twin: string): Iterable<Group> {
    return this.#groups.get(twin)?.values() ?? [];
  }

  #liveTwin(id: string): LiveTwin {
    const former = this.#twins.get(id);
    if (former) return former;
    const live = newLiveTwin(id);
    this.#twins.set(id, live);
    return live;
  }

  #oweStatus(reader: Reader, twin: string): void {
    const owed = this.#owedStatus.get(reader) ?? new Set();
    this.#owedStatus.set(reader, owed.add(twin));
  }

  #scheduleSweep(): void {
    if (this.#readers.size > 0) this.#cancelSweep ??= this.#clock.after(SWEEP_MS, () => this.#sweep());
  }

  /** Once a second: brings those who have caught up to date, closes those who never will, and finds the vanished. */
  #sweep(): void {
    this.#cancelSweep = undefined;
    this.#sinceLastPing += SWEEP_MS;
    const isPingDue = this.#sinceLastPing >= PING_MS;
    if (isPingDue) this.#sinceLastPing = 0;
    for (const [reader, subscriptions] of this.#readers) {
      if (reader.hasCaughtUp()) this.#bringUpToDate(reader, subscriptions);
      else reader.closeIfStuck();
      if (!isPingDue) continue;
      if (!reader.alive) reader.socket.terminate();
      reader.alive = false;
      if (reader.isOpen) reader.socket.ping();
    }
    this.#scheduleSweep();
  }

  #bringUpToDate(reader: Reader, subscriptions: ReadonlyMap<string, Group>): void {
    for (const group of subscriptions.values()) group.catchUp(reader);
    for (const twin of this.#owedStatus.get(reader) ?? []) {
      const status = this.#twins.get(twin)?.status;
      if (status) reader.sendMessage({ status });
    }
    this.#owedStatus.delete(reader);
  }
}

function readMessage(text: string): ClientMessage | undefined {
  try {
    return clientMessageSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function rateClassOf(maxRate: number): RateClass {
  return rateClasses.find((rate) => rate <= maxRate) ?? 1;
}

function keyOf({ ports, rate, encoding }: GroupSpec): string {
  return JSON.stringify([ports, rate, encoding]);
}
