import type { Recovered } from '../journal/recover.ts';

/** Where twins go on, with word of what they said that waits in the outbox: the journal may not know of it yet, and it is not to be said again. */
export function withLetters(
  recovered: ReadonlyMap<string, Recovered>,
  lastSequences: ReadonlyMap<string, Readonly<Record<string, number>>>,
): Map<string, Recovered> {
  return new Map(
    [...recovered].map(([twin, stand]) => {
      const sent = { ...stand.sent };
      for (const [node, sequence] of Object.entries(lastSequences.get(twin) ?? {}))
        sent[node] = Math.max(sent[node] ?? 0, sequence);
      return [twin, { ...stand, sent }];
    }),
  );
}
