import type { Plan } from '@twinloom/runtime/compile/plan';
import { hasErrors } from '@twinloom/runtime/graph/diagnostic';
import type { Catalog } from '@twinloom/runtime/node/catalog';
import type { OutsideAddress, SourceAddress } from '@twinloom/runtime/node/definition';
import type { PlanBody } from '@twinloom/runtime/protocol/bodies';
import type { NoticeMessage } from '@twinloom/runtime/protocol/stream';
import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import { planDeploy } from '@twinloom/runtime/run/plan-deploy';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { packSnapshot, unpackSnapshot } from '../journal/packed-snapshot.ts';
import { channelOf, type Channel } from '../connectors/channel.ts';
import { Account } from './account.ts';
import { compileDocument, saidOnce, TwinCompiler } from './compile-twins.ts';
import { emissionKey } from './emission-key.ts';
import { Deliveries } from './deliveries.ts';
import { Feed } from './feed.ts';
import { AheadTap } from './ahead-tap.ts';
import { AlarmTap } from './alarm-tap.ts';
import { goingOn } from './going-on.ts';
import { HistoryTap } from './history-tap.ts';
import { HostedTwin, type Heard } from './hosted-twin.ts';
import { LoadMeter } from './load-meter.ts';
import { mergePlans } from './merge-plans.ts';
import { NoticeGate } from './notice-gate.ts';
import { refuseWithoutRoom } from './refuse-without-room.ts';
import { stateOf } from './read-samples.ts';
import { Router } from './router.ts';
import { TwinLinks } from './twin-links.ts';
import { WordLine } from './word-line.ts';
import {
  NOBODY,
  type Answers,
  type FaultWord,
  type FromWorker,
  type Lost,
  type Request,
  type ToWorker,
  type TwinOrder,
} from './words.ts';

/** What the engine is given of its thread. */
export interface EngineSurroundings {
  catalog: Catalog;
  timers: Timers;
  post(word: FromWorker, transfer?: ArrayBuffer[]): void;
  /** Notes whose flow code runs from now on: a twin's number, NOBODY or 0. */
  noteRunning(number: number): void;
  /** Bytes of its heap that are used. */
  heapBytes(): number;
  /** Most bytes that the states of its twins may take. */
  mostStateBytes?: number;
  /** Notes the node whose own code runs from now on, by its place in its plan; -1 none. */
  noteNode(node: number): void;
}

interface Prepared {
  order: TwinOrder;
  plan: Plan;
}

/** Each twin's state is told once in so many heartbeats. */
const SNAPSHOT_BEATS = 5;
const NOTICE_SECONDS = 1;
const BAD_SAMPLE_SECONDS = 10;
const FAULT_SECONDS = 10;
/** Longest time compiling keeps running twins waiting, s. */
const BREATH_SECONDS = 0.05;

/** Runs the twins of one worker: takes words in, says words. All flow code runs in here, nothing else of the server does. */
export class Engine {
  readonly #around: EngineSurroundings;
  readonly #twins = new Map<string, HostedTwin>();
  readonly #router = new Router<HostedTwin>();
  readonly #account: Account;
  readonly #feed: Feed;
  readonly #links: TwinLinks;
  readonly #history: HistoryTap;
  readonly #alarms: AlarmTap;
  readonly #ahead: AheadTap;
  readonly #gate = new NoticeGate();
  readonly #meter: LoadMeter;
  /** What is wrong at a channel, as long as somebody listens there. */
  readonly #faults = new Map<string, string>();
  #prepared: Prepared[] = [];
  readonly #line: WordLine;
  readonly #deliveries: Deliveries;
  #running = 0;
  #beat = 0;
  #isSwapping = false;
  /** Twins around which something waited at the last heartbeat. */
  #withWaiting: HostedTwin[] = [];

