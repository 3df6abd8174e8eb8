import { TIME_SLOT } from '../compile/plan.ts';
import { BAD, GOOD, UNCERTAIN, type QualityCode } from '../signal/quality.ts';
import { GREATEST } from './cells.ts';
import { RUNS } from './holdings.ts';
import { qualityOf, type Input } from './inbox.ts';
import { INPUTS, INPUTS_AND_TICK, MICROS, TICK, WHATEVER, type Cause } from './moment.ts';
import { interpretNodes, moveStates } from './run-nodes.ts';
import type { TwinParts } from './twin-parts.ts';

/** When something is due next, µs since the origin: the origin itself, a period, a wake-up, a source's silence, an event that was met; Infinity when nothing is. */
export function nextDue(parts: TwinParts): number {
  const { begun, anew, cells, index, inbox, moment, holdings } = parts;
  if (!begun) return 0;
  if (anew !== undefined || holdings.isDue(moment.micros)) return Math.max(moment.micros, 0);
  let next = Math.min(inbox.nextStale(), nextWake(parts));
  const due = cells.base + index.layout.dueOf;
  for (let i = 0; i < index.periodNodes.length; i++) next = Math.min(next, cells.numbers[due + i]!);
  return nextEvent(parts, next);
}

/** When the first of the nodes that may run asks to, µs; worked out once for each change, or each time where nodes may stand still. */
function nextWake({ moment, wakers, mayHold }: TwinParts): number {
  if (!mayHold && moment.nextWake === moment.nextWake) return moment.nextWake;
  let next = Infinity;
  for (let i = 0; i < wakers.length; i++) {
    const waker = wakers[i]!;
    if (waker.wake < next && waker.hold === RUNS) next = waker.wake;
  }
  return (moment.nextWake = next);
}

/** The first event that was met and is not applied, if it is before `next`; not before the last instant. */
function nextEvent({ eventful, moment }: TwinParts, next: number): number {
  for (let i = 0; i < eventful.length; i++) next = Math.min(next, eventful[i]!.nextEvent());
  return Math.max(next, moment.micros);
}

/**
 * Runs one instant: what was admitted is put on its sources, the outputs of all active nodes are worked out in feedthrough order,
 * then the states of those nodes move. `micros` is not before the last instant. Must not allocate.
 */
export function runInstant(parts: TwinParts, micros: number): void {
  beginInstant(parts, micros, false);
  endInstant(parts, false);
}

/**
 * Runs the ticks up to `end`, µs, as long as nothing else is due: that is asked once, and again where a node asked to run. `seen` is called after each.
 * Leaves to the rest whatever it does not know. Must not allocate.
 */
export function runTicks(parts: TwinParts, end: number, seen: (() => void) | undefined): void {
  const { tick, periods, moment, table } = parts;
  if (tick.due > end || periods[0] !== tick || !isPlain(parts) || tick.due <= moment.micros) return;
  for (let next = nextBeside(parts); tick.due <= end && tick.due < next;) {
    settle(parts, tick.due);
    setClock(parts, tick.due);
    moment.quietUntil = -1;
    moment.cause = TICK;
    for (let n = 0; n < tick.nodes.length; n++) table.bytes[table.due + tick.nodes[n]!] = 1;
    tickIslands(parts, tick.next);
    tick.last = tick.next++;
    runNodes(parts);
    const { number, nextWake } = moment;
    seen?.();
    // Whoever saw it may have had more done.
    if (moment.number !== number || !isPlain(parts)) return;
    if (nextWake !== nextWake) next = nextBeside(parts);
  }
}

/** Nothing but time decides what is due: no event can be met, nobody begins to stand still or goes on, nobody was told anything. */
function isPlain({ begun, anew, reset, eventful, holdings }: TwinParts): boolean {
  const isAsked = anew !== undefined || reset !== undefined || holdings.isMoved;
  return begun && !isAsked && eventful.length === 0 && holdings.groups.length === 0;
}

/** When something else than the tick is due next, µs. */
function nextBeside(parts: TwinParts): number {
  const { periods, inbox } = parts;
  let next = Math.min(inbox.nextStale(), nextWake(parts));
  for (let i = 1; i < periods.length; i++) if (periods[i]!.due < next) next = periods[i]!.due;
  return next;
}

/** A whole instant of one input, the road of nearly all of them. False where it is not that plain, and nothing was done. Must not allocate. */
export function deliverPlain(parts: TwinParts, micros: number, input: Input): boolean {
  if (!parts.generated?.deliver(micros, input)) return false;
  moveAllStates(parts);
  return true;
}

/** An instant of inputs, which are put on their ports one by one before it ends; where nothing else is due by then, it `isQuiet`. Must not allocate. */
export function beginDelivery(parts: TwinParts, micros: number, isQuiet: boolean): void {
  const { moment } = parts;
  beginInstant(parts, micros, isQuiet);
  if (moment.cause === TICK) moment.cause = INPUTS_AND_TICK;
}

