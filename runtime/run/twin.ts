import type { Plan, PlanNode } from '../compile/plan.ts';
import { generate } from '../emit/generate.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import type { SinkAddress } from '../node/definition.ts';
import type { NodeStatus } from '../protocol/stream.ts';
import { BAD, type QualityCode } from '../signal/quality.ts';
import { applyCommand, concernedBy, type ByWhom, type Command } from './commands.ts';
import { readHandSet, type HandSet, type HandValue } from './hand-sets.ts';
import type { Hold } from './holdings.ts';
import type { Input } from './inbox.ts';
import {
  beginDelivery,
  beginInstant,
  deliverPlain,
  endInstant,
  foresee,
  letTicksBy,
  nextDue,
  putInput,
  putPress,
  runInstant,
  runTicks,
  settle,
} from './instant.ts';
import type { LogEntry } from './log-entry.ts';
import { MICROS } from './moment.ts';
import type { NodeRun } from './node-run.ts';
import { statusOf } from './node-status.ts';
import { restoreTwin, saveTwin } from './save-twin.ts';
import type { Snapshot } from './snapshot.ts';
import { makeTwinParts, runNext, type Hooks, type TwinParts } from './twin-parts.ts';

/** Something a sink wants to send to the outside; (twin, node, sequence) names it once and for all. */
export interface Emission {
  node: string;
  address: SinkAddress;
  bytes: Uint8Array;
  /** s since the origin. */
  t: number;
  sequence: number;
}

/** Something a node says to a person; t in s since the origin. */
export interface Notice {
  node: string;
  t: number;
  level: 'info' | 'warning' | 'error';
  says: string;
}

export interface TwinOptions {
  id: string;
  /** Where the random streams begin; default 1. */
  seed?: number;
  /** Time of the origin, s since 1970; default 0, simulated time. */
  epoch?: number;
  /** Takes what sinks send. Absent: sinks reach nothing outside. */
  onEmit?: (emission: Emission) => void;
  onNotice?: (notice: Notice) => void;
  /** The own code of a node runs, by its index in the plan; -1: that of no node does. */
  onEnter?: (node: number) => void;
  /** Walks the plan in place of the functions made of it: for pages that forbid code from text, and to check those functions. */
  interpreted?: boolean;
  /** Each entry of the input log, before its instant runs: folded again they give the same state, bit for bit. */
  onEntry?: (entry: LogEntry) => void;
  /** After each instant, for recorders. */
  onInstant?: (twin: Twin) => void;
}

/** What a twin has done so far. */
export interface TwinStats {
  instants: number;
  nodeSteps: number;
  solver: { steps: number; rejected: number; rhs: number };
}

/** An entry without where the twin stood. */
type Unplaced<E> = E extends LogEntry ? Omit<E, 'instants' | 'isSettled'> : never;

/** Later than this behind its clock, a twin makes one step of the ticks it missed. */
const MERGE_MICROS = 2 * MICROS;

/** A running flow: a deterministic fold over what is put in. It knows no clock; whoever holds it says what time it is. */
export class Twin {
  // First what is asked at each sample: it stands in one line of the cache.
  readonly #parts: TwinParts;
  /** Of its options, whose shape differs from twin to twin: asked there, they would be looked up anew at each sample. */
  readonly #onEntry: TwinOptions['onEntry'];
  readonly #onInstant: TwinOptions['onInstant'];
  readonly #seen: (() => void) | undefined;
  #statusVersion = 0;
  readonly plan: Plan;
  readonly id: string;
  readonly epoch: number;
  readonly seed: number;
  /** What runs it: functions made of the plan, or the interpreter. */
  readonly engine: 'generated' | 'interpreted';
  readonly #options: TwinOptions;
  #nodesById: ReadonlyMap<string, PlanNode> | undefined;

