import type { PlanNode } from '../compile/plan.ts';
import { ABSENT } from '../signal/quality.ts';
import type { HandValue } from './hand-sets.ts';
import { readHandSet } from './hand-sets.ts';
import type { Tag } from './tag.ts';
import { RUNS } from './holdings.ts';
import { Lacks } from './lacks.ts';
import { migrationsFrom } from './migrate-state.ts';
import { nodeLogic } from './node-logic.ts';
import type { NodeRun } from './node-run.ts';
import { runsAnew } from './runs-anew.ts';
import { fateOfState } from './plan-deploy.ts';
import { fromExact, toExact, type NodeSnapshot, type Snapshot } from './snapshot.ts';
import { runNext, type TwinParts } from './twin-parts.ts';

/** The whole state of a twin as JSON, between two instants. */
export function saveTwin(parts: TwinParts, seed: number, epoch: number): Snapshot {
  const { plan, moment, runs, islands, periods, handSets } = parts;
  return {
    twinloomSnapshot: 1,
    flow: plan.flow.name ?? '',
    micros: moment.micros,
    epoch,
    seed,
    instants: moment.number,
    pendingTick: parts.pendingTick < 0 ? null : parts.pendingTick,
    nodes: Object.fromEntries(runs.map((run) => [run.node.id, saveNode(run, parts)])),
    islands: Object.fromEntries(
      islands.map(({ island, started, badSince, outcome, quality, solver, isOpen, hasInputs, events }) => [
        islandKey(island.nodes, parts),
        {
          isOpen,
          hasInputs,
          ...(events && { events: events.save() }),
          started,
          badSince: Number.isFinite(badSince) ? badSince : null,
          outcome,
          quality,
          solver: solver.memory().map(toExact),
        },
      ]),
    ),
    periods: periods.map(({ seconds, next, last }) => ({ seconds, next, last })),
    handSets: Object.fromEntries(handSets),
    ...saveHoldings(parts),
    ...(parts.anew && { anew: [...parts.anew].map((index) => runs[index]!.node.id) }),
  };
}

/**
 * Brings a twin that has not begun to where a snapshot stands. Nodes keep state where type and version match (else they are migrated
 * or begin anew); ports keep their last sample where type and unit match; nodes whose logic changed run in the next instant.
 */
export function restoreTwin(parts: TwinParts, snapshot: Snapshot): void {
  const { moment, islands, periods, runs } = parts;
  moment.micros = snapshot.micros;
  moment.seconds = snapshot.micros / 1e6;
  moment.number = snapshot.instants;
  parts.begun = snapshot.micros >= 0;
  restoreHandSets(parts, snapshot.handSets);
  for (const run of runs) {
    const saved = ownOf(snapshot.nodes, run.node.id);
    const isSame = saved !== undefined && restoreNode(run, saved, parts);
    const isOwed = snapshot.anew?.includes(run.node.id) ?? false;
    if (isOwed || (parts.begun && !isSame && runsAnew(run))) runNext(parts, run.node.index);
  }
  for (const run of runs) forgetWithoutInputs(run, parts);
  parts.holdings.restore(snapshot);
  for (const period of periods) {
    const saved = snapshot.periods.find(({ seconds }) => seconds === period.seconds);
    if (saved) Object.assign(period, { next: saved.next, last: saved.last });
    else if (parts.begun) period.passBy(snapshot.micros);
  }
  const hasSameTick = snapshot.periods.some(({ seconds }) => seconds === parts.tick.seconds);
  parts.pendingTick = hasSameTick && islands.length > 0 ? (snapshot.pendingTick ?? -1) : -1;
  for (const island of islands) {
    const saved = ownOf(snapshot.islands, islandKey(island.island.nodes, parts));
    island.started = saved?.started ?? island.island.nodes.some((index) => runs[index]!.started);
    island.isOpen = parts.pendingTick >= 0;
    if (!saved) continue;
    island.badSince = saved.badSince ?? Infinity;
    island.outcome = saved.outcome;
    island.quality = saved.quality as typeof island.quality;
    island.solver.restore(saved.solver.map(fromExact));
    island.isOpen = parts.pendingTick >= 0 && (saved.isOpen ?? true);
    island.hasInputs = saved.hasInputs ?? false;
    if (saved.events) island.events?.restore(saved.events);
  }
}