/** The begin of an instant: what is due says so. Inputs may be put on their ports then. Must not allocate. */
export function beginInstant(parts: TwinParts, micros: number, isQuiet: boolean): void {
  const { moment } = parts;
  if (!isQuiet) settle(parts, micros);
  setClock(parts, micros);
  if (!isQuiet) moment.quietUntil = -1;
  moment.cause = isQuiet ? INPUTS : activate(parts);
}

function setClock({ moment, cells }: TwinParts, micros: number): void {
  const seconds = micros / MICROS;
  moment.number++;
  moment.micros = micros;
  moment.seconds = seconds;
  cells.numbers[cells.base + TIME_SLOT] = seconds;
}

/** All active nodes run, by what stands on their inputs now. Must not allocate. */
export function endInstant(parts: TwinParts, isQuiet: boolean): void {
  const { inbox, moment } = parts;
  if (inbox.isOdd) moment.cause = WHATEVER;
  inbox.isOdd = false;
  if (!isQuiet) turnStale(parts);
  runNodes(parts);
  if (!isQuiet) takeAnswers(parts);
}

/** Puts an input that was let in on its port. A good number goes straight into the arrays. Must not allocate. */
export function putInput(parts: TwinParts, port: number, input: Input): void {
  const { cells, table, moment, index } = parts;
  const { value, quality: said, problem, t } = input;
  const { numbers, bytes } = cells;
  const node = index.owners[port]!;
  const isPlain = typeof value === 'number' && index.takesNumbers[port] === 1 && problem === undefined;
  if (isPlain && (said === undefined || said === GOOD) && bytes[table.held + node] === RUNS) {
    const { number } = moment;
    numbers[cells.base + index.slots[port]!] = value;
    bytes[cells.qualityAt + port] = value >= -GREATEST && value <= GREATEST ? GOOD : BAD;
    numbers[cells.measuredAt + port] = t === undefined ? moment.seconds : t - parts.inbox.epoch;
    numbers[cells.stampAt + port] = number;
    numbers[table.ranIn + node] = number;
    if (bytes[table.started + node] === 0) parts.runs[node]!.hear();
    return;
  }
  const measured = parts.inbox.measuredAt(input, parts.moment.micros);
  const quality = qualityOf(input);
  putSample(parts, port, quality === BAD ? undefined : input.value, quality, measured);
}

function runNodes(parts: TwinParts): void {
  if (parts.generated) parts.generated.runNodes();
  else interpretNodes(parts);
  moveAllStates(parts);
}

function moveAllStates(parts: TwinParts): void {
  const { stateful } = parts;
  for (let i = 0; i < stateful.length; i++) moveStates(stateful[i]!, parts);
}

/**
 * When something is due next, once what was to be integrated has been; `next` was due before. The instants before that are quiet: nothing
 * but what is put in happens in them. Groups are asked at each instant, and a stretch that is still open has to be integrated once time moves.
 */
export function foresee(parts: TwinParts, next: number): number {
  const due = nextEvent(parts, next);
  const { moment, holdings, pendingTick } = parts;
  moment.quietUntil = pendingTick < 0 && holdings.groups.length === 0 ? due : -1;
  return due;
}

/**
 * Integrates the islands over the stretch behind the last tick, to its end or to an event, once time has moved beyond the last instant:
 * all that arrived at the tick's own time counts, nothing later does.
 */
export function settle(parts: TwinParts, micros: number): void {
  const { pendingTick, moment, islands, tick, generated } = parts;
  if (pendingTick < 0 || micros <= moment.micros) return;
  const [from, to] = [pendingTick * tick.seconds, (pendingTick + 1) * tick.seconds];
  let isOpen = false;
  for (let i = 0; i < islands.length; i++) {
    if (generated?.leap(i, from, to) === true) continue;
    const island = islands[i]!;
    island.integrate(from, to, moment);
    if (island.isOpen) isOpen = true;
  }
  if (!isOpen) parts.pendingTick = -1;
}

/** Lets all but the last due time up to `end` of each period go by; the step that follows spans them. */
export function letTicksBy(parts: TwinParts, end: number): void {
  const { pendingTick, islands, tick, moment } = parts;
  if (pendingTick >= 0) {
    for (const island of islands)
      island.integrateThrough(pendingTick * tick.seconds, (pendingTick + 1) * tick.seconds, moment);
    parts.pendingTick = -1;
  }
  for (const period of parts.periods) {
    const missed = Math.floor((end - period.due) / (period.seconds * MICROS));
    if (missed > 0) period.next += missed;
  }
}

