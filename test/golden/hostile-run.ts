import type { Plan, PlanNode } from '@twinloom/runtime/compile/plan';
import type { Catalog } from '@twinloom/runtime/node/catalog';
import type { Input } from '@twinloom/runtime/run/inbox';
import type { RandomStream } from '@twinloom/runtime/run/random-stream';
import { readSnapshot, type Snapshot } from '@twinloom/runtime/run/snapshot';
import { Twin } from '@twinloom/runtime/run/twin';
import { BAD, GOOD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import { readVector } from '@twinloom/runtime/signal/vector';
import { planOf, type HostileFlow } from './hostile-flow.ts';
import { hostileSample, type HostileSample, type Publisher } from './hostile-samples.ts';

const EPOCH = 1_700_000_000;
const HOUR = 3600;
const GREATEST = 1e30;
/** Ticks after which a model has said what it makes of an input. */
const TICKS = 1.5;

/** What a source must have counted, worked out apart from the engine. */
interface Expected {
  newest: number;
  sequence: number | undefined;
  dropped: number;
}

/** How a run fared: what was not as it must be, at which case; and how much of what it met. */
export interface HostileOutcome {
  faults: string[];
  cases: number;
  delivered: number;
  dropped: number;
}

/** Delivers one hostile thing after the other to one twin, and looks at all of it after each. */
export function runHostile(
  { flow, plan, topics }: HostileFlow,
  cases: number,
  catalog: Catalog,
  chance: RandomStream,
): HostileOutcome {
  const run = new HostileRun(plan, chance);
  for (let i = 0; i < cases && run.faults.length === 0; i++) {
    try {
      run.next(topics);
      if (i % 10 === 9) run.restore(plan);
      if (i % 25 === 24) run.redeploy(flow, catalog);
    } catch (error) {
      run.faults.push(`it threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { faults: run.faults, cases: run.cases, delivered: run.delivered, dropped: run.dropped() };
}

class HostileRun {
  readonly faults: string[] = [];
  cases = 0;
  delivered = 0;
  #twin: Twin;
  #plan: Plan;
  #now = 0;
  readonly #chance: RandomStream;
  readonly #publishers = new Map<string, Publisher>();
  readonly #expected = new Map<string, Expected>();
  readonly #options = {
    id: 't',
    epoch: EPOCH,
    onEmit: ({ bytes }: { bytes: Uint8Array }) => this.#lookAtSent(bytes),
    onNotice: ({ node, says }: { node: string; says: string }) => {
      if (/failed(?!: expected)/.test(says)) this.faults.push(`${node} says: ${says}`);
    },
  };

  constructor(plan: Plan, chance: RandomStream) {
    this.#plan = plan;
    this.#chance = chance;
    this.#twin = new Twin(plan, this.#options);
  }

  /** One case. */
  next(topics: readonly string[]): void {
    this.cases++;
    const below = (n: number): number => Math.floor(this.#chance.uniform() * n);
    const at = this.#arrival(below(40));
    const topic = topics[below(topics.length)]!;
    if (below(12) === 0) this.#deliverRaw(at, below);
    else if (below(10) > 0) this.#deliverMessage(at, topic);
    else this.#lookAt('silence', this.#twin.snapshot());
  }

  /** Goes on from what JSON keeps of it. */
  restore(plan: Plan): void {
    const read = readSnapshot(JSON.stringify(this.#twin.snapshot()));
    if ('problem' in read) return void this.faults.push(`its snapshot cannot be read: ${read.problem}`);
    this.#plan = plan;
    this.#twin = Twin.restore(plan, read.snapshot, this.#options);
  }

  /** A source says another unit from now on. */
  redeploy(flow: HostileFlow['flow'], catalog: Catalog): void {
    const sources = Object.entries(flow.nodes).filter(([, { params }]) => params?.unit === '1');
    const [id, node] = sources[Math.floor(this.#chance.uniform() * sources.length)] ?? [];
    if (id === undefined || !node) return;
    const changed = { ...node, params: { ...node.params, unit: '%' } };
    const plan = planOf({ ...flow, nodes: { ...flow.nodes, [id]: changed } }, catalog);
    if (plan) this.restore(plan);
  }

  dropped(): number {
    return [...this.#expected.values()].reduce((sum, { dropped }) => sum + dropped, 0);
  }

  /** When the next thing arrives: soon, at once, an hour later, or by a clock that was set back. */
  #arrival(kind: number): number {
    const before = this.#now;
    if (kind === 0) this.#now += HOUR;
    else if (kind === 1) this.#now = Math.max(0, this.#now - HOUR);
    else if (kind === 2) this.#now = 0;
    else if (kind < 6) this.#now += 12;
    else if (kind > 9) this.#now += 0.3 * this.#chance.uniform();
    this.#now = Math.max(this.#now, kind === 1 || kind === 2 ? 0 : this.#twin.t);
    this.#twin.advance(this.#now, true);
    this.#lookAt(`${this.#now - before} s`, this.#twin.snapshot());
    return this.#now;
  }

  #deliverMessage(at: number, topic: string): void {
    const publisher = this.#publishers.get(topic) ?? { t: EPOCH, n: 0, last: undefined };
    this.#publishers.set(topic, publisher);
    const sample = hostileSample(EPOCH + at, publisher, this.#chance);
    const bytes = new TextEncoder().encode(sample.text);
    const listening = this.#plan.sources.filter(
      ({ address }) => address.protocol === 'mqtt' && address.topic === topic,
    );
    const isAgain = this.#chance.uniform() < 0.1;
    const inputs = listening.map(({ node, decode }): Input => ({
      ...decode(bytes),
      node,
      ...(isAgain && { isAgain }),
    }));
    for (const { node } of listening) this.#expect(node, sample, isAgain);
    if (inputs.length === 0) return;
    this.#twin.deliver(at, inputs);
    this.delivered++;
    this.#lookAt(`${JSON.stringify(sample.text.slice(0, 100))} on ${topic}`, this.#twin.snapshot());
  }

  /** What no JSON can say: the numbers themselves, past every decode. */
  #deliverRaw(at: number, below: (n: number) => number): void {
    const source = this.#plan.sources[below(Math.max(this.#plan.sources.length, 1))];
    if (!source || source.address.protocol !== 'mqtt') return;
    const { node } = source;
    const values = [
      Number.NaN,
      Infinity,
      -Infinity,
      1e308,
      -0,
      null,
      undefined,
      'text',
      [Number.NaN],
      { a: Infinity },
    ];
    const value = values[below(values.length)];
    this.#twin.deliver(at, [{ node, value }]);
    this.delivered++;
    const port = this.#twin.portIndex(`${node}.value`);
    const isBeyond = typeof value === 'number' && !(Math.abs(value) <= GREATEST);
    if (isBeyond && this.#twin.quality(port) < BAD) this.faults.push(`${node} takes ${String(value)}`);
    this.#lookAt(`the raw value ${String(value)}`, this.#twin.snapshot());
  }

  #expect(node: string, sample: HostileSample, isAgain: boolean): void {
    const expected = this.#expected.get(node) ?? { newest: -Infinity, sequence: undefined, dropped: 0 };
    this.#expected.set(node, expected);
    const { params } = this.#plan.nodes.find(({ id }) => id === node)!;
    if (!sample.isJson || sample.t === 'wrong' || !isWanted(sample.value, String(params.type))) {
      expected.dropped++;
      return;
    }
    const { t, sequence } = sample;
    const isRepeated =
      sequence !== undefined &&
      expected.sequence !== undefined &&
      (sequence === expected.sequence || (isAgain && sequence < expected.sequence));
    const isLate = t !== undefined && t <= expected.newest && params.late !== 'accept';
    if (isRepeated || isLate) {
      expected.dropped++;
      return;
    }
    expected.newest = Math.max(expected.newest, t ?? -Infinity);
    expected.sequence = sequence ?? expected.sequence;
  }

  /** Everything of the twin, after `what`. */
  #lookAt(what: string, snapshot: Snapshot): void {
    const blame = (says: string): void => void this.faults.push(`${says}, after ${what} at ${this.#now} s`);
    for (const [id, { states, type }] of Object.entries(snapshot.nodes)) {
      for (const [name, values] of Object.entries(states)) {
        if (values.some((value) => typeof value === 'string' && value !== '-0'))
          blame(`the state ${name} of ${id} (${type}) holds ${JSON.stringify(values).slice(0, 80)}`);
      }
    }
    for (const [island, { solver }] of Object.entries(snapshot.islands)) {
      if (solver.includes('NaN')) blame(`the solver of ${island} holds NaN`);
    }
    for (const node of this.#plan.nodes) this.#lookAtPorts(node, blame);
    for (const [node, { dropped }] of this.#expected) {
      const counted = snapshot.nodes[node]?.tag?.dropped ?? 0;
      if (counted !== dropped) blame(`${node} counts ${counted} dropped samples in place of ${dropped}`);
    }
  }

  #lookAtPorts(node: PlanNode, blame: (says: string) => void): void {
    for (const { port, name, type } of node.outputs) {
      const quality = this.#twin.quality(port);
      if (quality > UNCERTAIN) continue;
      const object = this.#twin.object(port);
      const value = object ?? this.#twin.value(port);
      const isThere = type === 'event' || isSound(value);
      if (!isThere)
        blame(`${node.id}.${name} (${node.definition.type}) calls ${JSON.stringify(value)} ${quality}`);
    }
    const said = node.outputs.filter(
      ({ port, type }) => type !== 'event' && this.#twin.quality(port) === GOOD,
    );
    if (said.length > 0 && this.#mustNotBeGood(node))
      blame(`${node.id} (${node.definition.type}) is good although an input is bad`);
  }

  /** An input is bad which the outputs are computed from. */
  #mustNotBeGood({ island, inputs, definition, rate, outputs }: PlanNode): boolean {
    const bad = inputs.filter(
      ({ from, held, feedthrough, type }) =>
        from >= 0 && !held && feedthrough && type !== 'event' && this.#twin.quality(from) === BAD,
    );
    if (bad.length === 0 || definition.onBad !== 'bad') return false;
    // A model says what it makes of its inputs at its ticks.
    const since = Math.max(...bad.map(({ from }) => this.#twin.measuredAt(from)));
    if (island >= 0) return this.#twin.t - since > TICKS * this.#plan.tick;
    return rate.kind === 'inherit' && outputs.length > 0;
  }

  #lookAtSent(bytes: Uint8Array): void {
    const text = new TextDecoder().decode(bytes);
    if (/NaN|Infinity|undefined/.test(text)) this.faults.push(`it sends ${text.slice(0, 100)}`);
  }
}

/** Whether a value that JSON had is one of this type, by the words of the semantics alone. */
function isWanted(value: unknown, type: string): boolean {
  switch (type) {
    case 'number':
      return typeof value === 'number' && Math.abs(value) <= GREATEST;
    case 'boolean':
      return [true, false, 0, 1, 'true', 'false'].includes(
        typeof value === 'string' ? value.toLowerCase() : (value as number),
      );
    case 'string':
      return typeof value === 'string';
    case 'vector':
      return readVector(value) !== undefined;
    default:
      return typeof value === 'object' && value !== null && !Array.isArray(value);
  }
}

function isSound(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) <= GREATEST;
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)].every(isSound);
  return value !== undefined;
}
