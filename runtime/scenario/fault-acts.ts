import type { HandValue } from '../run/hand-sets.ts';
import { fromExact, toExact, type Snapshot } from '../run/snapshot.ts';
import type { Twin } from '../run/twin.ts';

/** What a fault of a param or a state does at a time, s since the start. */
export type FaultAct = { at: number } & (
  | { set: string; value: HandValue | null }
  /** A state jumps to a value, or by one. */
  | { node: string; state: string; to?: number; by?: number }
);

/** Most values that something takes on its way. */
const MOST_ACTS = 1_000;

/** Sets a value again and again, each second or a thousand times in all. */
export function actsAlong(
  name: string,
  { from, to }: { from: number; to: number },
  value: (sinceBegin: number) => number,
): FaultAct[] {
  const every = Math.max(1, (to - from) / MOST_ACTS);
  const acts: FaultAct[] = [];
  for (let t = from; t < to; t += every) acts.push({ at: t, set: name, value: value(t - from) });
  return acts;
}

/** Does to a fork what faults of params and states do, in the order of time. */
export class FaultActs {
  readonly #acts: FaultAct[];
  readonly #start: number;

  /** `start`: time of the fork, s since the origin. */
  constructor(acts: readonly FaultAct[], start: number) {
    this.#acts = acts.toSorted((a, b) => b.at - a.at);
    this.#start = start;
  }

  /** When the next one is due, s since the origin; Infinity: none is. */
  get next(): number {
    return this.#start + (this.#acts.at(-1)?.at ?? Infinity);
  }

  /** Does what is due by `t`: the twin, or one that goes on from where it stands with another state. */
  act(twin: Twin, t: number, restore: (snapshot: Snapshot) => Twin): Twin {
    let current = twin;
    while (this.next <= t) {
      const act = this.#acts.pop()!;
      if ('set' in act) current.set(t, { [act.set]: act.value });
      else current = restore(withState(current.snapshot(), act));
    }
    return current;
  }
}

function withState(
  snapshot: Snapshot,
  { node, state, to, by = 0 }: Extract<FaultAct, { state: string }>,
): Snapshot {
  const saved = snapshot.nodes[node];
  const values = saved?.states[state];
  if (!saved || !values) return snapshot;
  const moved = values.map((value) => toExact(to ?? fromExact(value) + by));
  const nodes = { ...snapshot.nodes, [node]: { ...saved, states: { ...saved.states, [state]: moved } } };
  return { ...snapshot, nodes };
}