  constructor(plan: Plan, options: TwinOptions) {
    this.plan = plan;
    this.id = options.id;
    this.seed = options.seed ?? 1;
    this.epoch = options.epoch ?? 0;
    this.#options = options;
    this.#onEntry = options.onEntry;
    this.#onInstant = options.onInstant;
    this.#seen = options.onInstant && (() => this.#onInstant?.(this));
    const hooks: Hooks = {
      twin: this.id,
      note: (node, level, says) => options.onNotice?.({ node, t: this.#parts.moment.seconds, level, says }),
      send: (run) => this.#send(run),
      statusMoved: () => void this.#statusVersion++,
      ...(options.onEnter && { enter: options.onEnter }),
    };
    const generated = options.interpreted === true ? undefined : generate(plan);
    this.engine = generated ? 'generated' : 'interpreted';
    this.#parts = makeTwinParts(plan, this.seed, this.epoch, hooks, this, generated);
  }

  /** A twin of `plan` that goes on from a snapshot of this or another version of its flow: state is kept by node id. */
  static restore(plan: Plan, snapshot: Snapshot, options: TwinOptions): Twin {
    const { seed, epoch } = snapshot;
    const twin = new Twin(plan, { ...options, seed, epoch });
    restoreTwin(twin.#parts, snapshot);
    return twin;
  }

  /** Everything its next output depends on, as JSON. */
  snapshot(): Snapshot {
    return saveTwin(this.#parts, this.seed, this.epoch);
  }

  /** Time of the last instant, s since the origin; -1 before the first. */
  get t(): number {
    const { micros, seconds } = this.#parts.moment;
    return micros < 0 ? -1 : seconds;
  }

  /** When something is due next, s since the origin; Infinity when nothing is. */
  nextDue(): number {
    return nextDue(this.#parts) / MICROS;
  }

  /** Runs every instant that is due up to and including `to`, s since the origin. With `merge`, ticks missed for more than 2 s become one step. */
  advance(to: number, merge = false): void {
    const end = Math.round(to * MICROS);
    if (merge && this.#parts.begun && end - nextDue(this.#parts) > MERGE_MICROS) {
      this.#log({ kind: 'merge', micros: end });
      letTicksBy(this.#parts, end);
    }
    this.#runTo(end);
  }

  /** As `advance`, and an entry of the log says so: what follows may be compared with a fold that came here. */
  mark(to: number): void {
    const micros = Math.round(to * MICROS);
    this.#log({ kind: 'time', micros });
    this.#runTo(micros);
  }

  /** Does again what an entry of the log says, from where it was written. Entries come in their order; throws where one does not belong here. */
  replay(entry: LogEntry): void {
    while (this.#parts.moment.number < entry.instants) {
      const next = this.#dueBy(Infinity, -1);
      if (next === Infinity) throw new Error('the entry of the log does not continue this state');
      this.#instant(next);
    }
    if (entry.isSettled && this.#parts.pendingTick >= 0) settle(this.#parts, Infinity);
    switch (entry.kind) {
      case 'samples':
        return this.deliver(entry.micros / MICROS, entry.inputs);
      case 'set':
        return void this.set(entry.micros / MICROS, entry.values);
      case 'stop':
        return this.stop(entry.micros / MICROS, entry.node, entry.says);
      case 'command':
        return void this.tell(entry.micros / MICROS, entry.what, entry.by);
      case 'merge':
        this.#log({ kind: 'merge', micros: entry.micros });
        letTicksBy(this.#parts, entry.micros);
        return this.#runTo(entry.micros);
      case 'time':
        return this.mark(entry.micros / MICROS);
      default:
        return entry satisfies never;
    }
  }

  /** One delivery is one instant at `at`, s since the origin: what is due before runs first, what is due then joins it. Late and repeated samples are dropped and counted. */
  deliver(at: number, inputs: readonly Input[]): void {
    if (this.#onEntry) this.#log({ kind: 'samples', micros: Math.round(at * MICROS), inputs });
    const micros = this.#catchUp(at);
    const parts = this.#parts;
    if (inputs.length === 1 && deliverPlain(parts, micros, inputs[0]!)) return this.#onInstant?.(this);
    const { inbox } = parts;
    const isQuiet = micros < parts.moment.quietUntil;
    let isAny = false;
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i]!;
      const port = inbox.admit(input, i, micros);
      if (port < 0 || input.problem !== undefined) this.#statusVersion++;
      if (port < 0) continue;
      if (!isAny) beginDelivery(parts, micros, isQuiet);
      isAny = true;
      putInput(parts, port, input);
    }
    if (inbox.hasComeBack) {
      inbox.hasComeBack = false;
      this.#statusVersion++;
    }
    if (!isAny) return;
    endInstant(parts, isQuiet);
    this.#onInstant?.(this);
  }

  /** Sets what a person may set (`node.port` of a constant, `node.param` of a tunable param; null = back to the flow) in one instant: all of it, or nothing and why. */
  set(at: number, values: Readonly<Record<string, HandValue | null>>): Diagnostic[] {
    const read = Object.entries(values).map(([name, value]) => ({
      name,
      set: readHandSet(this.#byId, name, value),
    }));
    const refused = read.flatMap(({ set }) => ('diagnostic' in set ? [set.diagnostic] : []));
    if (refused.length > 0) return refused;
    this.#log({ kind: 'set', micros: Math.round(at * MICROS), values });
    const micros = this.#catchUp(at);
    for (const { name, set } of read) if ('param' in set) this.#hold(name, set);
    beginInstant(this.#parts, micros, false);
    for (const { set } of read) if ('pressed' in set) putPress(this.#parts, set.pressed.port);
    endInstant(this.#parts, false);
    this.#onInstant?.(this);
    return [];
  }

  /** From this instant on a node of own code does not run: its outputs are bad, its states stand. Without `says` it runs again, from where it stood. */
  stop(at: number, id: string, says?: string): void {
    const node = this.#byId.get(id);
    if (!node || !hasOwnCode(node)) return;
    this.#log({
      kind: 'stop',
      micros: Math.round(at * MICROS),
      node: id,
      ...(says !== undefined && { says }),
    });
    const micros = this.#catchUp(at);
    this.#parts.runs[node.index]!.stopped = says;
    // Let run again, it waits for a sample: the one that stands was not meant for it.
    const saysAtOnce = says !== undefined || node.kind === 'stateless';
    if (saysAtOnce && node.island < 0 && !node.definition.listen) runNext(this.#parts, node.index);
    this.#statusVersion++;
    this.#instant(micros);
  }

  /** Nodes that do not run. */
  stopped(): string[] {
    return this.#parts.runs.flatMap(({ node, stopped }) => (stopped === undefined ? [] : [node.id]));
  }

  /** Why a node does not run; undefined where it does. */
  whyStopped(id: string): string | undefined {
    const node = this.#byId.get(id);
    return node && this.#parts.runs[node.index]!.stopped;
  }

  /** Does what a person says in one instant; the nodes it concerns, or why nothing was done. */
  tell(at: number, what: Command, by?: ByWhom): { nodes: string[] } | { diagnostics: Diagnostic[] } {
    const concerned = concernedBy(what, this.#byId, this.#parts.holdings.outOfService);
    if ('diagnostics' in concerned) return concerned;
    this.#log({ kind: 'command', micros: Math.round(at * MICROS), what, ...(by && { by }) });
    const micros = this.#catchUp(at);
    applyCommand(what, concerned.nodes, this.#parts);
    this.#statusVersion++;
    this.#instant(micros);
    return concerned;
  }

  /** What is set by hand now, by `node.port` or `node.param`. */
  handSets(): Record<string, HandValue> {
    return Object.fromEntries(this.#parts.handSets);
  }

  /** Index of `node.port` in the plan; -1 when there is none. */
  portIndex(name: string): number {
    return this.#parts.index.ports.get(name) ?? -1;
  }

  quality(port: number): QualityCode {
    const { cells } = this.#parts;
    return cells.bytes[cells.qualityAt + port] as QualityCode;
  }

  /** Last number of a port (booleans and events 0 or 1); NaN while bad or absent. */
  value(port: number): number {
    return this.#parts.cells.value(port);
  }

  /** The same of several ports at once. Must not allocate: meters ask at each instant. */
  readValues(ports: Int32Array, into: Float64Array): void {
    const { bytes, qualityAt, numbers, base, slots } = this.#parts.cells;
    for (let i = 0; i < ports.length; i++) {
      const port = ports[i]!;
      into[i] = bytes[qualityAt + port]! < BAD ? numbers[base + slots[port]!]! : Number.NaN;
    }
  }

  /** Last string, vector or record of a port. */
  object(port: number): unknown {
    return this.#parts.cells.objects[port];
  }

  /** When the sample was measured, s since the origin. */
  measuredAt(port: number): number {
    const { cells } = this.#parts;
    return cells.numbers[cells.measuredAt + port]!;
  }

  /** The port got a sample in the instant that ran last. */
  isFresh(port: number): boolean {
    const { cells, moment } = this.#parts;
    return moment.number > 0 && cells.numbers[cells.stampAt + port] === moment.number;
  }

  /** Ports that got a sample since the last call; the same buffer each time. */
  takeChanged(): Uint32Array {
    return this.#parts.cells.takeChanged(this.#parts.moment.number);
  }

  /** What is to be said of each node. */
  status(): Record<string, NodeStatus> {
    return statusOf(this.#parts);
  }

  /** Assets that are out of service. */
  outOfService(): string[] {
    return [...this.#parts.holdings.outOfService].toSorted();
  }

  /** Why a node stands still, by its place in the plan. */
  holdOf(node: number): Hold {
    return this.#parts.runs[node]!.hold;
  }

  /** Counts up whenever what `status` says may have changed. */
  get statusVersion(): number {
    return this.#statusVersion;
  }

  stats(): TwinStats {
    const solver = { steps: 0, rejected: 0, rhs: 0 };
    for (const island of this.#parts.islands) {
      const { steps, rejected, rhs } = island.stats;
      solver.steps += steps;
      solver.rejected += rejected;
      solver.rhs += rhs;
    }
    return { instants: this.#parts.moment.number, nodeSteps: this.#parts.nodeSteps, solver };
  }

  /** Made when somebody asks for a node. */
  get #byId(): ReadonlyMap<string, PlanNode> {
    return (this.#nodesById ??= new Map(this.plan.nodes.map((node) => [node.id, node])));
  }

  #log(what: Unplaced<LogEntry>): void {
    const { moment, pendingTick } = this.#parts;
    this.#onEntry?.({ ...what, instants: moment.number, isSettled: pendingTick < 0 } as LogEntry);
  }

  #runTo(end: number): void {
    for (let due = this.#dueBy(end); due <= end; due = this.#dueBy(end)) this.#instant(due);
  }

  /** Runs what is due before `at`; the time the next instant has, µs. */
  #catchUp(at: number): number {
    const { moment } = this.#parts;
    const wanted = Math.max(Math.round(at * MICROS), moment.micros, 0);
    if (wanted < moment.quietUntil) return wanted;
    const before = wanted - 1;
    for (let due = this.#dueBy(wanted, before); due < wanted; due = this.#dueBy(wanted, before))
      this.#instant(due);
    return wanted;
  }

  /** When something is due next, events on the way to `micros` included, and ticks up to `ticksTo` run where nothing else is due; what is due at the time of the last instant comes before its stretch is integrated. */
  #dueBy(micros: number, ticksTo = micros): number {
    runTicks(this.#parts, ticksTo, this.#seen);
    const due = nextDue(this.#parts);
    if (due <= this.#parts.moment.micros) return due;
    settle(this.#parts, micros);
    return foresee(this.#parts, due);
  }

  #instant(micros: number): void {
    runInstant(this.#parts, micros);
    this.#onInstant?.(this);
  }

  #hold(name: string, { node, param, value }: HandSet): void {
    const { runs, handSets } = this.#parts;
    runs[node.index]!.setParam(param, value ?? node.params[param]);
    if (value === undefined) handSets.delete(name);
    else handSets.set(name, value);
    const saysAgain = node.definition.emits?.(node.params) === param || node.kind === 'stateless';
    if (saysAgain && node.island < 0) runNext(this.#parts, node.index);
    this.#statusVersion++;
  }

  #send(run: NodeRun): void {
    const { send } = run.node.definition;
    run.sequence++;
    const bytes = send && this.#options.onEmit ? run.encode() : undefined;
    if (!send || !bytes) return;
    const { node, sequence } = run;
    const t = this.#parts.moment.seconds;
    this.#options.onEmit?.({ node: node.id, address: send.address(run.params), bytes, t, sequence });
  }
}

/** It has more than equations: only then can it go beyond a budget. */
function hasOwnCode({ definition }: PlanNode): boolean {
  return [definition.step, definition.update, definition.send, definition.listen].some(
    (own) => own !== undefined,
  );
}
