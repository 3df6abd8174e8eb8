const LONGEST = 100;

/** Up to three of the known names that a person may have meant: small edit distance, or the same last part. */
export function nearNames(wrong: string, known: readonly string[]): string[] {
  if (wrong.length > LONGEST) return [];
  const tail = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
  return known
    .map((name) => ({
      name,
      distance: Math.min(editDistance(wrong, name), editDistance(tail(wrong), tail(name))),
    }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(tail(wrong).length / 3)))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
