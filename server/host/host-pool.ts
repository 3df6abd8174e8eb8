import { availableParallelism } from 'node:os';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { PlanBody, StateBody } from '@twinloom/runtime/protocol/bodies';
import type { ByWhom, Command } from '@twinloom/runtime/run/commands';
import type { JournalRecord } from '../journal/record.ts';
import type { Recovered } from '../journal/recover.ts';
import { saidOnce } from './compile-twins.ts';
import type { Deployed, DeployWay, HostOptions, TwinToHost, Turn } from './host-options.ts';
import { Host, type TwinState } from './host.ts';
import { mergePlans } from './merge-plans.ts';
import { TwinExchange } from './twin-exchange.ts';
import { TwinStands, type RunningStand } from './twin-stands.ts';
import type { Answers, HandValue, TwinBinding } from './words.ts';

/** A twin with the flow it belongs to. */
export type TwinToPool = TwinToHost & { flow: string };

export type PoolOptions = Omit<HostOptions, 'exchange' | 'stands' | 'sent'> & {
  /** Where twins go on that ran in an earlier life of the server. */
  recovered?: ReadonlyMap<string, Recovered>;
  /** Told, ten times a second, which flow has been at one and the same thing for so long; undefined: none. */
  watch?: (busy: string | undefined) => void;
  /** Most workers that run twins. */
  mostWorkers?: number;
  /** Twins of one flow that a worker takes before another is opened for the rest. */
  twinsAWorker?: number;
};

/** One worker and the twins it was given. */
interface Place {
  host: Host;
  /** By twin: its flow. */
  twins: Map<string, string>;
  flows: Set<string>;
  /** What its worker had begun or ended when it was last looked at. */
  steps: number;
}

const WATCH_MS = 100;
const MOST_WORKERS = 8;
const TWINS_A_WORKER = 1_000;
/** Most workers among which the twins of one flow are spread: more of them than cores make nothing faster. */
const WORKERS_A_FLOW = Math.max(availableParallelism(), 2);

/**
 * Spreads twins over workers, so that a flow that crashes, never returns or is slow holds up no other: each flow has a worker of its own as long as
 * there are any left, then shares the emptiest; a flow of very many twins has several. A twin stays where it is until it is removed. Drafts are
 * checked in a worker without twins.
 */
export class HostPool {
  readonly #options: Omit<PoolOptions, 'recovered'>;
  readonly #exchange = new TwinExchange();
  readonly #stands: TwinStands;
  /** Counters of what twins sent in an earlier life, for workers that are opened. */
  readonly #sent: Map<string, Readonly<Record<string, number>>>;
  #bench: Host | undefined;
  /** In the order in which a deploy takes its turns. */
  readonly #places: Place[] = [];
  /** What counts on of workers that ended. */
  readonly #ended = { packetsLost: 0, emissionsLost: 0, workerDeaths: 0 };
  readonly #watch: NodeJS.Timeout | undefined;

  constructor({ recovered, ...options }: PoolOptions) {
    this.#options = options;
    this.#stands = new TwinStands(recovered);
    this.#sent = new Map([...(recovered ?? [])].map(([twin, { sent }]) => [twin, sent]));
    const { watch } = options;
    this.#watch = watch && setInterval(() => watch(this.#busyFlow()), WATCH_MS).unref();
  }

