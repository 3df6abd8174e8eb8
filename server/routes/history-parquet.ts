import { ABSENT, BAD, qualityName } from '@twinloom/runtime/signal/quality';
import { ByteWriter, ParquetWriter, type ColumnSource } from 'hyparquet-writer';
import type { HistoryRows } from '../historian/history-rows.ts';
import type { ExportColumn } from './history-csv.ts';

/** What stands in the file beside its columns. */
export interface ParquetNotes {
  twin: string;
  createdBy: string;
}

/** Cells of a group of rows: more would hold up the server longer at a time. */
const GROUP_CELLS = 100_000;
const MICROS = 1e6;

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];

/**
 * An Apache Parquet file of rows, a piece at a time: `t` (timestamp in µs, UTC), and for each column its number (null where bad or absent) and
 * `<column>.quality` (null where absent). Its metadata says the twin and, as JSON, the UCUM unit of each column. Holds one group of rows.
 */
export function* historyParquet(
  columns: readonly ExportColumn[],
  pieces: Iterable<HistoryRows>,
  { twin, createdBy }: ParquetNotes,
): Generator<Uint8Array> {
  const bytes = new ByteWriter();
  const units = Object.fromEntries(columns.map(({ name, unit }) => [name, unit]));
  const file = new ParquetWriter({
    writer: bytes,
    schema: schemaOf(columns),
    createdBy,
    kvMetadata: [
      { key: 'twin', value: twin },
      { key: 'units', value: JSON.stringify(units) },
    ],
  });
  for (const group of groupsOf(pieces, Math.ceil(GROUP_CELLS / columns.length))) {
    const rows = group.reduce((sum, { times }) => sum + times.length, 0);
    void file.write({ columnData: columnsOf(columns, group), rowGroupSize: rows });
    yield taken(bytes);
  }
  void file.finish();
  yield taken(bytes);
}

function schemaOf(columns: readonly ExportColumn[]): Schema {
  const time: Schema[number] = {
    name: 't',
    type: 'INT64',
    repetition_type: 'REQUIRED',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  };
  const ports = columns.flatMap(({ name }): Schema => [
    { name, type: 'DOUBLE', repetition_type: 'OPTIONAL' },
    { name: `${name}.quality`, type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL', converted_type: 'UTF8' },
  ]);
  return [{ name: 'schema', num_children: 1 + ports.length }, time, ...ports];
}

function* groupsOf(pieces: Iterable<HistoryRows>, rows: number): Generator<HistoryRows[]> {
  let group: HistoryRows[] = [];
  let size = 0;
  for (const piece of pieces) {
    group.push(piece);
    size += piece.times.length;
    if (size < rows) continue;
    yield group;
    [group, size] = [[], 0];
  }
  if (size > 0) yield group;
}

function columnsOf(columns: readonly ExportColumn[], group: readonly HistoryRows[]): ColumnSource[] {
  const times = group.flatMap((piece) => Array.from(piece.times, (t) => BigInt(Math.round(t * MICROS))));
  const ports = columns.flatMap(({ name }, c): ColumnSource[] => {
    const parts = group.map((piece) => piece.columns[c]!);
    const values = parts.flatMap((part) =>
      Array.from(part.values, (value, i) => (part.qualities[i]! < BAD ? value : null)),
    );
    const qualities = parts.flatMap((part) =>
      Array.from(part.qualities, (code) => (code < ABSENT ? qualityName(code) : null)),
    );
    return [
      { name, data: values, encoding: 'PLAIN', statistics: false },
      { name: `${name}.quality`, data: qualities, statistics: false },
    ];
  });
  return [{ name: 't', data: times }, ...ports];
}

/** What was written since, which the writer then forgets. */
function taken(bytes: ByteWriter): Uint8Array {
  const piece = bytes.getBytes().slice();
  bytes.index = 0;
  return piece;
}