/** Says which nodes run whatever comes in; `TICK` where they are those of the tick alone. */
function activate(parts: TwinParts): Cause {
  const { begun, runs, anew, periods, moment, holdings, table, reset } = parts;
  let isTickAlone = begun && anew === undefined && reset === undefined;
  if (!begun) {
    parts.begun = true;
    for (const run of runs)
      run.isDue = run.node.rate.kind === 'inherit' && (run.hasNoEdge() || run.beginsAlone);
  }
  if (anew !== undefined) {
    for (const index of anew) runs[index]!.isDue = true;
    parts.anew = undefined;
  }
  if (holdings.follow(moment)) isTickAlone = false;
  beginAnew(parts);
  if (applyEvents(parts)) isTickAlone = false;
  for (let i = 0; i < periods.length; i++) {
    const period = periods[i]!;
    if (period.due > moment.micros) continue;
    for (let n = 0; n < period.nodes.length; n++) table.bytes[table.due + period.nodes[n]!] = 1;
    if (period === parts.tick) tickIslands(parts, period.next);
    else isTickAlone = false;
    period.last = period.next++;
  }
  if (nextWake(parts) > moment.micros) return isTickAlone ? TICK : WHATEVER;
  wakeUp(parts);
  return WHATEVER;
}

function wakeUp({ wakers, moment }: TwinParts): void {
  for (let i = 0; i < wakers.length; i++) {
    const run = wakers[i]!;
    if (run.wake > moment.micros || run.hold !== RUNS) continue;
    run.wake = Infinity;
    run.isDue = true;
  }
}

/** What was reset begins: at once where it began at the origin, or else with its next sample; until then nothing of it is known. */
function beginAnew(parts: TwinParts): void {
  const { reset, runs } = parts;
  if (reset === undefined) return;
  for (const index of reset) {
    const run = runs[index]!;
    const { rate, island, definition } = run.node;
    if (island >= 0) continue;
    const beginsAtOnce = rate.kind === 'inherit' && (run.hasNoEdge() || run.beginsAlone);
    if (beginsAtOnce || definition.descriptor.raises !== undefined) run.isDue = true;
    else if (run.isReady()) run.emitAllBad();
  }
  parts.reset = undefined;
}

/** Events that are due jump; all members of their islands show it. False where there are none. */
function applyEvents({ eventful, moment, runs }: TwinParts): boolean {
  let isAny = false;
  for (let i = 0; i < eventful.length; i++) {
    const island = eventful[i]!;
    if (island.nextEvent() > moment.micros) continue;
    isAny = true;
    island.applyEvents();
    island.eventIn = moment.number;
    for (const index of island.island.nodes) runs[index]!.isDue = true;
  }
  return isAny;
}

/** What the answers of other nodes to an event are counts in the rest of its stretch. */
function takeAnswers({ eventful, moment }: TwinParts): void {
  for (let i = 0; i < eventful.length; i++)
    if (eventful[i]!.eventIn === moment.number) eventful[i]!.takeAnswers(moment);
}

/** Brings islands over ticks that were let by; their next stretch waits for whatever else arrives at this time. */
function tickIslands(parts: TwinParts, k: number): void {
  const { islands, eventful, tick, moment, cells, index } = parts;
  const { length } = islands;
  if (length === 0) return;
  if (tick.last >= 0 && k > tick.last + 1) {
    for (let i = 0; i < length; i++) {
      const island = islands[i]!;
      island.openStretch();
      island.integrateThrough((tick.last + 1) * tick.seconds, k * tick.seconds, moment);
    }
  }
  // All that an island is told whose states nothing makes jump.
  const { isOpen, hasInputs } = index.layout;
  for (let i = 8 * cells.base; i < 8 * cells.base + length; i++) {
    cells.bytes[isOpen + i] = 1;
    cells.bytes[hasInputs + i] = 0;
  }
  for (let i = 0; i < eventful.length; i++) eventful[i]!.beginStretch();
  parts.pendingTick = k;
}

/** A person presses: an event of a node. */
export function putPress(parts: TwinParts, port: number): void {
  parts.inbox.isOdd = true;
  putSample(parts, port, true, GOOD, parts.moment.seconds);
}

function putSample(
  { cells, moment, runs, index: { owners } }: TwinParts,
  port: number,
  value: unknown,
  quality: QualityCode,
  measured: number,
): void {
  const run = runs[owners[port]!]!;
  const seen = quality === GOOD && run.hold !== RUNS ? UNCERTAIN : quality;
  cells.emitValue(port, value, seen, measured, moment.number);
  run.hear();
}

function turnStale({ moment, runs, inbox }: TwinParts): void {
  const stale = inbox.turnStale(moment.micros);
  if (stale.length > 0) moment.cause = WHATEVER;
  for (let i = 0; i < stale.length; i++) {
    const run = runs[stale[i]!.node.index]!;
    run.emitAllBad();
    run.hear();
    run.noteMoved();
  }
}
