import { useEffect, useState } from 'react';
import type { CsvFormat, WantedColumn } from '@twinloom/runtime/table/format';
import { readTable } from '@twinloom/runtime/table/read-table';
import type { TableProblem } from '@twinloom/runtime/table/table';

/** How far the reading of a whole file has come. */
export type CsvReading =
  | { state: 'reading' }
  | { state: 'refused'; problem: TableProblem }
  | {
      state: 'read';
      rows: number;
      /** ISO 8601 in UTC, where the file has dates. */
      from: string | undefined;
      seconds: number;
      notes: readonly string[];
    };

const READING: CsvReading = { state: 'reading' };
/** A person who goes on typing is waited for, ms. */
const PAUSE_MS = 150;
const PIECE = 1 << 18;

/** Reads a whole text as it would be replayed, piece by piece beside the work of the page, anew whenever the choice changes. */
export function useCsvReading(text: string, format: CsvFormat, wanted: readonly WantedColumn[]): CsvReading {
  const [done, setDone] = useState<{ of: string; reading: CsvReading }>();
  const choice = JSON.stringify([format, wanted]);
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(() => {
      const [asked, columns] = JSON.parse(choice) as [CsvFormat, WantedColumn[]];
      void readWhole(
        piecesOf(text, () => isWanted),
        asked,
        columns,
      ).then((reading) => {
        if (isWanted) setDone({ of: choice, reading });
      });
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [text, choice]);
  return done?.of === choice ? done.reading : READING;
}

async function readWhole(
  pieces: AsyncIterable<string>,
  format: CsvFormat,
  columns: WantedColumn[],
): Promise<CsvReading> {
  const read = await readTable(pieces, format, columns);
  if ('problem' in read) return { state: 'refused', problem: read.problem };
  const { times, epoch } = read.table;
  return {
    state: 'read',
    rows: times.length,
    from: epoch === undefined ? undefined : new Date(epoch * 1000).toISOString().replace('.000Z', 'Z'),
    seconds: (times.at(-1) ?? 0) - (times[0] ?? 0),
    notes: read.notes,
  };
}

/** A text in pieces, as long as somebody wants it; the page breathes between them. */
async function* piecesOf(text: string, isWanted: () => boolean): AsyncGenerator<string> {
  for (let at = 0; at < text.length && isWanted(); at += PIECE) {
    yield text.slice(at, at + PIECE);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
