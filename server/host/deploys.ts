import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { OutsideAddress } from '@twinloom/runtime/node/definition';
import type { PlanBody } from '@twinloom/runtime/protocol/bodies';
import type { Tables } from '@twinloom/runtime/table/table';
import type { Deployed, JournalRecord } from '../journal/record.ts';
import { describeDeployed } from './describe-deployed.ts';
import type { EngineThread } from './engine-thread.ts';
import type { Deployed as Outcome, DeployWay, HostOptions, Turn, TwinToHost } from './host-options.ts';
import type { KeptTwin } from './kept-twin.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { TwinStands } from './twin-stands.ts';
import type { TwinOrder } from './words.ts';

/** A deploy that is compiled and waits. */
interface Prepared {
  thread: EngineThread;
  orders: TwinOrder[];
  listens: Record<string, OutsideAddress[]>;
}

/** What deploys work with of their host. */
export interface DeploySurroundings {
  options: Pick<HostOptions, 'leftStates' | 'tables'>;
  twins: Map<string, KeptTwin>;
  stands: Pick<TwinStands, 'of'>;
  subscriptions: Pick<Subscriptions, 'hold'>;
  /** The worker that lives now. */
  thread: () => EngineThread;
  record: (records: readonly JournalRecord[]) => void;
  /** Ends a twin. */
  stop: (twin: string) => Promise<void>;
  /** Ends a twin and forgets it. */
  remove: (twin: string) => Promise<void>;
}

/** Puts twins into a worker, or others in their place: one change after the other. */
export class Deploys {
  readonly #around: DeploySurroundings;
  /** Under what twins run as soon as the worker has put them in the place of the former. */
  readonly #beginning = new Map<string, Deployed>();
  #lastNumber = 0;
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(around: DeploySurroundings) {
    this.#around = around;
  }

  /** Does something when all changes before it are done. */
  inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(change, change);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  /** A twin begins in the worker: what its log from here on belongs to. */
  begins(twin: string): JournalRecord[] {
    const deployed = this.#beginning.get(twin);
    return deployed ? [deployed] : [];
  }

  /** For a deploy over several hosts, which is all or nothing. */
  takeTurn(): Promise<Turn> {
    const begun = Promise.withResolvers<Turn>();
    const ended = Promise.withResolvers<void>();
    let prepared: Prepared | undefined;
    let undo: (() => Promise<void>) | undefined;
    const turn: Turn = {
      prepare: async (twins, way) => {
        const tried = await this.#prepare(twins, way);
        if ('diagnostics' in tried) return tried.diagnostics;
        prepared = tried;
        return undefined;
      },
      commit: async () => {
        if (!prepared) throw new Error('nothing was prepared');
        undo = this.#undoOf(prepared);
        return await this.#commit(prepared);
      },
      undo: async () => await undo?.(),
      end: ended.resolve,
    };
    void this.inTurn(() => {
      begun.resolve(turn);
      return ended.promise;
    });
    return begun.promise;
  }

  /** Runs these twins, all or none; whoever calls has the turn. */
  async run(twins: readonly TwinToHost[], stateOf?: number): Promise<Outcome> {
    return await this.#run(twins, { stateOf });
  }

  /** Runs twins again that a dead worker ran; whoever calls has the turn. */
  async runAgain(twins: readonly TwinToHost[]): Promise<Outcome> {
    return await this.#run(twins, { isAgain: true });
  }

  async #run(twins: readonly TwinToHost[], way: DeployWay): Promise<Outcome> {
    const prepared = await this.#prepare(twins, way);
    return 'diagnostics' in prepared ? prepared : { plans: await this.#commit(prepared) };
  }

  async #prepare(
    twins: readonly TwinToHost[],
    way: DeployWay,
  ): Promise<Prepared | { diagnostics: Diagnostic[] }> {
    // Before the orders: for one that dies meanwhile, those of twins that ran in it name no state to go on from.
    const thread = this.#around.thread();
    const orders = await Promise.all(twins.map((twin) => this.#orderFor(twin, way)));
    const prepared = await thread.ask({ ask: 'prepare', twins: orders });
    return 'diagnostics' in prepared ? prepared : { thread, orders, listens: prepared.listens };
  }

  /** Listens, then swaps; what listens for the former twins ends last, so that no sample falls between. */
  async #commit({ thread, orders, listens }: Prepared): Promise<Record<string, PlanBody>> {
    const { documents, deployed } = describeDeployed(orders);
    this.#around.record(documents);
    for (const one of deployed) this.#beginning.set(one.twin, one);
    const releases = orders.map(({ id }) => this.#around.subscriptions.hold(listens[id] ?? []));
    try {
      // In the same turn as the subscribing: a retained value that comes at once finds the new twin.
      const plans = await thread.ask({ ask: 'commit' });
      orders.forEach((order, i) => this.#keep(order, releases[i]));
      return plans;
    } catch (error) {
      for (const release of releases) release();
      for (const order of orders)
        if (isNew(order) && !this.#around.twins.has(order.id)) await this.#end(order);
      throw error;
    } finally {
      for (const { id } of orders) this.#beginning.delete(id);
    }
  }

  #undoOf({ orders }: Prepared): () => Promise<void> {
    const formers = orders.map((order) => ({ order, former: this.#around.twins.get(order.id)?.order }));
    return async () => {
      const back = formers.flatMap(({ former }) => former ?? []);
      if (back.length > 0) await this.run(back);
      for (const { order, former } of formers) if (!former) await this.#end(order);
    };
  }

  /** A twin that did not run before does not run: one that has a state keeps it. */
  async #end(order: TwinOrder): Promise<void> {
    const { remove, stop } = this.#around;
    await (isNew(order) ? remove(order.id) : stop(order.id));
  }

  /** What stands in the files that the nodes of a document read. */
  tablesFor(document: unknown): Promise<Tables> {
    return this.#around.options.tables?.(document) ?? Promise.resolve({});
  }

  async #orderFor(
    { id, version, document, parameters, handSets }: TwinToHost,
    { stateOf, isAgain = false }: DeployWay,
  ): Promise<TwinOrder> {
    const tables = await this.tablesFor(document);
    const kept = this.#around.twins.get(id);
    const number = kept?.order.number ?? ++this.#lastNumber;
    const left = stateOf === undefined ? undefined : await this.#around.options.leftStates?.read(id, stateOf);
    const { snapshot, entries } =
      left ?? (kept?.state === 'running' ? {} : (this.#around.stands.of(id) ?? {}));
    const goesBack = left !== undefined;
    // A crash of the worker or of the server frees no node that was stopped for it: a person does. Stops are places in the plan of what ran.
    const stops = isAgain ? kept?.stops : undefined;
    const from = { snapshot, entries, goesBack, stops, frees: !isAgain };
    return { id, number, version, document, parameters, handSets, tables, ...from };
  }

  #keep(order: TwinOrder, release: () => void = () => undefined): void {
    const former = this.#around.twins.get(order.id);
    former?.release();
    const { crashes, stops } = former && order.frees !== true ? former : { crashes: [], stops: [] };
    this.#around.twins.set(order.id, {
      order: {
        ...order,
        snapshot: undefined,
        entries: undefined,
        goesBack: false,
        stops: undefined,
        frees: false,
      },
      release,
      state: 'running',
      crashes,
      stops,
    });
  }
}

/** It has no state yet. */
function isNew({ snapshot }: TwinOrder): boolean {
  return snapshot === undefined;
}