  constructor(around: EngineSurroundings) {
    this.#around = around;
    this.#line = new WordLine(around.timers, (word) => this.#take(word));
    this.#meter = new LoadMeter(() => around.timers.now());
    this.#account = new Account(around.timers, around.post);
    this.#feed = new Feed(around.timers, this.#post);
    this.#deliveries = new Deliveries({
      router: this.#router,
      account: this.#account,
      feed: this.#feed,
      runAs: (number, run) => this.#as(number, run),
    });
    this.#alarms = new AlarmTap((alarms) => this.#post({ kind: 'alarms', alarms }));
    this.#ahead = new AheadTap((ahead, transfer) => this.#post({ kind: 'ahead', ahead }, transfer));
    this.#history = new HistoryTap((samples) => this.#post({ kind: 'samples', samples }));
    this.#links = new TwinLinks({
      timers: around.timers,
      find: (twin) => this.#twins.get(twin),
      noteFault: (channel, says) => this.#noteFault({ ...channel, ...(says !== undefined && { says }) }),
      deliver: (follower, at, samples) => {
        this.#as(follower.number, () => follower.follow(at, samples));
        follower.wake();
      },
      countLost: (follower, node) => this.#countLost(follower, node, 1),
      post: this.#post,
    });
  }

  hear(word: ToWorker): void {
    this.#line.hear(word);
  }

  /** What takes more than one turn is handed back. */
  #take(word: ToWorker): Iterator<void> | undefined {
    switch (word.kind) {
      case 'packets':
        return this.#deliveries.workOff(word.batch);
      case 'fault':
        return void this.#noteFault(word.fault);
      case 'heartbeat':
        this.#noteWaiting(word.waiting);
        return void this.#heartbeat(word.lost);
      case 'follows':
      case 'ports':
      case 'said':
        return void this.#links.hear(word);
      case 'request':
        return void this.#serve(word.number, word.request);
      default:
        return word satisfies never;
    }
  }

  /** Nothing is told before what it may follow from. */
  readonly #post: EngineSurroundings['post'] = (word, transfer) => {
    this.#account.tell();
    this.#around.post(word, transfer);
  };

  /** A fault of a channel is remembered for twins that come to listen there too. */
  #noteFault(fault: FaultWord): void {
    const { says } = fault;
    if ('twin' in fault) {
      const hosted = this.#twins.get(fault.twin);
      if (hosted) this.#setFault(hosted, fault.node, says);
      return;
    }
    const targets = this.#router.targets(fault.connection, fault.topic);
    if (says === undefined || targets.length === 0) this.#faults.delete(channelKey(fault));
    else this.#faults.set(channelKey(fault), says);
    for (const { owner, sources } of targets) {
      for (const { node } of sources) this.#setFault(owner, node, says);
    }
  }

  #setFault(hosted: HostedTwin, node: string, says: string | undefined): void {
    if (hosted.faults.get(node) === says) return;
    if (says === undefined) hosted.faults.delete(node);
    else hosted.faults.set(node, says);
    this.#feed.statusChanged(hosted);
    const level = says === undefined ? ('info' as const) : ('warning' as const);
    const notice = { twin: hosted.id, node, t: this.#around.timers.now(), level, says: says ?? 'it is back' };
    this.#say(`${hosted.id}.${node} fault`, notice, FAULT_SECONDS);
  }

  #noteWaiting({ packets, emissions }: Lost = { packets: [], emissions: [] }): void {
    const waiting = new Map<HostedTwin, Map<string, number>>();
    const add = (hosted: HostedTwin, node: string, count: number): void => {
      const nodes = waiting.get(hosted) ?? new Map<string, number>();
      waiting.set(hosted, nodes.set(node, (nodes.get(node) ?? 0) + count));
    };
    for (const { connection, topic, count } of packets)
      for (const { owner, sources } of this.#router.targets(connection, topic))
        for (const { node } of sources) add(owner, node, count);
    for (const { twin, node, count } of emissions) {
      const hosted = this.#twins.get(twin);
      if (hosted) add(hosted, node, count);
    }
    for (const hosted of new Set([...this.#withWaiting, ...waiting.keys()])) {
      hosted.waiting = waiting.get(hosted) ?? new Map();
      this.#feed.statusChanged(hosted);
    }
    this.#withWaiting = [...waiting.keys()];
  }

  #heartbeat({ packets, emissions }: Lost): void {
    this.#post({ kind: 'alive', load: this.#meter.take(this.#around.heapBytes()) });
    this.#history.flush();
    for (const { connection, topic, count } of packets) {
      for (const { owner, sources } of this.#router.targets(connection, topic)) {
        for (const { node } of sources) this.#countLost(owner, node, count);
      }
    }
    for (const { twin, node, count } of emissions) {
      const hosted = this.#twins.get(twin);
      if (hosted) this.#countLost(hosted, node, count);
    }
    for (const notice of this.#gate.due(this.#around.timers.now())) {
      this.#post({ kind: 'notice', notice });
    }
    this.#beat = (this.#beat + 1) % SNAPSHOT_BEATS;
    for (const hosted of this.#twins.values()) {
      if (hosted.number % SNAPSHOT_BEATS === this.#beat) this.#saySnapshot(hosted);
    }
  }

  async #serve(number: number, request: Request): Promise<void> {
    try {
      const answer = await this.#answer(request);
      this.#post({ kind: 'answer', number, answer });
    } catch (error) {
      // Half a deploy cannot be taken back: the worker ends, and the host goes on with what ran before.
      if (this.#isSwapping) throw error;
      this.#note(0);
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      this.#post({ kind: 'failure', number, says: message, stack });
    }
  }

  #answer(request: Request): Answers[keyof Answers] | Promise<Answers['prepare']> {
    switch (request.ask) {
      case 'check':
        return this.#as(
          NOBODY,
          () =>
            compileDocument(request.document, this.#around.catalog, undefined, request.tables).diagnostics,
        );
      case 'plan':
        return this.#plan(request);
      case 'prepare':
        return this.#prepare(request.twins);
      case 'commit':
        return this.#commit();
      case 'remove':
        this.#remove(request.twin);
        return null;
      case 'checkpoint':
        for (const hosted of this.#twins.values()) this.#saySnapshot(hosted);
        this.#history.flush();
        return null;
      case 'state': {
        const hosted = this.#twins.get(request.twin);
        return hosted && stateOf(hosted);
      }
      case 'set': {
        const hosted = this.#hostedOf(request.twin);
        return this.#as(hosted.number, () => hosted.set(request.values));
      }
      case 'tell': {
        const hosted = this.#hostedOf(request.twin);
        return this.#as(hosted.number, () => hosted.tell(request.what, request.by));
      }
      case 'foresaw':
        return this.#foresee(request);
      default:
        return request satisfies never;
    }
  }

  /** What forks saw counts for the version they were forks of. */
  #foresee({ twin, version, inputs }: Extract<Request, { ask: 'foresaw' }>): null {
    const hosted = this.#twins.get(twin);
    if (hosted?.version === version) this.#as(hosted.number, () => hosted.foresee(inputs));
    return null;
  }

  #hostedOf(twin: string): HostedTwin {
    const hosted = this.#twins.get(twin);
    if (!hosted) throw new Error(`the worker has no twin ${twin}`);
    return hosted;
  }

  #plan({ twins, document, tables }: Extract<Request, { ask: 'plan' }>): Answers['plan'] {
    const bindings = twins.length > 0 ? twins : [undefined];
    const compiled = this.#as(NOBODY, () =>
      bindings.map((twin) => ({ twin, ...compileDocument(document, this.#around.catalog, twin, tables) })),
    );
    const diagnostics = saidOnce(compiled.flatMap((one) => one.diagnostics));
    const plans: PlanBody[] = [];
    for (const { twin, plan } of compiled) {
      if (!plan) return { diagnostics };
      plans.push(planDeploy(twin && this.#twins.get(twin.id)?.twin.plan, plan));
    }
    return { plan: mergePlans(plans), diagnostics };
  }

  /** Compiles every twin and keeps them for the commit; running twins go on meanwhile. */
  async #prepare(orders: readonly TwinOrder[]): Promise<Answers['prepare']> {
    const prepared: Prepared[] = [];
    const diagnostics = [];
    const compiler = new TwinCompiler(this.#around.catalog);
    let breath = this.#around.timers.now();
    for (const order of orders) {
      if (this.#around.timers.now() - breath > BREATH_SECONDS) {
        await this.#breathe();
        breath = this.#around.timers.now();
      }
      const compiled = this.#as(order.number, () => compiler.compile(order));
      diagnostics.push(...compiled.diagnostics);
      if (compiled.plan) prepared.push({ order, plan: compiled.plan });
    }
    diagnostics.push(...refuseWithoutRoom(prepared, this.#twins, this.#around.mostStateBytes));
    if (prepared.length < orders.length || hasErrors(diagnostics)) {
      return { diagnostics: saidOnce(diagnostics) };
    }
    this.#prepared = prepared;
    return {
      listens: Object.fromEntries(
        prepared.map(({ order, plan }) => [
          order.id,
          plan.sources.map(({ address }) => address).filter(isOutside),
        ]),
      ),
    };
  }

  #breathe(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#around.timers.after(0, resolve);
    return promise;
  }

  /** Between two instants of each: puts the prepared twins in the place of the running ones, with their state. */
  #commit(): Answers['commit'] {
    const prepared = this.#prepared;
    this.#prepared = [];
    const plans: Answers['commit'] = {};
    const made = prepared.map(({ order, plan }) => {
      plans[order.id] = planDeploy(this.#twins.get(order.id)?.twin.plan, plan);
      return this.#as(order.number, () => this.#make(order, plan));
    });
    this.#isSwapping = true;
    for (const hosted of made) this.#swapIn(hosted);
    for (const hosted of made) this.#links.join(hosted);
    this.#links.askElsewhere();
    this.#isSwapping = false;
    return plans;
  }

  #make(order: TwinOrder, plan: Plan): HostedTwin {
    const running = this.#twins.get(order.id);
    const from = running
      ? { snapshot: goingOn(order, plan, running) }
      : { entries: order.entries, ...(order.snapshot && { snapshot: unpackSnapshot(order.snapshot) }) };
    const { timers: real } = this.#around;
    const timers: Timers = {
      now: () => real.now(),
      after: (seconds, run) => real.after(seconds, () => this.#as(order.number, run)),
    };
    const heard = this.#listener(order.id, () => hosted);
    const hosted: HostedTwin = new HostedTwin(order, plan, from, timers, heard);
    return hosted;
  }

  #swapIn(hosted: HostedTwin): void {
    const former = this.#twins.get(hosted.id);
    if (former) this.#letGo(former);
    this.#twins.set(hosted.id, hosted);
    for (const { node, address } of hosted.twin.plan.sources) {
      const says = this.#faults.get(channelKey(channelOf(address)));
      if (says !== undefined) hosted.faults.set(node, says);
    }
    this.#router.add(hosted, hosted.twin.plan.sources);
    if (former) this.#forgetFaults(former);
    this.#feed.open(hosted);
    this.#history.open(hosted);
    this.#ahead.open(hosted);
    // Before anything is put in: what follows belongs to this state, and no longer to that of the former.
    this.#tellState(hosted, hosted.twin.snapshot(), true);
    this.#as(hosted.number, () => hosted.start());
    this.#alarms.open(hosted);
  }

  #remove(twin: string): void {
    const hosted = this.#twins.get(twin);
    if (!hosted) return;
    this.#letGo(hosted);
    this.#forgetFaults(hosted);
    this.#twins.delete(twin);
    this.#links.gone(twin);
    this.#links.askElsewhere();
  }

  /** Of channels where nobody listens any more. */
  #forgetFaults(gone: HostedTwin): void {
    for (const { address } of gone.twin.plan.sources) {
      const channel = channelOf(address);
      const isHeard = this.#router.targets(channel.connection, channel.topic).length > 0;
      if (!isHeard) this.#faults.delete(channelKey(channel));
    }
  }

  #letGo(hosted: HostedTwin): void {
    hosted.close();
    this.#router.remove(hosted);
    this.#links.leave(hosted);
    this.#history.forget(hosted);
    this.#alarms.forget(hosted);
    this.#ahead.forget(hosted);
    this.#feed.forget(hosted);
  }

  #listener(twin: string, hosted: () => HostedTwin): Heard {
    return {
      onEnter: this.#around.noteNode,
      onEntry: (entry) => this.#account.putIn(twin, entry),
      onEmit: ({ node, address, bytes, sequence }, epoch, isRepeated) => {
        const key = emissionKey(twin, node, epoch, sequence);
        this.#account.emit({ twin, node, address, bytes, key, sequence, isRepeated });
      },
      onInstant: () => {
        this.#feed.changed(hosted());
        this.#links.passed(hosted());
        this.#history.passed(hosted());
        this.#alarms.passed(hosted());
        this.#ahead.passed(hosted());
      },
      onTick: (late) => this.#meter.noteLate(late),
      onNotice: ({ node, t, level, says }) =>
        this.#say(`${twin}.${node}`, { twin, node, t: hosted().twin.epoch + t, level, says }, NOTICE_SECONDS),
      onBadSample: (node, t, topic, problem) => {
        const says = `a sample of ${topic} is no good: ${problem}`;
        const notice = { twin, node, t: hosted().twin.epoch + t, level: 'warning' as const, says };
        this.#say(`${twin}.${node} sample`, notice, BAD_SAMPLE_SECONDS);
      },
    };
  }

  #say(key: string, notice: NoticeMessage['notice'], pauseSeconds: number): void {
    const admitted = this.#gate.admit(key, notice, this.#around.timers.now(), pauseSeconds);
    if (admitted) this.#post({ kind: 'notice', notice: admitted });
  }

  #saySnapshot(hosted: HostedTwin): void {
    const snapshot = this.#as(hosted.number, () => hosted.checkpoint());
    this.#tellState(hosted, snapshot);
    hosted.wake();
  }

  #tellState({ id, version }: HostedTwin, snapshot: Snapshot, isBegin = false): void {
    const packed = packSnapshot(snapshot);
    const word = { kind: 'snapshot', twin: id, version, snapshot: packed } as const;
    this.#post({ ...word, ...(isBegin && { isBegin }) }, [packed.buffer]);
  }

  #countLost(hosted: HostedTwin, node: string, count: number): void {
    hosted.countLost(node, count);
    this.#feed.statusChanged(hosted);
  }

  /** Runs flow code under a twin's number; where it throws or never returns, the number stays for whoever asks why. */
  #as<T>(number: number, run: () => T): T {
    const former = this.#running;
    this.#note(number);
    const result = run();
    this.#note(former);
    return result;
  }

  #note(number: number): void {
    this.#running = number;
    this.#meter.switchTo(number);
    this.#around.noteRunning(number);
  }
}

function isOutside(address: SourceAddress): address is OutsideAddress {
  return address.protocol !== 'twin';
}

function channelKey({ connection, topic }: Channel): string {
  return `${connection}\n${topic}`;
}