  /** What waited for the journal to be on the disk goes on. */
  committed(): void {
    for (const { host } of this.#places) host.committed();
  }

  /** What a file of the journal needs to be understood: the flows of the twins, each once. */
  preamble(): JournalRecord[] {
    return this.#places.flatMap(({ host }) => host.preamble());
  }

  /** Starts the worker that checks drafts before one is asked of it. */
  openBench(): void {
    this.#benchHost();
  }

  /** Everything that is wrong or doubtful in a document. */
  check(document: unknown): Promise<Diagnostic[]> {
    return this.#benchHost().check(document);
  }

  /** What a deploy of the document would do to the nodes of these twins: the worst of all; without a twin, what it would add. */
  async plan(
    twins: readonly TwinBinding[],
    document: unknown,
  ): Promise<{ plan?: PlanBody; diagnostics: Diagnostic[] }> {
    const byHost = Map.groupBy(twins, ({ id }) => this.#placeOf(id)?.host ?? this.#benchHost());
    if (byHost.size === 0) return await this.#benchHost().plan([], document);
    const answers = await Promise.all([...byHost].map(([host, own]) => host.plan(own, document)));
    const diagnostics = saidOnce(answers.flatMap((answer) => answer.diagnostics));
    const plans = answers.flatMap(({ plan }) => plan ?? []);
    return plans.length < answers.length ? { diagnostics } : { plan: mergePlans(plans), diagnostics };
  }

  /** Runs these twins, all or none; those that run already go on from their state, or from that in which they left the version `stateOf`. */
  deploy(twins: readonly TwinToPool[], stateOf?: number): Promise<Deployed> {
    return this.#run(twins, { stateOf });
  }

  /** Runs twins that ran in an earlier life of the server as they stood then, all or none. */
  start(twins: readonly TwinToPool[]): Promise<Deployed> {
    return this.#run(twins, { isAgain: true });
  }

  /** Ends a twin and forgets it, and what is known of one that did not run in this life. */
  async remove(twin: string): Promise<void> {
    await (this.#placeOf(twin)?.host ?? this.#benchHost()).remove(twin);
    this.#sent.delete(twin);
    await this.#forget([{ id: twin }]);
  }

  /** Every port of a running twin now. */
  async state(twin: string): Promise<StateBody | undefined> {
    return await this.#placeOf(twin)?.host.state(twin);
  }

  /** Sets values on a running twin at its next instant, all or none; null gives one back to the flow. */
  set(
    twin: string,
    values: Record<string, HandValue | null>,
    author: string,
    note?: string,
  ): Promise<Answers['set']> {
    const place = this.#placeOf(twin);
    if (!place) throw new Error(`no worker has the twin ${twin}`);
    return place.host.set(twin, values, author, note);
  }

  /** Does what a person says to a running twin at its next instant. */
  tell(twin: string, what: Command, by: ByWhom): Promise<Answers['tell']> {
    const place = this.#placeOf(twin);
    if (!place) throw new Error(`no worker has the twin ${twin}`);
    return place.host.tell(twin, what, by);
  }

  /** Where a twin that runs stands, and under what it runs. */
  standOf(twin: string): RunningStand | undefined {
    return this.#placeOf(twin)?.host.standOf(twin);
  }

  twinStatus(twin: string): TwinState {
    return this.#placeOf(twin)?.host.twinStatus(twin) ?? { status: 'stopped' };
  }

  /** Twins that do not run any more, and why. */
  failed(): { twin: string; says: string }[] {
    return this.#places.flatMap(({ host }) => host.failed());
  }

  /** How many of what there are, since the start where they only grow. */
  counts() {
    const ended = this.#ended;
    const all = this.#hosts().map((host) => host.counts());
    const sum = (of: (counts: (typeof all)[number]) => number): number =>
      all.reduce((total, counts) => total + of(counts), 0);
    return {
      workers: this.#places.length,
      twins: {
        running: sum(({ twins }) => twins.running),
        restarting: sum(({ twins }) => twins.restarting),
        failed: sum(({ twins }) => twins.failed),
      },
      packetsWaiting: sum((counts) => counts.packetsWaiting),
      packetsLost: ended.packetsLost + sum((counts) => counts.packetsLost),
      packetsUnacknowledged: sum((counts) => counts.packetsUnacknowledged),
      emissionsWaiting: sum((counts) => counts.emissionsWaiting),
      emissionsLost: ended.emissionsLost + sum((counts) => counts.emissionsLost),
      workerDeaths: ended.workerDeaths + sum((counts) => counts.workerDeaths),
    };
  }

  /** Each worker and how it fares; the first, without flows, checks drafts. */
  workers() {
    const bench = this.#bench ? [{ host: this.#bench, flows: new Set<string>(), twins: new Map() }] : [];
    return [...bench, ...this.#places].map(({ host, flows, twins }) => ({
      flows: [...flows],
      twins: twins.size,
      counts: host.counts(),
      load: host.load(),
    }));
  }

  /** Ends all workers, once they have told how their twins stand. */
  async close(): Promise<void> {
    clearInterval(this.#watch);
    await Promise.all(this.#hosts().map((host) => host.close()));
  }

  async #run(twins: readonly TwinToPool[], way: DeployWay): Promise<Deployed> {
    const before = new Map(twins.map(({ id }) => [id, this.#placeOf(id)?.twins.get(id)]));
    const byPlace = Map.groupBy(twins, (twin) => this.#placeFor(twin));
    const inOrder = this.#places.filter((place) => byPlace.has(place));
    const turns: { turn: Turn; own: TwinToPool[] }[] = [];
    try {
      // One after the other, in one order for all: two deploys cannot wait for each other.
      for (const place of inOrder)
        turns.push({ turn: await place.host.takeTurn(), own: byPlace.get(place)! });
      const deployed = await deployAll(turns, way);
      if ('diagnostics' in deployed) await this.#takeBack(before);
      this.#nameFlows();
      return deployed;
    } catch (error) {
      await this.#takeBack(before);
      throw error;
    } finally {
      for (const { turn } of turns) turn.end();
    }
  }

  #open(): Host {
    const shared = { exchange: this.#exchange, stands: this.#stands, sent: this.#sent };
    return new Host({ ...this.#options, ...shared });
  }

  #busyFlow(): string | undefined {
    let busy: string | undefined;
    for (const place of this.#places) {
      const { steps, twin } = place.host.running();
      if (steps === place.steps && twin !== undefined) busy ??= place.twins.get(twin);
      place.steps = steps;
    }
    return busy;
  }

  #benchHost(): Host {
    return (this.#bench ??= this.#open());
  }

  #hosts(): Host[] {
    return [...(this.#bench ? [this.#bench] : []), ...this.#places.map(({ host }) => host)];
  }

  #placeOf(twin: string): Place | undefined {
    return this.#places.find(({ twins }) => twins.has(twin));
  }

  /** Where a twin runs, or will. */
  #placeFor({ id, flow }: TwinToPool): Place {
    const { mostWorkers = MOST_WORKERS, twinsAWorker = TWINS_A_WORKER } = this.#options;
    const known = this.#placeOf(id);
    const own = this.#places.filter(({ flows }) => flows.has(flow));
    const shared =
      own.find(({ twins }) => twins.size < twinsAWorker) ??
      (own.length < WORKERS_A_FLOW ? undefined : emptiest(own));
    const place = known ?? shared ?? this.#placeForMore(mostWorkers);
    place.twins.set(id, flow);
    place.flows.add(flow);
    return place;
  }

  #placeForMore(mostWorkers: number): Place {
    if (this.#places.length >= mostWorkers) return emptiest(this.#places);
    const place: Place = { host: this.#open(), twins: new Map(), flows: new Set(), steps: -1 };
    this.#places.push(place);
    return place;
  }

  #end(place: Place): void {
    const { packetsLost, emissionsLost, workerDeaths } = place.host.counts();
    this.#ended.packetsLost += packetsLost;
    this.#ended.emissionsLost += emissionsLost;
    this.#ended.workerDeaths += workerDeaths;
    this.#places.splice(this.#places.indexOf(place), 1);
  }

  /** Twins are of the flows they had; those that had none are gone. */
  async #takeBack(before: ReadonlyMap<string, string | undefined>): Promise<void> {
    for (const [id, flow] of before) if (flow !== undefined) this.#placeOf(id)?.twins.set(id, flow);
    await this.#forget([...before].flatMap(([id, flow]) => (flow === undefined ? [{ id }] : [])));
  }

  #nameFlows(): void {
    for (const place of this.#places) place.flows = new Set(place.twins.values());
  }

  /** Twins are gone, or never ran; a worker without any ends. */
  async #forget(twins: readonly { id: string }[]): Promise<void> {
    for (const { id } of twins) this.#placeOf(id)?.twins.delete(id);
    this.#nameFlows();
    const empty = this.#places.filter(({ twins: left }) => left.size === 0);
    for (const place of empty) this.#end(place);
    await Promise.all(empty.map(({ host }) => host.retire()));
  }
}

function emptiest(places: readonly Place[]): Place {
  return places.reduce((best, place) => (place.twins.size < best.twins.size ? place : best));
}

/** All or nothing: where one worker cannot, those that could go back. */
async function deployAll(
  turns: readonly { turn: Turn; own: readonly TwinToHost[] }[],
  way: DeployWay,
): Promise<Deployed> {
  const refusals = await Promise.all(turns.map(({ turn, own }) => turn.prepare(own, way)));
  if (refusals.some(Boolean)) return { diagnostics: saidOnce(refusals.flatMap((refusal) => refusal ?? [])) };
  const commits = await Promise.allSettled(turns.map(({ turn }) => turn.commit()));
  const failed = commits.find((commit) => commit.status === 'rejected');
  if (failed) {
    await Promise.allSettled(turns.map(({ turn }, i) => commits[i]?.status === 'fulfilled' && turn.undo()));
    throw failed.reason;
  }
  const plans = commits.flatMap((commit) => (commit.status === 'fulfilled' ? [commit.value] : []));
  return { plans: Object.assign({}, ...plans) as Record<string, PlanBody> };
}
