import type { Anchor } from '../compile/plan.ts';
import { GOOD } from '../signal/quality.ts';
import type { Cells } from './cells.ts';
import { RUNS } from './holdings.ts';
import type { NodeRun } from './node-run.ts';
import { converted } from './read-input.ts';

/** A state that begins at what a port says: at the port's first good sample, and again at the next one when it is asked to. */
export class AnchorRun {
  readonly member: NodeRun;
  /** Name of the state. */
  readonly state: string;
  /** It takes the next good sample. */
  isDue = true;
  readonly #anchor: Anchor;
  readonly #slot: number;

  constructor(member: NodeRun, state: string, slot: number, anchor: Anchor) {
    this.member = member;
    this.state = state;
    this.#slot = slot;
    this.#anchor = anchor;
  }

  /** Its node has not begun and cannot: there is no good sample. */
  holdsUp(cells: Cells): boolean {
    const { started, hold } = this.member;
    return this.isDue && !started && hold === RUNS && !this.#isGood(cells);
  }

  /** Puts the state where the port stands, if it is to and the port says something good. */
  take({ quality, memory, slots }: Cells): boolean {
    const { from } = this.#anchor;
    if (!this.isDue || quality[from] !== GOOD) return false;
    memory[this.#slot] = converted(this.#anchor, memory[slots[from]!]!);
    this.isDue = false;
    return true;
  }

  /** The port it waits for; undefined when it does not. */
  waitsFor(cells: Cells): number | undefined {
    return this.isDue && !this.#isGood(cells) ? this.#anchor.from : undefined;
  }

  #isGood({ quality }: Cells): boolean {
    return quality[this.#anchor.from] === GOOD;
  }
}

/** The anchors of the states of these nodes. */
export function anchorsOf(members: readonly NodeRun[]): AnchorRun[] {
  return members.flatMap((member) =>
    member.node.states.flatMap(({ name, slot, anchor }) =>
      anchor ? [new AnchorRun(member, name, slot, anchor)] : [],
    ),
  );
}
