import { hasErrors, type Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { PlanBody, StateBody } from '@twinloom/runtime/protocol/bodies';
import type { ByWhom, Command } from '@twinloom/runtime/run/commands';
import type { Appended, JournalRecord } from '../journal/record.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { countWaiting } from './count-waiting.ts';
import { Deploys } from './deploys.ts';
import { describeDeployed } from './describe-deployed.ts';
import { EmissionGate } from './emission-gate.ts';
import { EngineThread, type Death } from './engine-thread.ts';
import type { Deployed, HostOptions, Turn, TwinToHost } from './host-options.ts';
import { awaitRestart, CRASH_SECONDS, noteCrash, type KeptTwin } from './kept-twin.ts';
import { lookTogether } from './look-together.ts';
import { Losses } from './losses.ts';
import { PacketQueue, type Packet } from './packet-queue.ts';
import { together } from './together.ts';
import { TwinExchange, type Side } from './twin-exchange.ts';
import { TwinStands, type RunningStand } from './twin-stands.ts';
import { Subscriptions } from './subscriptions.ts';
import { WorkerGauge, type WorkerLoad } from './worker-gauge.ts';
import {
  NOBODY,
  type AheadWord,
  type Answers,
  type EmissionWord,
  type FromWorker,
  type HandValue,
  type TwinBinding,
} from './words.ts';

/** Whether a twin runs, and why not. */
export interface TwinState {
  status: 'running' | 'stopped' | 'failed';
  says?: string;
}

const SCRIPT = new URL('./host-worker.ts', import.meta.url);
const BEAT_MS = 1_000;
/** For what sinks send the disk is asked at most so often, s. */
const SINK_SECONDS = 0.01;
/** Longest a person waits for the disk. */
const DISK_MS = 2_000;
const FAREWELL_MS = 2_000;
/** Packets that come one after the other go to the worker together, so long after the last. */
const GATHER_MS = 2;
/** How long a worker that dies again is left alone, ms: doubled with each death in five minutes, */
const FIRST_RESTART_MS = 100;
/** up to this. */
const SLOW_RESTART_MS = 5_000;

/** Keeps twins alive in one worker thread: deploys, feeds and watches them, and starts them again where they were when the worker dies. */
export class Host {
  readonly #options: HostOptions;
  readonly #subscriptions: Subscriptions;
  readonly #queue = new PacketQueue();
  readonly #pumpSoon = together(() => this.#pump(), GATHER_MS);
  readonly #twins = new Map<string, KeptTwin>();
  /** Where each twin stood last, with what was put in since. */
  readonly #stands: TwinStands;
  readonly #gate: EmissionGate;
  readonly #acknowledgements: Acknowledgements;
  /** People who were told that something is done, once it is on the disk. */
  readonly #answers: Acknowledgements;
  readonly #losses: Losses;
  readonly #exchange: TwinExchange;
  readonly #side: Side;
  readonly #gauge = new WorkerGauge();
  readonly #endLooking: () => void;
  #thread: EngineThread;
  /** Number of the last record in the journal. */
  #recorded = 0;
  readonly #deploys: Deploys;
  /** Twins are being started again: packets wait. */
  #isPaused = false;
  #isClosed = false;
  /** When a worker died, s. */
  #deaths: number[] = [];
  #restart: NodeJS.Timeout | undefined;
  #deathsInTotal = 0;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#subscriptions = new Subscriptions(
      options.connections,
      (packet) => this.#put(packet),
      (fault) => this.#thread.tellFault(fault),
    );
    this.#acknowledgements = new Acknowledgements(options.journal);
    this.#answers = new Acknowledgements(options.journal);
    this.#losses = new Losses(this.#queue, options.log);
    this.#stands = options.stands ?? new TwinStands();
    this.#gate = new EmissionGate({
      isCommitted: (number) => number <= (options.journal?.committed ?? Infinity),
      publish: (emission, settled) => this.#publish(emission, settled),
      drop: ({ twin, node }) => this.#losses.countUnsent(twin, node, 1),
      ...(options.sent && { sent: options.sent }),
    });
    this.#exchange = options.exchange ?? new TwinExchange();
    this.#side = {
      tell: (word) => this.#thread.tell(word),
      stateOf: (twin) => {
        const kept = this.#twins.get(twin);
        return kept && (kept.state === 'running' ? 'running' : 'away');
      },
    };
    this.#deploys = new Deploys({
      options,
      twins: this.#twins,
      stands: this.#stands,
      subscriptions: this.#subscriptions,
      thread: () => this.#thread,
      record: (records) => this.#record(records),
      stop: (twin) => this.#stop(twin),
      remove: (twin) => this.#remove(twin),
    });
    this.#thread = this.#launch();
    this.#exchange.begin(this.#side);
    this.#endLooking = lookTogether(() => this.#gauge.look(this.#thread.running));
  }

  /** What waited for the journal to be on the disk goes on. */
  committed(): void {
    this.#gate.release();
    this.#acknowledgements.release();
    this.#answers.release();
    if (!this.#queue.isEmpty) this.#pumpSoon();
  }

  /** Everything that is wrong or doubtful in a document. */
  async check(document: unknown): Promise<Diagnostic[]> {
    const tables = await this.#deploys.tablesFor(document);
    return await this.#thread.ask({ ask: 'check', document, tables });
  }

  /** What a deploy of the document would do to the nodes of these twins: the worst of all; without a twin, what it would add. */
  async plan(
    twins: readonly TwinBinding[],
    document: unknown,
  ): Promise<{ plan?: PlanBody; diagnostics: Diagnostic[] }> {
    const bindings = twins.map(({ id, parameters }) => ({ id, parameters }));
    const tables = await this.#deploys.tablesFor(document);
    return await this.#thread.ask({ ask: 'plan', twins: bindings, document, tables });
  }

  /** Runs these twins, all or none; those that run already go on from their state, or from that in which they left the version `stateOf`. */
  deploy(twins: readonly TwinToHost[], stateOf?: number): Promise<Deployed> {
    return this.#deploys.inTurn(() => this.#deploys.run(twins, stateOf));
  }

  /** For a deploy over several hosts, which is all or nothing. */
  takeTurn(): Promise<Turn> {
    return this.#deploys.takeTurn();
  }

  /** Ends a twin and forgets it. */
  remove(twin: string): Promise<void> {
    return this.#deploys.inTurn(() => this.#remove(twin));
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

  /** Does what a person says to a running twin at its next instant; done once it is on the disk, or after 2 s of a disk that takes nothing. */
  async tell(twin: string, what: Command, by: ByWhom): Promise<Answers['tell']> {
    const answer = await this.#thread.ask({ ask: 'tell', twin, what, by });
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, DISK_MS);
    this.#answers.add([resolve], this.#recorded);
    this.#options.journal?.hurry();
    await promise;
    clearTimeout(timer);
    return answer;
  }

  /** Where a twin that runs stands, with what was put in since, and under what it runs; undefined while a deploy is on its way. */
  standOf(twin: string): RunningStand | undefined {
    const [order, stand] = [this.#twins.get(twin)?.order, this.#stands.of(twin)];
    if (!order || !stand || stand.version !== order.version) return undefined;
    const { version, document, parameters } = order;
    return { version, document, parameters, snapshot: stand.snapshot, entries: [...stand.entries] };
  }

  twinStatus(twin: string): TwinState {
    const kept = this.#twins.get(twin);
    if (!kept) return { status: 'stopped' };
    return { status: kept.state === 'restarting' ? 'stopped' : kept.state, says: kept.says };
  }

  /** Twins that do not run any more, and why. */
  failed(): { twin: string; says: string }[] {
    return [...this.#twins.values()].flatMap(({ state, says = 'it does not run', order: { id } }) =>
      state === 'failed' ? [{ twin: id, says }] : [],
    );
  }

  /** The twin that runs now, and how many things its worker began or ended so far. */
  running(): { twin?: string; steps: number } {
    const { twin: number, steps } = this.#thread.running;
    const kept = number > 0 && [...this.#twins.values()].find(({ order }) => order.number === number);
    return { steps, ...(kept && { twin: kept.order.id }) };
  }

  /** How many of what there are, since the start where they only grow. */
  counts() {
    const twins = { running: 0, restarting: 0, failed: 0 };
    for (const { state } of this.#twins.values()) twins[state]++;
    return {
      twins,
      packetsWaiting: this.#queue.size.packets,
      packetsLost: this.#queue.lostInTotal,
      packetsUnacknowledged: this.#acknowledgements.waiting,
      emissionsWaiting: this.#gate.waiting,
      emissionsLost: this.#losses.unsentInTotal,
      workerDeaths: this.#deathsInTotal,
    };
  }

  /** How its worker fares now. */
  load(): WorkerLoad & { isRestarting: boolean } {
    const byNumber = new Map([...this.#twins.values()].map(({ order }) => [order.number, order.id]));
    return { ...this.#gauge.read((number) => byNumber.get(number)), isRestarting: this.#isPaused };
  }

  /**
   * Ends the worker, once it has told how each twin stands; one that does not answer for 2 s is ended without. Subscriptions stay with their
   * connections, which end later: the broker keeps what comes until the server is back.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#exchange.end(this.#side);
    clearTimeout(this.#restart);
    this.#endLooking();
    const told = this.#thread.ask({ ask: 'checkpoint' }).catch(() => undefined);
    const { promise: tooLate, resolve: giveUp } = Promise.withResolvers<void>();
    const timer = setTimeout(giveUp, FAREWELL_MS);
    await Promise.race([told, tooLate]);
    clearTimeout(timer);
    this.#twins.clear();
    await this.#thread.close();
  }

  /** Ends a worker whose twins are all gone: of their packets no broker is left waiting. */
  async retire(): Promise<void> {
    await this.close();
    this.#acknowledgements.releaseAll();
    for (const acknowledge of this.#queue.clear()) acknowledge();
    this.#answers.releaseAll();
  }

  async #stop(twin: string): Promise<void> {
    this.#twins.get(twin)?.release();
    this.#twins.delete(twin);
    const thread = this.#thread;
    await thread.ask({ ask: 'remove', twin }).catch((error: unknown) => {
      // With its worker a twin is gone as well.
      if (!thread.isClosed) throw error;
    });
  }

  async #remove(twin: string): Promise<void> {
    await this.#stop(twin);
    // With all of it that was on its way meanwhile.
    this.#stands.forget(twin);
    this.#gate.forget(twin);
    this.#gauge.forgetTwin(twin);
    this.#options.alarms?.forget(twin);
    this.#options.hub.removeTwin(twin);
    this.#options.journal?.append([{ kind: 'removed', twin }]);
  }

  #launch(): EngineThread {
    return new EngineThread({
      script: this.#options.script ?? SCRIPT,
      beatMs: this.#options.beatMs ?? BEAT_MS,
      hear: (word) => this.#hear(word),
      takeLost: () => this.#losses.take(),
      countWaiting: () => countWaiting(this.#queue, this.#options.connections, this.#twins),
      died: (death) => this.#died(death),
    });
  }

  #hear(word: FromWorker): void {
    const { hub } = this.#options;
    switch (word.kind) {
      case 'taken':
        if (word.log) {
          this.#stands.follow(word.log);
          this.#record([...this.#gate.takeSent(), word.log]);
        }
        if (word.packets === 0) return undefined;
        this.#acknowledgements.add(this.#queue.acknowledge(word.packets, word.bytes), this.#recorded);
        if (!this.#queue.isEmpty) this.#pumpSoon();
        return undefined;
      case 'layout':
        this.#gauge.setNodes(word.twin, word.nodes);
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
        this.#options.history?.takeBatch(word.samples);
        return undefined;
      case 'alarms':
        this.#options.alarms?.take(word.alarms);
        return undefined;
      case 'ahead':
        // A twin asks as soon as it runs, and that may be before its deploy is done here.
        return void this.#deploys.inTurn(async () => this.#askAhead(word.ahead));
      case 'follows':
      case 'ports':
      case 'said':
        return this.#exchange.hear(this.#side, word);
      case 'emissions':
        for (const emission of word.emissions) this.#gate.take(emission, this.#recorded);
        if (word.emissions.some(isAwaited)) this.#options.journal?.hurry(SINK_SECONDS);
        return undefined;
      case 'snapshot': {
        const { twin, version, snapshot, isBegin } = word;
        const left = this.#stands.set(twin, version, snapshot);
        if (left) this.#options.leftStates?.write(twin, left);
        const checkpoint: JournalRecord = { kind: 'checkpoint', twin, version, snapshot };
        const begins = isBegin ? this.#deploys.begins(twin) : [];
        this.#record([...this.#gate.takeSent(), ...begins, checkpoint, ...this.#gate.owed(twin)]);
        return undefined;
      }
      case 'alive':
        return word.load && this.#gauge.hear(word.load);
      case 'answer':
      case 'failure':
        return undefined;
      default:
        return word satisfies never;
    }
  }

  /** Forks run in a process of their own; what they saw is put in like a sample, if that version still runs. */
  #askAhead(word: AheadWord): void {
    const { twin, version } = word;
    const order = this.#twins.get(twin)?.order;
    if (order?.version !== version) return;
    const { document, parameters } = order;
    this.#options.ahead?.ask({
      word,
      order: { document, parameters },
      answer: (inputs) => {
        // A worker that is gone asks again when another is there.
        this.#thread.ask({ ask: 'foresaw', twin, version, inputs }).catch(() => undefined);
      },
    });
  }

  /** What a file of the journal needs to be understood: the flows of the twins, each once. */
  preamble(): JournalRecord[] {
    const { documents, deployed } = describeDeployed([...this.#twins.values()].map(({ order }) => order));
    return [...documents, ...deployed];
  }

  #record(records: readonly Appended[]): void {
    this.#recorded = this.#options.journal?.append(records) ?? 0;
  }

  #put(packet: Packet): void {
    this.#queue.put(packet, this.#subscriptions.keepOf(packet));
    this.#pumpSoon();
  }

  #pump(): void {
    if (this.#isPaused || this.#isClosed || this.#options.journal?.isFull) return;
    const batch = this.#queue.take();
    if (batch) this.#thread.send(batch);
  }

  #publish({ twin, node, address, bytes, key, sequence }: EmissionWord, onSettled: () => void): void {
    const isTaken = this.#options.connections.publish(address, bytes, {
      sender: `${twin}.${node}`,
      sequence,
      key,
      onSettled,
      onLost: (count) => this.#losses.countUnsent(twin, node, count),
      onFault: (says) => this.#thread.tellFault({ twin, node, ...(says !== undefined && { says }) }),
    });
    if (isTaken) return;
    this.#losses.countUnsent(twin, node, 1);
    onSettled();
  }

  #died({ says, running }: Death): void {
    const { log } = this.#options;
    const lost = this.#queue.forgetSent();
    this.#gauge.died();
    this.#deathsInTotal++;
    log.error(
      { running: this.#nameOf(running.twin), packetsLost: lost },
      `the worker that runs the twins ${says}; it is started again`,
    );
    const now = performance.now() / 1000;
    for (const kept of this.#twins.values()) {
      if (kept.state === 'failed') continue;
      const isToBlame = running.twin === 0 || running.twin === kept.order.number;
      if (isToBlame) noteCrash(kept, now, says, running.twin === 0 ? -1 : running.node);
      else awaitRestart(kept, says);
      this.#sayState(kept);
    }
    this.#exchange.away(this.#side, [...this.#twins.keys()], says);
    this.#isPaused = true;
    this.#deaths = [...this.#deaths.filter((t) => now - t < CRASH_SECONDS), now];
    this.#restart = setTimeout(() => this.#startAgain(), restartDelay(this.#deaths.length));
  }

  #startAgain(): void {
    this.#thread = this.#launch();
    this.#exchange.begin(this.#side);
    void this.#deploys.inTurn(() => this.#recover(this.#thread));
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
      const ran = await this.#deploys.runAgain(kept.map(({ order }) => order));
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

/** Nobody waits for a line in a file. */
function isAwaited({ address }: EmissionWord): boolean {
  return address.protocol !== 'csv';
}

/** `deaths`: those of the last five minutes. The first is answered at once. */
function restartDelay(deaths: number): number {
  return deaths < 2 ? 0 : Math.min(FIRST_RESTART_MS * 2 ** (deaths - 2), SLOW_RESTART_MS);
}

function withoutNulls(values: Record<string, HandValue | null>): Record<string, HandValue> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, HandValue] => entry[1] !== null),
  );
}
