import type { PlanSource } from '../compile/plan.ts';
import type { Decoded, Once } from '../node/definition.ts';
import type { Input } from './inbox.ts';

/** What one source made of a delivery: a reading, or a list of them in order of time. */
export interface Heard {
  source: Pick<PlanSource, 'node'>;
  reads: Decoded | readonly Decoded[];
}

/** What a source makes of bytes. Throws where its decode does. */
export function readAll({ list, decode }: PlanSource, bytes: Uint8Array, once?: Once): Heard['reads'] {
  return list ? list(bytes, once) : decode(bytes, once);
}

/**
 * The instants of one delivery: one, or where there are lists as many as they have times. What was measured at one time is one instant, however
 * many sources it is for; a reading without a time does not wait; what is no list belongs to the first.
 */
export function layReadings(heard: readonly Heard[]): Input[][] {
  const single: Input[] = [];
  const lists: Input[][] = [];
  for (const { source, reads } of heard) {
    if (isList(reads)) lists.push(reads.map((decoded) => inputOf(decoded, source.node)));
    else single.push({ ...reads, node: source.node });
  }
  const [first = [], ...more] = layLists(lists);
  const begin = [...single, ...first];
  return begin.length > 0 ? [begin, ...more] : [];
}

function isList(reads: Heard['reads']): reads is readonly Decoded[] {
  return Array.isArray(reads);
}

function layLists(lists: readonly (readonly Input[])[]): Input[][] {
  const instants: Input[][] = [];
  const next = lists.map(() => 0);
  while (lists.some((list, i) => next[i]! < list.length)) {
    const times = lists.map((list, i) => timeOf(list[next[i]!]));
    const first = Math.min(...times);
    instants.push(lists.flatMap((list, i) => (times[i] === first ? [list[next[i]!++]!] : [])));
  }
  return instants;
}

/** Infinity behind the last one. */
function timeOf(input: Input | undefined): number {
  return input ? (input.t ?? -Infinity) : Infinity;
}

/** A time that is not finite is none: neither the order of readings nor the log could hold it. */
function inputOf({ t, ...decoded }: Decoded, node: string): Input {
  return { ...decoded, ...(Number.isFinite(t) && { t }), node };
}
