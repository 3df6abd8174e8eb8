import type { Plan, PlanNode } from '../compile/plan.ts';
import type { SourceAddress } from '../node/definition.ts';
import type { LogEntry } from '../run/log-entry.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { Twin } from '../run/twin.ts';
import { ABSENT, BAD, qualityName } from '../signal/quality.ts';
import { beginBoth, perturbed, type InputPlace } from './perturb.ts';

/** A port in the chain, as it reads into the one above it. */
export interface WhyRow {
  /** Place of the row above it; null for the port that was asked for. */
  above: number | null;
  port: string;
  /** Input of the node above through which it enters. */
  input: string | null;
  type: string;
  unit: string;
  /** Null while bad or absent. */
  value: unknown;
  quality: 'good' | 'uncertain' | 'bad' | 'absent';
  /** Since it was measured, s; null where it never was. */
  age: number | null;
  /** Its part in the value above it, −1 to 1; null where there is none to tell. */
  share: number | null;
  /** What one unit more of it does to the value above, in that one's unit. */
  slope: number | null;
  /** Where it comes from, where it is a source that listens. */
  source: string | null;
  /** The same port stands further up with its own chain: that row. */
  seen: number | null;
}

/** Where the shares are worked out: the state at the begin of a stretch, and what was put in until its end. */
export interface WhyGround {
  plan: Plan;
  twin: string;
  snapshot: Snapshot;
  entries: readonly LogEntry[];
  /** End of the stretch, s since the origin. */
  at: number;
  /** Says whether there is time for another fold. */
  hasTime(): boolean;
}

const MOST_ROWS = 200;
/** Part of an input's size by which it is moved. */
const STEP = 1e-3;

/**
 * The chain of a port back to the sources: what enters the node that says it, what enters those, and so on.
 *
 * The share of an input is found by finite differences. The stretch is folded twice from the same state with the same log, the second time with the
 * input read by δ = 0.1 % higher throughout (0.001 of its unit where it is 0). slope = Δy/δ, effect = slope·u, share = effect / Σ|effects|
 * over the inputs of the node. The absolute shares of a node's inputs add up to 1; a negative one lowers the value. For a sum or a mean the
 * effects are the parts themselves; for a product each factor has the same. Elsewhere they hold near these values only. In a node with a
 * state they say what the inputs did during the stretch: what the state held before belongs to no input. What an input does by way of a loop
 * counts as its own. A part that reads 0 in its unit (0 °C too) has no share, though it has a slope. Numbers only: other inputs, and
 * outputs that no small change moves, have none.
 */
export function explain(ground: WhyGround, port: string): WhyRow[] | undefined {
  const { plan } = ground;
  const twin = fold(ground, plan, ground.snapshot);
  const index = plan.ports.findIndex((one) => one.port === port);
  if (!twin || index < 0) return undefined;
  const producer = new Map(
    plan.nodes.flatMap((node) => node.outputs.map((output) => [output.port, node] as const)),
  );
  const rows: WhyRow[] = [rowOf(twin, index, ground.at, { above: null, input: null })];
  const chains = new Map<number, number>([[index, 0]]);
  const open: { row: number; port: number }[] = [{ row: 0, port: index }];
  for (let next = open.shift(); next; next = open.shift()) {
    const node = producer.get(next.port);
    if (!node) continue;
    rows[next.row]!.source = sourceOf(plan, node);
    const places = node.inputs.filter(({ from }) => from >= 0).map((input) => ({ node, input }));
    const shares = sharesOf(ground, twin, places, next.port);
    for (const [i, { input }] of places.entries()) {
      if (rows.length >= MOST_ROWS) return rows;
      const row = rowOf(twin, input.from, ground.at, { above: next.row, input: input.name });
      Object.assign(row, shares[i], { seen: chains.get(input.from) ?? null });
      rows.push(row);
      if (chains.has(input.from)) continue;
      chains.set(input.from, rows.length - 1);
      open.push({ row: rows.length - 1, port: input.from });
    }
  }
  return rows;
}

function rowOf(twin: Twin, port: number, at: number, place: Pick<WhyRow, 'above' | 'input'>): WhyRow {
  const { port: name, type, unit } = twin.plan.ports[port]!;
  const quality = twin.quality(port);
  const isNumber = type === 'number';
  const number = isNumber ? twin.value(port) : twin.value(port) !== 0;
  const value = isNumber || type === 'boolean' || type === 'event' ? number : (twin.object(port) ?? null);
  return {
    ...place,
    port: name,
    type,
    unit,
    value: quality >= BAD ? null : value,
    quality: qualityName(quality),
    age: quality === ABSENT ? null : at - twin.measuredAt(port),
    share: null,
    slope: null,
    source: null,
    seen: null,
  };
}

type Share = Pick<WhyRow, 'share' | 'slope'>;

function sharesOf(ground: WhyGround, now: Twin, places: readonly InputPlace[], port: number): Share[] {
  const isNumber = (one: number): boolean => now.plan.ports[one]!.type === 'number' && now.quality(one) < BAD;
  const moved = places.map((place) => {
    const { from } = place.input;
    if (!isNumber(port) || !isNumber(from) || !ground.hasTime()) return undefined;
    return slopeOf(ground, place, port, now.value(from));
  });
  const effects = moved.map((slope, i) =>
    slope === undefined ? 0 : slope * now.value(places[i]!.input.from),
  );
  const all = effects.reduce((sum, effect) => sum + Math.abs(effect), 0);
  return moved.map((slope, i) => ({
    slope: slope ?? null,
    share: slope === undefined || all === 0 ? null : effects[i]! / all,
  }));
}

function slopeOf(ground: WhyGround, place: InputPlace, port: number, value: number): number | undefined {
  const { plan, snapshot } = ground;
  const by = STEP * (Math.abs(value) || 1);
  const { index } = place.node;
  const other = perturbed(plan, place, by);
  const [asItWas, moved] = [plan, other].map((one) => fold(ground, one, beginBoth(snapshot, one, index)));
  if (!asItWas || !moved) return undefined;
  const slope = (moved.value(port) - asItWas.value(port)) / by;
  return Number.isFinite(slope) ? slope : undefined;
}

/** The plan is walked, not generated: each is used once. */
function fold({ twin: id, entries, at }: WhyGround, plan: Plan, snapshot: Snapshot): Twin | undefined {
  const twin = Twin.restore(plan, snapshot, { id, interpreted: true });
  try {
    for (const entry of entries) twin.replay(entry);
  } catch {
    // Moved by so much it ran another way, which the log does not fit.
    return undefined;
  }
  twin.advance(at);
  return twin;
}

function sourceOf({ sources }: Plan, { id }: PlanNode): string | null {
  const address = sources.find(({ node }) => node === id)?.address;
  return address ? sayAddress(address) : null;
}

function sayAddress(address: SourceAddress): string {
  switch (address.protocol) {
    case 'mqtt':
      return `${address.connection}: ${address.topic}`;
    case 'twin':
      return `${address.twin}: ${address.port}`;
    default:
      return address.protocol;
  }
}
