import { aheadOf, type Plan, type PlanNode } from '../compile/plan.ts';
import type { AheadAddress } from '../node/definition.ts';
import type { Input } from '../run/inbox.ts';
import { MICROS } from '../run/moment.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { Twin } from '../run/twin.ts';
import { BAD, GOOD, UNCERTAIN, type QualityCode } from '../signal/quality.ts';
import { parseDifference } from '../signal/quantity.ts';
import { Feed, type LaidInput } from './feed.ts';
import { forecastPort } from './forecast-port.ts';
import { layInputs, type Recording } from './lay-inputs.ts';
import { pastOfInput, type PastOfInput } from './past-of-input.ts';

/** What a node asks of forks of its twin. */
export interface AheadQuestion {
  twin: string;
  node: string;
  plan: Plan;
  snapshot: Snapshot;
  /** What each input said in the last `lookBack` seconds. */
  recorded: ReadonlyMap<string, Recording>;
}

/** Most instants that all runs of one question need. */
const MOST_INSTANTS = 20_000_000;
/** Most ticks that run at once where nothing is delivered. */
const TICKS = 1_000;
const HOUR = 3_600;

/** Runs forks of a twin ahead and tells when the port that the node watches comes to its limit, as samples of the node's outputs. The same question has the same answer. Yields the share of the runs that is done. */
export function* runAhead({
  twin,
  node: id,
  plan,
  snapshot,
  recorded,
}: AheadQuestion): Generator<number, Input[]> {
  const node = plan.nodes.find((one) => one.id === id);
  const asked = node && aheadOf(node);
  if (!node || !asked) return [];
  const laid = layAhead(asked, plan, Twin.restore(plan, snapshot, { id: twin, interpreted: true }), recorded);
  const problem = 'problem' in laid ? laid.problem : tooMuch(asked, plan, laid.inputs);
  if ('problem' in laid || problem !== undefined)
    return [{ node: id, port: 'probability', problem: problem! }];
  const times: number[] = [];
  let quality: QualityCode = laid.isWhole ? GOOD : UNCERTAIN;
  for (let run = 1; run <= asked.runs; run++) {
    const feed = (fork: Twin, start: number): Feed => new Feed(laid.inputs, fork, start, snapshot.seed + run);
    const outcome = timeToLimit(node, asked, { twin, plan, snapshot, feed });
    times.push(outcome.t);
    yield run / asked.runs;
    if (!outcome.isWhole) quality = UNCERTAIN;
  }
  return distribution(id, asked, times, quality, snapshot.epoch + Math.max(snapshot.micros, 0) / MICROS);
}

interface Fork {
  twin: string;
  plan: Plan;
  snapshot: Snapshot;
  feed: (fork: Twin, start: number) => Feed;
}

/** When one fork comes to the limit, s since the start, a line between two of its instants; Infinity where it does not. Not whole: the port was bad or uncertain meanwhile. */
function timeToLimit(
  { inputs: [input] }: PlanNode,
  { limit, direction, horizon }: AheadAddress,
  { twin, plan, snapshot, feed: feedOf }: Fork,
): { t: number; isWhole: boolean } {
  const start = Math.max(snapshot.micros, 0) / MICROS;
  const sign = direction === 'above' ? 1 : -1;
  const { from = -1, factor = 1, offset = 0 } = input ?? {};
  let [at, before, crossed, isWhole] = [0, Number.NaN, Infinity, true];
  const observe = (fork: Twin): void => {
    if (crossed < Infinity) return;
    const over = sign * (fork.value(from) * factor + offset - limit);
    const t = Math.max(fork.t - start, 0);
    if (fork.quality(from) !== GOOD) isWhole = false;
    if (over >= 0) crossed = before < 0 ? at + ((t - at) * before) / (before - over) : t;
    [at, before] = [t, over];
  };
  const fork = Twin.restore(plan, snapshot, { id: twin, onInstant: observe });
  observe(fork);
  const feed = feedOf(fork, start);
  fork.deliver(start, feed.take(start));
  fork.advance(start);
  const slice = TICKS * plan.tick;
  const end = start + horizon;
  for (let t = start; t < end && crossed === Infinity;) {
    const next = feed.next;
    t = Math.min(next, t + slice, end);
    if (next <= t) fork.deliver(next, feed.take(next));
    else fork.advance(t);
  }
  return { t: crossed <= horizon ? crossed : Infinity, isWhole };
}

type LaidAhead = { inputs: LaidInput[]; isWhole: boolean } | { problem: string };

