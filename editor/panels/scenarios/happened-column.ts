import type { HistoryBody } from '@twinloom/runtime/protocol/bodies';

/** What a port did since the start of a study, as far as it is known. */
export interface Happened extends Pick<HistoryBody, 't' | 'mean'> {
  /** Up to then, s since 1970. */
  until: number;
}

/** What happened at times of a chart, each in so many s since the start: a value stands until the next; null where it was bad, before there was one, and beyond what is known. */
export function happenedColumn(
  { t, mean, until }: Happened,
  start: number,
  times: readonly number[],
  second: number,
): (number | null)[] {
  let next = 0;
  return times.map((time) => {
    const at = start + time * second;
    while (next < t.length && t[next]! <= at) next++;
    return at > until ? null : (mean[next - 1] ?? null);
  });
}