/** A node may be called `toString`, which every object has. */
function ownOf<T>(of: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

function saveHoldings({
  holdings: { outOfService, groups },
}: TwinParts): Pick<Snapshot, 'outOfService' | 'groups'> {
  return {
    ...(outOfService.size > 0 && { outOfService: [...outOfService].toSorted() }),
    ...(groups.length > 0 && {
      groups: Object.fromEntries(
        groups.map(({ group, isEnabled, changedAt }) => [group.id, { isEnabled, changedAt }]),
      ),
    }),
  };
}

function islandKey(nodes: readonly number[], { runs }: TwinParts): string {
  return nodes
    .map((index) => runs[index]!.node.id)
    .toSorted()
    .join(' ');
}

function saveNode(run: NodeRun, { plan, cells, inbox, islands }: TwinParts): NodeSnapshot {
  const { node } = run;
  const { memory } = cells;
  const tag = inbox.tagOf(node.id);
  return {
    type: node.definition.type,
    version: node.definition.version,
    logic: nodeLogic(plan, node),
    params: resettingParams(node),
    started: run.started,
    lastRun: run.lastRun,
    lastDue: run.lastDue,
    wake: Number.isFinite(run.wake) ? run.wake : null,
    sequence: run.sequence,
    random: run.random.save(),
    ...(run.error !== undefined && { error: run.error }),
    ...(run.stopped !== undefined && { stopped: run.stopped }),
    ...saveAnchors(run, islands),
    ...(run.hold !== RUNS && { hold: run.hold }),
    ...(run.lacks && run.lacks.standing.size > 0 && { lacks: Object.fromEntries(run.lacks.standing) }),
    states: Object.fromEntries(
      node.states.map(({ name, slot, length }) => [
        name,
        [...memory.subarray(slot, slot + length)].map(toExact),
      ]),
    ),
    inputs: Object.fromEntries(
      node.inputs.map(({ name, unit, slot }) => [name, { unit, value: toExact(memory[slot]!) }]),
    ),
    outputs: Object.fromEntries(
      node.outputs.map(({ name, type, unit, port, slot }) => [
        name,
        {
          type,
          unit,
          value: toExact(memory[slot]!),
          ...(cells.objects[port] !== undefined && { object: plainOf(cells.objects[port]) }),
          quality: cells.quality[port]!,
          measured: toExact(cells.measured[port]!),
        },
      ]),
    ),
    ...(tag && { tag: saveTag(tag) }),
  };
}

function saveAnchors(run: NodeRun, islands: TwinParts['islands']): { anchoring?: string[] } {
  const due = (islands[run.node.island]?.anchors ?? []).filter(
    ({ member, isDue }) => member === run && isDue,
  );
  return due.length > 0 ? { anchoring: due.map(({ state }) => state) } : {};
}

function saveTag({
  heardAt,
  isStale,
  newest,
  sequence,
  dropped,
  problem,
}: Tag): NonNullable<NodeSnapshot['tag']> {
  return {
    heardAt,
    isStale,
    newest: toExact(newest),
    dropped,
    ...(sequence !== undefined && { sequence }),
    ...(problem !== undefined && { problem }),
  };
}

/** Takes over what may be kept; true when the node does exactly what it did. */
function restoreNode(run: NodeRun, saved: NodeSnapshot, parts: TwinParts): boolean {
  const { node } = run;
  const { fate } = fateOfState(saved, node);
  if (node.mayBeHeld) run.hold = saved.hold ?? RUNS;
  restorePorts(run, saved, parts);
  const tag = parts.inbox.tagOf(node.id);
  if (tag && saved.tag && saved.type === node.definition.type) {
    Object.assign(tag, {
      ...saved.tag,
      newest: fromExact(saved.tag.newest),
      sequence: saved.tag.sequence,
      problem: saved.tag.problem,
    });
    parts.inbox.touch();
  }
  if (saved.type === node.definition.type) run.stopped = saved.stopped;
  if (fate === 'reset') return false;
  const state = Object.fromEntries(
    Object.entries(saved.states).map(([name, values]) => [name, values.map(fromExact)]),
  );
  const steps = migrationsFrom(saved.version, node.definition) ?? [];
  const migrated = steps.reduce((from, step) => step(from), state);
  const { memory } = parts.cells;
  const isWhole = node.states.every(({ name, length }) => migrated[name]?.length === length);
  if (!isWhole) return false;
  for (const { name, slot } of node.states) memory.set(migrated[name]!, slot);
  Object.assign(run, {
    started: saved.started,
    lastRun: saved.lastRun,
    lastDue: saved.lastDue,
    wake: saved.wake ?? Infinity,
    sequence: saved.sequence,
    error: saved.error,
  });
  if (saved.lacks) (run.lacks ??= new Lacks()).restore(saved.lacks);
  run.random.restore(saved.random);
  for (const anchor of parts.islands[node.island]?.anchors ?? []) {
    if (anchor.member === run) anchor.isDue = saved.anchoring?.includes(anchor.state) ?? !saved.started;
  }
  return saved.logic === nodeLogic(parts.plan, node);
}

function restorePorts({ node }: NodeRun, saved: NodeSnapshot, { cells }: TwinParts): void {
  for (const { name, type, unit, port, slot } of node.outputs) {
    const former = saved.outputs[name];
    if (!former || former.type !== type || former.unit !== unit || former.quality === ABSENT) continue;
    cells.memory[slot] = fromExact(former.value);
    cells.quality[port] = former.quality;
    cells.measured[port] = fromExact(former.measured);
    cells.objects[port] = former.object;
  }
  for (const { name, unit, slot, from } of node.inputs) {
    const former = saved.inputs[name];
    if (former && former.unit === unit && from >= 0) cells.memory[slot] = fromExact(former.value);
  }
}

/** What a node made of an input that has no sample any more, or another port's, is no value of it. In feedthrough order. */
function forgetWithoutInputs(run: NodeRun, { cells }: TwinParts): void {
  const { node } = run;
  const isWithout = node.inputs.some(
    ({ from, awaited, feedthrough }) => from >= 0 && awaited && feedthrough && cells.quality[from] === ABSENT,
  );
  if (!isWithout || node.island >= 0 || run.beginsAlone) return;
  for (const { port } of node.outputs) {
    cells.quality[port] = ABSENT;
    cells.measured[port] = Number.NaN;
    cells.objects[port] = undefined;
  }
}

/** What a person set stays set where it still fits. */
function restoreHandSets(parts: TwinParts, handSets: Readonly<Record<string, HandValue>>): void {
  const byId = new Map(parts.runs.map(({ node }) => [node.id, node]));
  for (const [name, value] of Object.entries(handSets)) {
    const read = readHandSet(byId, name, value);
    if (!('param' in read) || read.value === undefined) continue;
    parts.runs[read.node.index]!.setParam(read.param, read.value);
    parts.handSets.set(name, read.value);
  }
}

function resettingParams(node: PlanNode): Record<string, unknown> {
  const names = Object.entries(node.definition.descriptor.params).flatMap(([name, { resets }]) =>
    resets ? [name] : [],
  );
  return Object.fromEntries(names.map((name) => [name, node.params[name] ?? null]));
}

function plainOf(value: unknown): unknown {
  return value instanceof Float64Array ? [...value] : value;
}
