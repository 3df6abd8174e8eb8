const NONE: readonly never[] = [];

/** A list as it is, or where it is empty the one that all twins share: what is asked at each tick is then looked up in one place of memory. */
export function someOrNone<T>(list: readonly T[]): readonly T[] {
  return list.length > 0 ? list : NONE;
}