/** What feeds the sources of the forks. Not whole: something was asked of a past that is not known. */
function layAhead(
  asked: AheadAddress,
  plan: Plan,
  now: Twin,
  recorded: ReadonlyMap<string, Recording>,
): LaidAhead {
  const inputs = layInputs(plan, { inputs: {}, faults: [] }, []);
  const named = [...Object.keys(asked.sizes), ...Object.keys(asked.forecasts)];
  const nameOf = ({ node, output }: LaidInput): string => `${node}.${output}`;
  const unknown = named.find((name) => !inputs.some((one) => nameOf(one) === name));
  if (unknown !== undefined)
    return { problem: `the flow has no source ${unknown}: name one as node.port, or take it out` };
  let isWhole = true;
  for (const laid of inputs) {
    const name = nameOf(laid);
    const { type, unit } = plan.ports[laid.port]!;
    if (type !== 'number') continue;
    const recording = recorded.get(name);
    const past = recording && pastOfInput(recording, asked.lookBack);
    const given = Object.hasOwn(asked.sizes, name) ? asked.sizes[name]! : undefined;
    const size = given === undefined ? undefined : sizeOf(given, unit);
    if (Number.isNaN(size))
      return { problem: `"${given}" is no spread of ${name}: give it in ${unit || '1'}` };
    const port = Object.hasOwn(asked.forecasts, name) ? asked.forecasts[name] : undefined;
    const policy = port === undefined ? trendOf(asked, past) : forecastOf(port, laid, plan, now);
    if (policy && 'problem' in policy) return policy;
    if (policy) laid.policy = policy;
    if (asked.spread !== 'none') laid.stray = strayOf(asked.spread, size, past);
    if (
      !past &&
      ((asked.inputs === 'trend' && port === undefined) || (asked.spread !== 'none' && size === undefined))
    )
      isWhole = false;
  }
  return { inputs, isWhole };
}

/** What a person gives for a walk is how far it strays in an hour. */
function strayOf(
  kind: 'noise' | 'walk',
  size: number | undefined,
  past: PastOfInput | undefined,
): { kind: 'noise' | 'walk'; size: number } {
  const given = size === undefined || kind === 'noise' ? size : size / Math.sqrt(HOUR);
  return { kind, size: given ?? past?.[kind] ?? 0 };
}

function trendOf(
  { inputs, horizon }: AheadAddress,
  past: PastOfInput | undefined,
): LaidInput['policy'] | undefined {
  if (inputs === 'hold' || !past) return undefined;
  return lineTo(past.level, past.level + past.slope * horizon, horizon);
}

/** A line from where it stands to what the predictor says will be, and that from then on; as it stands where the predictor says nothing. */
function forecastOf(
  name: string,
  { port }: LaidInput,
  plan: Plan,
  now: Twin,
): LaidInput['policy'] | { problem: string } | undefined {
  const found = forecastPort(name, plan.ports[port]!.unit, plan);
  if ('problem' in found) return { problem: `${found.problem}. ${found.remedy}` };
  return Number.isNaN(now.value(found.by)) ? undefined : { kind: 'forecast', ...found };
}

function lineTo(from: number, to: number, over: number): LaidInput['policy'] {
  return { kind: 'profile', times: [0, over], values: [from, to], isLine: true };
}

function sizeOf(given: number | string, unit: string): number {
  if (typeof given === 'number') return given;
  const read = parseDifference(given, unit);
  return 'value' in read ? read.value : Number.NaN;
}

function tooMuch(
  { runs, horizon }: AheadAddress,
  { periods, nodes }: Plan,
  inputs: readonly LaidInput[],
): string | undefined {
  const own = periods.filter((_, i) => nodes.some(({ period }) => period === i));
  const rates = [...own, ...new Set(inputs.map(({ every }) => every))].map((seconds) => 1 / seconds);
  const instants = Math.ceil(runs * horizon * rates.reduce((a, b) => a + b, 0));
  return instants > MOST_INSTANTS
    ? `its runs need about ${Math.round(instants / 1e6)} million instants, more than ${MOST_INSTANTS / 1e6}: look less far ahead, or take fewer runs`
    : undefined;
}

/** Quantiles of the times and the share that came to the limit. A quantile beyond the horizon is not known: its sample is bad. */
function distribution(
  node: string,
  { confidence }: AheadAddress,
  times: readonly number[],
  quality: QualityCode,
  t: number,
): Input[] {
  const sorted = times.toSorted((a, b) => a - b);
  const sample = (port: string, value: number): Input =>
    value < Infinity ? { node, port, value, quality, t } : { node, port, quality: BAD, t };
  return [
    sample('value', quantile(sorted, 0.5)),
    sample('lower', quantile(sorted, (1 - confidence) / 2)),
    sample('upper', quantile(sorted, (1 + confidence) / 2)),
    sample('probability', sorted.filter((one) => one < Infinity).length / sorted.length),
  ];
}

/** Of sorted times, with a line between two of them. */
function quantile(sorted: readonly number[], p: number): number {
  const place = (sorted.length - 1) * p;
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return high === Infinity ? high : low + (high - low) * (place - Math.floor(place));
}
