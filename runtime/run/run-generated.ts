import type { Generated } from '../emit/generate.ts';
import type { Called, Ground } from '../emit/ground.ts';
import { ABSENT, GOOD, type QualityCode } from '../signal/quality.ts';
import type { Input } from './inbox.ts';
import { sharedDesk } from './own-ports.ts';
import { entranceOf } from './plan-index.ts';
import { moveStates, runMember, runNode } from './run-nodes.ts';
import type { Chunk, Stretch } from './stretch.ts';
import type { Hooks, TwinParts } from './twin-parts.ts';

/** How a twin runs by the functions made of its plan: it is the ground that they work on. */
export class GeneratedRun implements Ground {
  readonly chunk: Chunk;
  readonly base: number;
  readonly epoch: number;
  readonly own: readonly (Called | undefined)[];
  readonly numbers = sharedDesk.numbers;
  readonly kinds = sharedDesk.kinds;
  readonly said = sharedDesk.said;
  readonly enter: ((index: number) => void) | undefined;
  readonly #generated: Generated;
  readonly #parts: TwinParts;

  constructor(generated: Generated, parts: TwinParts, { chunk, base }: Stretch, enter: Hooks['enter']) {
    this.chunk = chunk;
    this.base = base;
    this.epoch = parts.inbox.epoch;
    this.own = parts.table.own;
    this.enter = enter;
    this.#generated = generated;
    this.#parts = parts;
  }

  /** Runs every active node in feedthrough order. */
  runNodes(): void {
    const { nodes } = this.#generated;
    for (let i = 0; i < nodes.length; i++) {
      // Counted afterwards: the engine counts the nodes it runs in between by itself.
      const ran = nodes[i]!(this);
      this.#parts.nodeSteps += ran;
    }
  }

  /** Integrates the open stretch of an island, s, in one step. False where the engine has to. */
  leap(island: number, start: number, end: number): boolean {
    const leap = this.#generated.leaps[island];
    return leap !== undefined && leap(this, start, end);
  }

  /** Runs them on one input that is a plain number, where nothing else is due. False where more has to be asked, and nothing was done. */
  deliver(micros: number, { node, port, value, t, quality, problem, sequence }: Input): boolean {
    const isPlain = problem === undefined && sequence === undefined && (t === undefined || t === t);
    if (typeof value !== 'number' || !isPlain || (quality !== undefined && quality !== GOOD)) return false;
    const entrance = entranceOf(this.#parts.index, node, 0);
    if (!entrance || entrance.source < 0 || (port !== undefined && port !== entrance.first)) return false;
    const run = this.#generated.deliver[entrance.source];
    const ran = run ? run(this, micros, value, t === undefined ? Number.NaN : t) : -1;
    if (ran < 0) return false;
    this.#parts.nodeSteps += ran;
    return true;
  }

  runNode(index: number): void {
    runNode(this.#parts.runs[index]!, this.#parts);
  }

  stands(index: number): boolean {
    return this.#parts.runs[index]!.stopped !== undefined;
  }

  step(index: number, worst: number): void {
    this.#parts.runs[index]!.step(worst as QualityCode);
  }

  moveStates(index: number): void {
    moveStates(this.#parts.runs[index]!, this.#parts);
  }

  start(index: number): void {
    this.#parts.runs[index]!.start();
  }

  emitAllBad(index: number): void {
    this.#parts.runs[index]!.emitAllBad();
  }

  beginMember(index: number): QualityCode {
    const { runs, islands, moment } = this.#parts;
    const run = runs[index]!;
    const island = islands[run.node.island]!;
    if (island.eventIn === moment.number || run.node.program?.constraints !== undefined) {
      runMember(run, this.#parts);
      return ABSENT;
    }
    island.begin(moment);
    return island.started ? island.quality : ABSENT;
  }
}
