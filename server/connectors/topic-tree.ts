interface Level<T> {
  below: Map<string, Level<T>>;
  values: Set<T>;
}

/**
 * Values by MQTT topic filter, found by topic: `+` is one level, `#` at the end all that follow (and the level before it);
 * neither reaches topics that begin with `$`. Finding costs by the levels of the topic, not by the number of filters.
 */
export class TopicTree<T> {
  readonly #root = emptyLevel<T>();

  /** Keeps a value under a filter until the undo is called. */
  add(filter: string, value: T): () => void {
    const path = [this.#root];
    const names = filter.split('/');
    for (const name of names) path.push(stepInto(path.at(-1) ?? this.#root, name));
    path.at(-1)?.values.add(value);
    return () => {
      path.at(-1)?.values.delete(value);
      prune(path, names);
    };
  }

  /** Visits every value whose filter matches; one that lies under several filters is visited for each. */
  visit(topic: string, take: (value: T) => void): void {
    visitLevel(this.#root, topic.split('/'), 0, take);
  }
}

/** Brokers hang up on more, the embedded one does at 100. */
const MOST_LEVELS = 100;

/** Whether a broker accepts it as a filter: `+` and `#` alone in their level, `#` last, at most 100 levels and 65535 bytes, no NUL. */
export function isTopicFilter(filter: string): boolean {
  const levels = filter.split('/');
  const last = levels.length - 1;
  return (
    fitsPacket(filter) &&
    levels.length <= MOST_LEVELS &&
    levels.every((level, i) => level === '+' || (level === '#' && i === last) || !/[+#]/.test(level))
  );
}

/** Whether something may be published there: no wildcards, not the broker's own ($…), at most 100 levels and 65535 bytes, no NUL. */
export function isTopic(topic: string): boolean {
  return fitsPacket(topic) && !/^\$|[+#]/.test(topic) && topic.split('/').length <= MOST_LEVELS;
}

function fitsPacket(text: string): boolean {
  return text !== '' && !text.includes('\0') && Buffer.byteLength(text) <= 65_535;
}

function visitLevel<T>(
  level: Level<T>,
  names: readonly string[],
  depth: number,
  take: (value: T) => void,
): void {
  const hidesFromWildcards = depth === 0 && names[0]?.startsWith('$');
  if (!hidesFromWildcards) level.below.get('#')?.values.forEach(take);
  const name = names[depth];
  if (name === undefined) {
    level.values.forEach(take);
    return;
  }
  const exact = level.below.get(name);
  if (exact) visitLevel(exact, names, depth + 1, take);
  const any = hidesFromWildcards ? undefined : level.below.get('+');
  if (any) visitLevel(any, names, depth + 1, take);
}

function stepInto<T>(level: Level<T>, name: string): Level<T> {
  const known = level.below.get(name);
  if (known) return known;
  const made = emptyLevel<T>();
  level.below.set(name, made);
  return made;
}

/** Removes the levels that hold nothing any more, from the last upwards. */
function prune<T>(path: readonly Level<T>[], names: readonly string[]): void {
  for (let i = path.length - 1; i > 0; i--) {
    const [level, above, name] = [path[i], path[i - 1], names[i - 1]];
    if (!level || !above || name === undefined || level.values.size + level.below.size > 0) return;
    // An undo called twice must not remove what somebody else put there since.
    if (above.below.get(name) === level) above.below.delete(name);
  }
}

function emptyLevel<T>(): Level<T> {
  return { below: new Map(), values: new Set() };
}
