import { PERIOD, type HistoryDatabase } from './history-database.ts';

/** How long samples and their seconds are kept, s, and how much all may take, bytes. */
export interface HistoryLimits {
  samples: number;
  seconds: number;
  bytes: number;
}

const HOUR = 3_600;
/** Rows of each kind that one step removes, and pages that one gives back. */
const MOST_ROWS = 500;
const MOST_PAGES = 500;

/** Removes what is too old, then the oldest while it is too much, a step at a time; ends early where `write` says that the disk did not take it. */
export function* removal(
  store: HistoryDatabase,
  limits: HistoryLimits,
  now: number,
  write: (run: () => void) => boolean,
): Generator<undefined> {
  let isRemoved = yield* removeTo(store, now - limits.samples, now - limits.seconds, write);
  while (isRemoved && usedBytes(store) > limits.bytes) {
    const oldest = oldestOf(store);
    // The last hour stays.
    if (oldest === null || oldest > now - HOUR) break;
    yield undefined;
    isRemoved = yield* removeTo(store, oldest + PERIOD, oldest + PERIOD, write);
  }
  if (isRemoved) yield* giveBack(store, write);
}

/** Times in s since 1970 of the oldest sample and of the oldest second; null where there is none. */
export function oldestTimes({
  sql,
}: Pick<HistoryDatabase, 'sql'>): Record<'samples' | 'seconds', number | null> {
  const loose = (sql.oldestLoose.get() as { first: number } | undefined)?.first;
  const { first: packed } = sql.oldestSamples.get() as { first: number | null };
  const { first: seconds } = sql.oldestSeconds.get() as { first: number | null };
  return { samples: least(loose ?? null, packed), seconds };
}

function* removeTo(
  { sql }: HistoryDatabase,
  samplesTo: number,
  secondsTo: number,
  write: (run: () => void) => boolean,
): Generator<undefined, boolean> {
  for (;;) {
    let most = 0;
    const isWritten = write(() => {
      const removed = [
        sql.removeLoose.run(samplesTo - PERIOD, MOST_ROWS),
        sql.removeSamples.run(samplesTo, MOST_ROWS),
        sql.removeSeconds.run(secondsTo, MOST_ROWS),
      ];
      most = Math.max(...removed.map(({ changes }) => Number(changes)));
    });
    if (!isWritten) return false;
    if (most < MOST_ROWS) return true;
    yield undefined;
  }
}

/** Makes the file smaller by what of it is free. */
function* giveBack(store: HistoryDatabase, write: (run: () => void) => boolean): Generator<undefined> {
  for (let free = pagesOf(store).free; free > 0;) {
    if (!write(() => store.database.exec(`PRAGMA incremental_vacuum(${MOST_PAGES})`))) return;
    const left = pagesOf(store).free;
    // A file that somebody made in another way may give nothing back.
    if (left >= free) return;
    free = left;
    yield undefined;
  }
}

function usedBytes(store: HistoryDatabase): number {
  const { pages, free, bytes } = pagesOf(store);
  return (pages - free) * bytes;
}

/** Pages of the file, those of them that are free, and bytes of each. */
export function pagesOf({ sql }: Pick<HistoryDatabase, 'sql'>): Record<'pages' | 'free' | 'bytes', number> {
  return sql.pages.get() as Record<'pages' | 'free' | 'bytes', number>;
}

function oldestOf(store: HistoryDatabase): number | null {
  const { samples, seconds } = oldestTimes(store);
  return least(samples, seconds);
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
