import { TIME_SLOT } from '../compile/plan.ts';
import { BAD } from '../signal/quality.ts';
import { MICROS } from './moment.ts';
import type { NodeRun } from './node-run.ts';
import type { TwinParts } from './twin-parts.ts';

/** When something is due next, µs since the origin: the origin itself, a period, a wake-up, a source's silence; Infinity when nothing is. */
export function nextDue({ begun, anew, periods, wakers, inbox, moment }: TwinParts): number {
  if (!begun) return 0;
  if (anew.size > 0) return Math.max(moment.micros, 0);
  let next = inbox.nextStale();
  for (let i = 0; i < periods.length; i++) next = Math.min(next, periods[i]!.due());
  for (let i = 0; i < wakers.length; i++) if (wakers[i]!.wake < next) next = wakers[i]!.wake;
  return next;
}

/**
 * Runs one instant: what was admitted is put on its sources, the outputs of all active nodes are worked out in feedthrough order,
 * then the states of those nodes move. `micros` is not before the last instant. Must not allocate.
 */
export function runInstant(parts: TwinParts, micros: number): void {
  settle(parts, micros);
  const { moment, cells, stateful } = parts;
  moment.number++;
  moment.micros = micros;
  moment.seconds = micros / MICROS;
  cells.memory[TIME_SLOT] = moment.seconds;
  activate(parts);
  putAdmitted(parts);
  parts.runNodes(parts);
  for (let i = 0; i < stateful.length; i++) moveStates(stateful[i]!, parts);
}

/**
 * Integrates the islands over the stretch behind the last tick, once an instant lies beyond it: all that arrived at the tick's own
 * time counts, nothing later does.
 */
export function settle(parts: TwinParts, micros: number): void {
  const { pendingTick, moment, islands, tick } = parts;
  if (pendingTick < 0 || micros <= moment.micros) return;
  parts.pendingTick = -1;
  for (let i = 0; i < islands.length; i++) {
    islands[i]!.integrate(pendingTick * tick.seconds, (pendingTick + 1) * tick.seconds, moment);
  }
}

/** Lets all but the last due time up to `end` of each period go by; the step that follows spans them. */
export function letTicksBy(parts: TwinParts, end: number): void {
  settle(parts, end);
  for (const period of parts.periods) {
    const missed = Math.floor((end - period.due()) / (period.seconds * MICROS));
    if (missed > 0) period.next += missed;
  }
}

function activate(parts: TwinParts): void {
  const { begun, runs, wakers, anew, periods, moment } = parts;
  if (!begun) {
    parts.begun = true;
    for (const run of runs) run.isDue = run.node.rate.kind === 'inherit' && run.hasNoEdge();
  }
  for (const index of anew) runs[index]!.isDue = true;
  anew.clear();
  for (let i = 0; i < periods.length; i++) {
    const period = periods[i]!;
    if (period.due() > moment.micros) continue;
    for (let n = 0; n < period.nodes.length; n++) runs[period.nodes[n]!]!.isDue = true;
    if (period === parts.tick) tickIslands(parts, period.next);
    period.last = period.next++;
  }
  for (let i = 0; i < wakers.length; i++) {
    const run = wakers[i]!;
    if (run.wake > moment.micros) continue;
    run.wake = Infinity;
    run.isDue = true;
  }
}

/** Brings islands over ticks that were let by; their next stretch waits for whatever else arrives at this time. */
function tickIslands(parts: TwinParts, k: number): void {
  const { islands, tick, moment } = parts;
  if (islands.length === 0) return;
  if (tick.last >= 0 && k > tick.last + 1) {
    for (const island of islands) island.integrate((tick.last + 1) * tick.seconds, k * tick.seconds, moment);
  }
  parts.pendingTick = k;
}

function putAdmitted({ admitted, cells, moment, runs, inbox }: TwinParts): void {
  for (let i = 0; i < admitted.length; i++) {
    const { node, output, value, quality, measured } = admitted[i]!;
    cells.emitValue(output.port, value, quality, measured, moment.number);
    runs[node.index]!.hear();
  }
  admitted.length = 0;
  for (const { node } of inbox.turnStale(moment.micros)) {
    runs[node.index]!.emitAllBad();
    runs[node.index]!.hear();
  }
}

/** The second half of a node's step. An input that came after the outputs, round a cycle, counts too. */
function moveStates(run: NodeRun, parts: TwinParts): void {
  const isLate = !run.stepped && run.node.rate.kind === 'inherit' && run.isTriggered();
  if (!run.stepped && !(isLate && run.isReady() && run.inputQuality() < BAD)) return;
  if (isLate) parts.nodeSteps++;
  run.moveStates();
}
