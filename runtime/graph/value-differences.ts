import { canonical } from './fingerprint.ts';
import { own } from './own.ts';

/** A place inside a value where two versions of it differ: keys, and in lists indexes from 0; empty = the value itself. */
export interface ValueDifference {
  path: (string | number)[];
  /** Undefined where there is none. */
  from: unknown;
  to: unknown;
}

/** Where two JSON values differ, as deep inside as both have the same form; what was put into a list or taken out is told by its own. */
export function valueDifferences(from: unknown, to: unknown): ValueDifference[] {
  const found: ValueDifference[] = [];
  collect(from, to, [], found);
  return found;
}

function collect(from: unknown, to: unknown, path: (string | number)[], found: ValueDifference[]): void {
  if (isEqual(from, to)) return;
  if (Array.isArray(from) && Array.isArray(to)) collectFromLists(from, to, path, found);
  else if (isRecord(from) && isRecord(to)) {
    for (const key of new Set([...Object.keys(to), ...Object.keys(from)]))
      collect(own(from, key), own(to, key), [...path, key], found);
  } else found.push({ path, from, to });
}

/** What is the same at the beginning and at the end stays; between, place by place. */
function collectFromLists(
  from: readonly unknown[],
  to: readonly unknown[],
  path: (string | number)[],
  found: ValueDifference[],
): void {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && isEqual(from[start], to[start])) start++;
  let end = 0;
  while (end < shorter - start && isEqual(from[from.length - 1 - end], to[to.length - 1 - end])) end++;
  const [stopFrom, stopTo] = [from.length - end, to.length - end];
  for (let i = start; i < Math.max(stopFrom, stopTo); i++) {
    const inside = [...path, i];
    if (i < stopFrom && i < stopTo) collect(from[i], to[i], inside, found);
    else if (i < stopFrom) found.push({ path: inside, from: from[i], to: undefined });
    else found.push({ path: inside, from: undefined, to: to[i] });
  }
}

function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return canonical(a) === canonical(b);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
