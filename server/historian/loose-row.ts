import type { SampleColumns } from './recorded-samples.ts';
import type { Samples } from './sample-block.ts';
import { joined } from './sample-runs.ts';

/** A run of samples of one twin, with the series of each of its ports. */
export interface Piece {
  /** By the index of the port. */
  ids: Int32Array;
  columns: SampleColumns;
  begin: number;
  end: number;
}

/** Two numbers of 32 bits before all, and two for each column. */
const HEAD_WORDS = 2;
const COLUMN_WORDS = 2;
const SAMPLE_BYTES = 17;

/**
 * Samples of all ports of a twin as the bytes of one row, quick to write: how many columns and times there are, of each column its series and twice its
 * length (one more where its times are those of the column before), then the values, times and quality codes of one column after the other. Within a
 * column they stand in the order in which they came.
 */
export function encodeLoose(pieces: readonly Piece[]): Uint8Array {
  const { series, counts, places } = columnsOf(pieces);
  const n = pieces.reduce((sum, { begin, end }) => sum + end - begin, 0);
  const head = 4 * (HEAD_WORDS + COLUMN_WORDS * series.length);
  const bytes = new Uint8Array(head + SAMPLE_BYTES * n);
  const body = {
    values: new Float64Array(bytes.buffer, head, n),
    times: new Float64Array(bytes.buffer, head + 8 * n, n),
    qualities: new Uint8Array(n),
  };
  scatter(pieces, places, counts, body);
  const words = new Uint32Array(bytes.buffer, 0, head / 4);
  words[0] = series.length;
  let [from, kept, lengthBefore] = [0, 0, -1];
  for (let c = 0; c < series.length; c++) {
    const length = counts[c]!;
    const isSame = length === lengthBefore && areSame(body.times, kept - length, from, length);
    words[HEAD_WORDS + COLUMN_WORDS * c] = series[c]!;
    words[HEAD_WORDS + COLUMN_WORDS * c + 1] = 2 * length + (isSame ? 1 : 0);
    if (!isSame) {
      body.times.copyWithin(kept, from, from + length);
      kept += length;
    }
    from += length;
    lengthBefore = length;
  }
  words[1] = kept;
  bytes.set(body.qualities, head + 8 * (n + kept));
  return bytes.subarray(0, head + 8 * (n + kept) + n);
}

/** The samples of a series in such a row, in the order in which they came. */
export function looseSamples(row: Uint8Array, id: number): Samples | undefined {
  const parts = [...looseColumns(row, id)].map(({ samples }) => samples);
  return parts.length === 0 ? undefined : joined(parts);
}

/** What such a row has of each series, or of one; of a series it may have several columns, one after the other. */
export function* looseColumns(row: Uint8Array, only?: number): Generator<{ id: number; samples: Samples }> {
  const { buffer, byteOffset } = row.byteOffset % 8 === 0 ? row : row.slice();
  const [columns, times] = new Uint32Array(buffer, byteOffset, HEAD_WORDS) as unknown as [number, number];
  const words = new Uint32Array(buffer, byteOffset, HEAD_WORDS + COLUMN_WORDS * columns);
  const valuesAt = byteOffset + words.byteLength;
  const n = (row.length - words.byteLength - 8 * times) / 9;
  const timesAt = valuesAt + 8 * n;
  const qualitiesAt = timesAt + 8 * times;
  let [from, kept] = [0, 0];
  for (let c = 0; c < columns; c++) {
    const id = words[HEAD_WORDS + COLUMN_WORDS * c]!;
    const coded = words[HEAD_WORDS + COLUMN_WORDS * c + 1]!;
    const length = coded >>> 1;
    if ((coded & 1) === 0) kept += length;
    if (only === undefined || only === id) {
      const samples = {
        times: new Float64Array(buffer, timesAt + 8 * (kept - length), length),
        values: new Float64Array(buffer, valuesAt + 8 * from, length),
        qualities: new Uint8Array(buffer, qualitiesAt + from, length),
      };
      yield { id, samples };
    }
    from += length;
  }
}

/** The series of each column, its length, and the column of each sample. */
function columnsOf(pieces: readonly Piece[]): { series: number[]; counts: number[]; places: Uint32Array } {
  const series: number[] = [];
  const counts: number[] = [];
  const places = new Uint32Array(pieces.reduce((sum, { begin, end }) => sum + end - begin, 0));
  let last: { ids: Int32Array; columns: Int32Array } | undefined;
  let place = 0;
  for (const { ids, columns, begin, end } of pieces) {
    if (last?.ids !== ids) last = { ids, columns: new Int32Array(ids.length).fill(-1) };
    for (let i = begin; i < end; i++) {
      const index = columns.indexes[i]!;
      let column = last.columns[index]!;
      if (column < 0) {
        column = last.columns[index] = series.push(ids[index]!) - 1;
        counts.push(0);
      }
      counts[column]!++;
      places[place++] = column;
    }
  }
  return { series, counts, places };
}

/** Must not allocate for a sample. */
function scatter(
  pieces: readonly Piece[],
  places: Uint32Array,
  counts: readonly number[],
  into: Samples,
): void {
  const next = new Uint32Array(counts.length);
  for (let c = 1; c < counts.length; c++) next[c] = next[c - 1]! + counts[c - 1]!;
  let place = 0;
  for (const { columns, begin, end } of pieces) {
    const { times, values, qualities } = columns;
    for (let i = begin; i < end; i++) {
      const at = next[places[place++]!]!++;
      into.times[at] = times[i]!;
      into.values[at] = values[i]!;
      into.qualities[at] = qualities[i]!;
    }
  }
}

function areSame(numbers: Float64Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (numbers[a + i] !== numbers[b + i]) return false;
  return true;
}
