import { createHash } from 'node:crypto';
import { hasErrors, type Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { PlanBody, StateBody } from '@twinloom/runtime/protocol/bodies';
import type { Tables } from '@twinloom/runtime/table/table';
import type { FastifyBaseLogger } from 'fastify';
import type { Historian } from '../historian/historian.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalRecord } from '../journal/record.ts';
import type { Recovered } from '../journal/recover.ts';
import type { Hub } from '../stream/hub.ts';
import type { AlarmDesk } from './alarm-desk.ts';
import { EmissionGate } from './emission-gate.ts';
import { EngineThread, type Death } from './engine-thread.ts';
import { awaitRestart, CRASH_SECONDS, CRASHES_ALLOWED, noteCrash, type KeptTwin } from './kept-twin.ts';
import { PacketQueue, type Packet } from './packet-queue.ts';
import { TwinStands, type Stand } from './twin-stands.ts';
import { Subscriptions, type HostConnections } from './subscriptions.ts';
import {
  NOBODY,
  type Answers,
  type EmissionWord,
  type FromWorker,
  type HandValue,
  type Lost,
  type TwinBinding,
  type TwinOrder,
} from './words.ts';

/** A twin as the host is told to run it. */
export type TwinToHost = Omit<TwinOrder, 'number' | 'snapshot' | 'entries' | 'tables'>;

export interface HostOptions {
  hub: Pick<Hub, 'setLayout' | 'publish' | 'publishStatus' | 'publishNotice'>;
  connections: HostConnections;
  log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
  /** What is put in and where twins stand goes in here; what they send waits until that is on the disk. Absent: nothing outlives the process. */
  journal?: Pick<Journal, 'append' | 'committed' | 'isFull' | 'hurry'>;
  /** Keeps in which state a twin left a version, and gives it back. */
  leftStates?: {
    write: (twin: string, left: Stand) => void;
    read: (twin: string, version: number) => Promise<Stand | undefined>;
  };
  /** Takes how alarms stand. */
  alarms?: Pick<AlarmDesk, 'take' | 'forget'>;
  /** Takes what ports say over time. */
  history?: Pick<Historian, 'take'>;
  /** Where twins go on that ran in an earlier life of the server. */
  recovered?: ReadonlyMap<string, Recovered>;
  /** What stands in the files that a document's nodes read. */
  tables?: (document: unknown) => Promise<Tables>;
  /** What the worker thread runs; tests name another. */
  script?: URL;
  /** Time between two heartbeats, ms. */
  beatMs?: number;
}

const SCRIPT = new URL('./host-worker.ts', import.meta.url);
const BEAT_MS = 1_000;
const FAREWELL_MS = 2_000;
/** Half of what mosquitto lets a client have unacknowledged: with so many the disk is not waited for. */
const MANY_UNACKNOWLEDGED = 10;
const LOSS_LOG_SECONDS = 10;
/** How long a worker that dies again and again is left alone, ms. */
const SLOW_RESTART_MS = 5_000;

/** Keeps twins alive in one worker thread: deploys, feeds and watches them, and starts them again where they were when the worker dies. */
export class Host {
  readonly #options: HostOptions;
  readonly #subscriptions: Subscriptions;
  readonly #queue = new PacketQueue();
  readonly #twins = new Map<string, KeptTwin>();
  /** Where each twin stood last, with what was put in since. */
  readonly #stands: TwinStands;
  readonly #gate: EmissionGate;
  readonly #unsent = new Map<string, Lost['emissions'][number]>();
  #thread: EngineThread;
  #lastNumber = 0;
  /** Number of the last record in the journal. */
  #recorded = 0;
  #unacknowledged: { tell: () => void; number: number }[] = [];
  #lastTurn: Promise<unknown> = Promise.resolve();
  /** Twins are being started again: packets wait. */
  #isPaused = false;
  #isPumpDue = false;
  #isClosed = false;
  /** When a worker died, s. */
  #deaths: number[] = [];
  #restart: NodeJS.Timeout | undefined;
  #unsentInTotal = 0;
  #deathsInTotal = 0;
  #lossLog = { t: Number.NEGATIVE_INFINITY, packets: 0, emissions: 0 };

  constructor(options: HostOptions) {
    this.#options = options;
    this.#subscriptions = new Subscriptions(
      options.connections,
      (packet) => this.#put(packet),
      (fault) => this.#thread.tellFault(fault),
    );
    this.#stands = new TwinStands(options.recovered);
    this.#gate = new EmissionGate({
      isCommitted: (number) => number <= (options.journal?.committed ?? Infinity),
      publish: (emission) => this.#publish(emission),
      drop: ({ twin, node }) => this.#countUnsent(twin, node),
      sent: new Map([...(options.recovered ?? [])].map(([twin, { sent }]) => [twin, sent])),
    });
    this.#thread = this.#launch();
  }

  /** What waited for the journal to be on the disk goes on. */
  committed(): void {
    this.#gate.release();
    this.#acknowledge([]);
    this.#pump();
  }

  /** Everything that is wrong or doubtful in a document. */
  async check(document: unknown): Promise<Diagnostic[]> {
    const tables = await this.#tablesFor(document);
    return await this.#thread.ask({ ask: 'check', document, tables });
  }

  /** What a deploy of the document would do to the nodes of these twins: the worst of all; without a twin, what it would add. */
  async plan(
    twins: readonly TwinBinding[],
    document: unknown,
  ): Promise<{ plan?: PlanBody; diagnostics: Diagnostic[] }> {
    const bindings = twins.map(({ id, parameters }) => ({ id, parameters }));
    const tables = await this.#tablesFor(document);
    return await this.#thread.ask({ ask: 'plan', twins: bindings, document, tables });
  }

  /** Runs these twins, all or none; those that run already go on from their state, or from that in which they left the version `stateOf`. */
  deploy(
    twins: readonly TwinToHost[],
    stateOf?: number,
  ): Promise<{ plans: Record<string, PlanBody> } | { diagnostics: Diagnostic[] }> {
    return this.#inTurn(() => this.#run(twins, stateOf));
  }

  /** Ends a twin and forgets it. */
  remove(twin: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#twins.get(twin)?.release();
      this.#twins.delete(twin);
      const thread = this.#thread;
      await thread.ask({ ask: 'remove', twin }).catch((error: unknown) => {
        // With its worker a twin is gone as well.
        if (!thread.isClosed) throw error;
      });
      // With all of it that was on its way meanwhile.
      this.#stands.forget(twin);
      this.#gate.forget(twin);
      this.#options.alarms?.forget(twin);
      this.#options.journal?.append([{ kind: 'removed', twin }]);
    });
  }

  /** Every port of a running twin now. */
  state(twin: string): Promise<StateBody | undefined> {
    return this.#thread.ask({ ask: 'state', twin });
  }

  /** Sets values on a running twin at its next instant, all or none; null gives one back to the flow. */
  async set(
    twin: string,
    values: Record<string, HandValue | null>,
    author: string,
    note?: string,
  ): Promise<Answers['set']> {
    const answer = await this.#thread.ask({ ask: 'set', twin, values });
    const order = this.#twins.get(twin)?.order;
    if (!hasErrors(answer.diagnostics) && order) {
      order.handSets = withoutNulls({ ...order.handSets, ...answer.lasting });
      this.#options.log.info({ twin, values, author, note }, 'set by hand');
    }
    return answer;
  }

  twinStatus(twin: string): { status: 'running' | 'stopped' | 'failed'; says?: string } {
    const kept = this.#twins.get(twin);
    if (!kept) return { status: 'stopped' };
    return { status: kept.state === 'restarting' ? 'stopped' : kept.state, says: kept.says };
  }

  /** How many of what there are, since the start where they only grow. */
  counts() {
    const twins = { running: 0, restarting: 0, failed: 0 };
    for (const { state } of this.#twins.values()) twins[state]++;
    return {
      twins,
      packetsWaiting: this.#queue.size.packets,
      packetsLost: this.#queue.lostInTotal,
      packetsUnacknowledged: this.#unacknowledged.length,
      emissionsWaiting: this.#gate.waiting,
      emissionsLost: this.#unsentInTotal,
      workerDeaths: this.#deathsInTotal,
    };
  }

  /**
   * Ends the worker, once it has told how each twin stands; one that does not answer for 2 s is ended without. Subscriptions stay with their
   * connections, which end later: the broker keeps what comes until the server is back.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#restart);
    const told = this.#thread.ask({ ask: 'checkpoint' }).catch(() => undefined);
    const { promise: tooLate, resolve: giveUp } = Promise.withResolvers<void>();
    const timer = setTimeout(giveUp, FAREWELL_MS);
    await Promise.race([told, tooLate]);
    clearTimeout(timer);
    this.#twins.clear();
    await this.#thread.close();
  }

  /** Compiles all, listens, then swaps; what listens for the former twins ends last, so that no sample falls between. */
  async #run(
    twins: readonly TwinToHost[],
    stateOf?: number,
  ): Promise<{ plans: Record<string, PlanBody> } | { diagnostics: Diagnostic[] }> {
    const orders = await Promise.all(twins.map((twin) => this.#orderFor(twin, stateOf)));
    const thread = this.#thread;
    const prepared = await thread.ask({ ask: 'prepare', twins: orders });
    if ('diagnostics' in prepared) return prepared;
    const { listens } = prepared;
    this.#record(describeDeployed(orders));
    const releases = orders.map(({ id }) => this.#subscriptions.hold(listens[id] ?? []));
    try {
      // In the same turn as the subscribing: a retained value that comes at once finds the new twin.
      const plans = await thread.ask({ ask: 'commit' });
      orders.forEach((order, i) => this.#keep(order, releases[i]));
      return { plans };
    } catch (error) {
      for (const release of releases) release();
      throw error;
    }
  }

  #tablesFor(document: unknown): Promise<Tables> {
    return this.#options.tables?.(document) ?? Promise.resolve({});
  }

  async #orderFor(
    { id, version, document, parameters, handSets }: TwinToHost,
    stateOf: number | undefined,
  ): Promise<TwinOrder> {
    const tables = await this.#tablesFor(document);
    const kept = this.#twins.get(id);
    const number = kept?.order.number ?? ++this.#lastNumber;
    const left = stateOf === undefined ? undefined : await this.#options.leftStates?.read(id, stateOf);
    const { snapshot, entries } = left ?? (kept?.state === 'running' ? {} : (this.#stands.of(id) ?? {}));
    const goesBack = left !== undefined;
    return { id, number, version, document, parameters, handSets, tables, snapshot, entries, goesBack };
  }

  #keep(order: TwinOrder, release: () => void = () => undefined): void {
    const former = this.#twins.get(order.id);
    former?.release();
    const crashes = former?.state === 'restarting' ? former.crashes : [];
    this.#twins.set(order.id, {
      order: { ...order, snapshot: undefined, entries: undefined, goesBack: false },
      release,
      state: 'running',
      crashes,
    });
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(change, change);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  #launch(): EngineThread {
    return new EngineThread({
      script: this.#options.script ?? SCRIPT,
      beatMs: this.#options.beatMs ?? BEAT_MS,
      hear: (word) => this.#hear(word),
      takeLost: () => this.#takeLost(),
      died: (death) => this.#died(death),
    });
  }

  #hear(word: FromWorker): void {
    const { hub } = this.#options;
    switch (word.kind) {
      case 'taken':
        this.#acknowledge(this.#queue.acknowledge(word.packets, word.bytes));
        return this.#pump();
      case 'layout':
        return hub.setLayout(word.twin, word.version, word.ports);
      case 'values':
        for (const { twin, t, indexes, values, qualities, times } of word.frames) {
          hub.publish(twin, t, indexes, values, qualities, times);
        }
        return undefined;
      case 'status':
        return hub.publishStatus(word.status);
      case 'notice':
        return hub.publishNotice(word.notice);
      case 'samples':
        for (const samples of word.samples) this.#options.history?.take(samples);
        return undefined;
      case 'alarms':
        this.#options.alarms?.take(word.alarms);
        return undefined;
      case 'log':
        this.#stands.follow(word.records);
        this.#record([
          ...this.#gate.takeSent(),
          ...word.records.map(({ twin, entry }): JournalRecord => ({ kind: 'entry', twin, entry })),
        ]);
        return undefined;
      case 'emissions':
        for (const emission of word.emissions) this.#gate.take(emission, this.#recorded);
        return undefined;
      case 'snapshot': {
        const { twin, version, snapshot } = word;
        const left = this.#stands.set(twin, version, snapshot);
        if (left) this.#options.leftStates?.write(twin, left);
        this.#record([...this.#gate.takeSent(), { kind: 'checkpoint', twin, version, snapshot }]);
        return undefined;
      }
      case 'alive':
      case 'answer':
      case 'failure':
        return undefined;
      default:
        return word satisfies never;
    }
  }

  /** What a file of the journal needs to be understood: the flows of the twins, each once. */
  preamble(): JournalRecord[] {
    return describeDeployed([...this.#twins.values()].map(({ order }) => order));
  }

  #record(records: readonly JournalRecord[]): void {
    this.#recorded = this.#options.journal?.append(records) ?? 0;
  }

  /** Brokers are told of packets once what became of them is on the disk. */
  #acknowledge(packets: (() => void)[]): void {
    const { journal } = this.#options;
    for (const tell of packets) this.#unacknowledged.push({ tell, number: this.#recorded });
    const committed = journal?.committed ?? Infinity;
    let ready = 0;
    while (ready < this.#unacknowledged.length && this.#unacknowledged[ready]!.number <= committed) ready++;
    for (const { tell } of this.#unacknowledged.splice(0, ready)) tell();
    if (this.#unacknowledged.length >= MANY_UNACKNOWLEDGED) journal?.hurry();
  }

  #put(packet: Packet): void {
    this.#queue.put(packet);
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    setImmediate(() => {
      this.#isPumpDue = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#isPaused || this.#isClosed || this.#options.journal?.isFull) return;
    const batch = this.#queue.take();
    if (batch) this.#thread.send(batch.packets, batch.bytes);
  }

  #publish({ twin, node, address, bytes, key }: EmissionWord): void {
    const isTaken = this.#options.connections.publish(address, bytes, {
      sender: `${twin}.${node}`,
      key,
      onLost: () => this.#countUnsent(twin, node),
      onFault: (says) => this.#thread.tellFault({ twin, node, ...(says !== undefined && { says }) }),
    });
    if (!isTaken) this.#countUnsent(twin, node);
  }

  #countUnsent(twin: string, node: string): void {
    const key = `${twin}\n${node}`;
    const counted = this.#unsent.get(key) ?? { twin, node, count: 0 };
    counted.count++;
    this.#unsent.set(key, counted);
    this.#unsentInTotal++;
  }

  #takeLost(): Lost {
    this.#logLoss();
    const emissions = [...this.#unsent.values()];
    this.#unsent.clear();
    return { packets: this.#queue.takeLost(), emissions };
  }

  #logLoss(): void {
    const { t, packets, emissions } = this.#lossLog;
    const now = performance.now() / 1000;
    const more = { packets: this.#queue.lostInTotal - packets, emissions: this.#unsentInTotal - emissions };
    if (now - t < LOSS_LOG_SECONDS || more.packets + more.emissions === 0) return;
    this.#lossLog = { t: now, packets: this.#queue.lostInTotal, emissions: this.#unsentInTotal };
    const { packets: waiting } = this.#queue.size;
    this.#options.log.warn(
      { ...more, waiting },
      'samples or emissions were left out: the twins do not keep up, or a broker is away',
    );
  }

  #died({ says, running }: Death): void {
    const { log } = this.#options;
    const lost = this.#queue.forgetSent();
    this.#deathsInTotal++;
    log.error(
      { running: this.#nameOf(running), packetsLost: lost },
      `the worker that runs the twins ${says}; it is started again`,
    );
    const now = performance.now() / 1000;
    for (const kept of this.#twins.values()) {
      if (kept.state === 'failed') continue;
      const isToBlame = running === 0 || running === kept.order.number;
      if (isToBlame) noteCrash(kept, now, says);
      else awaitRestart(kept, says);
      this.#sayState(kept);
    }
    this.#isPaused = true;
    this.#deaths = [...this.#deaths.filter((t) => now - t < CRASH_SECONDS), now];
    this.#restart = setTimeout(
      () => this.#startAgain(),
      this.#deaths.length < CRASHES_ALLOWED ? 0 : SLOW_RESTART_MS,
    );
  }

  #startAgain(): void {
    this.#thread = this.#launch();
    void this.#inTurn(() => this.#recover(this.#thread));
  }

  /** Runs again what ran when the worker died: together, or each by itself where one of them cannot. */
  async #recover(thread: EngineThread): Promise<void> {
    // A worker that died meanwhile is followed by another, which tries them all again.
    const isCurrent = (): boolean => thread === this.#thread && !thread.isClosed && !this.#isClosed;
    const waiting = [...this.#twins.values()].filter(({ state }) => state === 'restarting');
    const problem = await this.#tryToRun(waiting);
    for (const kept of problem === undefined ? [] : waiting) {
      if (!isCurrent()) return;
      const own = await this.#tryToRun([kept]);
      if (own === undefined || !isCurrent()) continue;
      kept.state = 'failed';
      kept.says = own;
      this.#sayState(kept);
    }
    if (!isCurrent()) return;
    this.#isPaused = false;
    this.#pump();
  }

  async #tryToRun(kept: readonly KeptTwin[]): Promise<string | undefined> {
    if (kept.length === 0) return undefined;
    try {
      const ran = await this.#run(kept.map(({ order }) => order));
      return 'plans' in ran ? undefined : (ran.diagnostics[0]?.says ?? 'its flow no longer compiles');
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #sayState({ order: { id }, state, says }: KeptTwin): void {
    const shown = state === 'restarting' ? 'stopped' : state;
    this.#options.hub.publishStatus({ twin: id, state: shown, says, nodes: {}, values: {} });
    if (state === 'failed') this.#options.log.error({ twin: id }, `the twin ${id} is ${says}`);
  }

  #nameOf(running: number): string {
    if (running === NOBODY) return 'a check or a plan';
    const kept = [...this.#twins.values()].find(({ order }) => order.number === running);
    return kept ? `the twin ${kept.order.id}` : running === 0 ? 'nothing' : 'a new twin';
  }
}

function describeDeployed(orders: readonly TwinOrder[]): JournalRecord[] {
  const documents = new Map<unknown, string>();
  const deployed = orders.map(({ id, version, document, parameters }): JournalRecord => {
    const name = documents.get(document) ?? nameOf(document);
    documents.set(document, name);
    return { kind: 'deployed', twin: id, version, document: name, parameters };
  });
  const byName = new Map([...documents].map(([document, name]) => [name, document]));
  return [
    ...[...byName].map(([name, document]): JournalRecord => ({ kind: 'document', twin: '', name, document })),
    ...deployed,
  ];
}

function nameOf(document: unknown): string {
  return createHash('sha256').update(JSON.stringify(document)).digest('hex');
}

function withoutNulls(values: Record<string, HandValue | null>): Record<string, HandValue> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, HandValue] => entry[1] !== null),
  );
}
