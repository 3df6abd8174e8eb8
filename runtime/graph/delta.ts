/** What makes one JSON value out of another, small where little differs. It is JSON itself. */
export type Delta =
  /** Another value altogether. */
  | { is: unknown }
  /** A record: `in` changed keys, `new` ones, `gone` ones; `order` of all keys where it would be another. */
  | { in?: Record<string, Delta>; new?: Record<string, unknown>; gone?: string[]; order?: string[] }
  /** A list: at `at`, `out` items make room for `put`. */
  | { at: number; out: number; put: unknown[] };

/** The delta from one JSON value to another; undefined where they are equal, the order of keys included. */
export function deltaBetween(from: unknown, to: unknown): Delta | undefined {
  if (from === to) return undefined;
  if (Array.isArray(from) && Array.isArray(to)) return listDelta(from, to);
  if (isRecord(from) && isRecord(to)) return recordDelta(from, to);
  return { is: to };
}

/** The value a delta leads to. What is as before is the same object. */
export function applyDelta(from: unknown, delta: Delta | undefined): unknown {
  if (!delta) return from;
  if ('is' in delta) return delta.is;
  if ('at' in delta) return (from as unknown[]).toSpliced(delta.at, delta.out, ...delta.put);
  const made = { ...(from as Record<string, unknown>) };
  for (const [key, change] of Object.entries(delta.in ?? {})) made[key] = applyDelta(made[key], change);
  for (const key of delta.gone ?? []) delete made[key];
  Object.assign(made, delta.new);
  return delta.order ? Object.fromEntries(delta.order.map((key) => [key, made[key]])) : made;
}

function recordDelta(from: Record<string, unknown>, to: Record<string, unknown>): Delta | undefined {
  const changed: Record<string, Delta> = {};
  const added: Record<string, unknown> = {};
  const has = (record: object, key: string): boolean => Object.hasOwn(record, key);
  for (const [key, value] of Object.entries(to)) {
    if (!has(from, key)) added[key] = value;
    else {
      const delta = deltaBetween(from[key], value);
      if (delta) changed[key] = delta;
    }
  }
  const gone = Object.keys(from).filter((key) => !has(to, key));
  const left = Object.keys(from).filter((key) => has(to, key));
  const keys = Object.keys(to);
  const asItComes = [...left, ...Object.keys(added)];
  const isMoved = keys.some((key, index) => asItComes[index] !== key);
  const delta: Delta = {
    ...(Object.keys(changed).length > 0 && { in: changed }),
    ...(Object.keys(added).length > 0 && { new: added }),
    ...(gone.length > 0 && { gone }),
    ...(isMoved && { order: keys }),
  };
  return Object.keys(delta).length > 0 ? delta : undefined;
}

function listDelta(from: readonly unknown[], to: readonly unknown[]): Delta | undefined {
  const isSame = (a: unknown, b: unknown): boolean => deltaBetween(a, b) === undefined;
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && isSame(from[start], to[start])) start++;
  let end = 0;
  while (end < shorter - start && isSame(from[from.length - 1 - end], to[to.length - 1 - end])) end++;
  const out = from.length - end - start;
  const put = to.slice(start, to.length - end);
  return out === 0 && put.length === 0 ? undefined : { at: start, out, put };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
