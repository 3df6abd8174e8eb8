import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { HistoryRows } from '../historian/history-rows.ts';
import { historyParquet } from './history-parquet.ts';

const START = 1_700_000_000;
const columns = [
  { name: 'pump.flow', unit: 'm3/h' },
  { name: 'high.out', unit: '' },
];

function piece(
  rows: readonly (readonly [t: number, flow: number, quality: number, high?: number])[],
): HistoryRows {
  return {
    times: Float64Array.from(rows, ([t]) => t),
    columns: [
      {
        values: Float64Array.from(rows, ([, flow]) => flow),
        qualities: Uint8Array.from(rows, ([, , quality]) => quality),
      },
      {
        values: Float64Array.from(rows, ([, , , high = Number.NaN]) => high),
        qualities: Uint8Array.from(rows, ([, , , high]) => (high === undefined ? 3 : 0)),
      },
    ],
  };
}

function fileOf(pieces: Iterable<HistoryRows>): ArrayBuffer {
  const notes = { twin: 'pump-1', createdBy: 'Twinloom 0' };
  return new Uint8Array(Buffer.concat([...historyParquet(columns, pieces, notes)])).buffer;
}

describe('history as Parquet', () => {
  it('reads back row for row: the time to the µs, numbers bit for bit, nothing where bad or absent', async () => {
    const file = fileOf([
      piece([
        [START + 0.123457, 0.1 + 0.2, 0, 1],
        [START + 1, Number.NaN, 2, 0],
      ]),
      piece([[START + 2.5, -0, 1]]),
    ]);
    const parsers = { timestampFromMicroseconds: (micros: bigint) => micros };
    const [first, second, third, ...more] = await parquetReadObjects({ file, parsers });
    expect(more).toEqual([]);
    expect(first).toEqual({
      t: BigInt(START) * 1_000_000n + 123_457n,
      'pump.flow': 0.1 + 0.2,
      'pump.flow.quality': 'good',
      'high.out': 1,
      'high.out.quality': 'good',
    });
    expect(second).toMatchObject({ 'pump.flow': null, 'pump.flow.quality': 'bad', 'high.out': 0 });
    expect(Object.is(third!['pump.flow'], -0)).toBe(true);
    expect(third).toMatchObject({
      'pump.flow.quality': 'uncertain',
      'high.out': null,
      'high.out.quality': null,
    });
  });

  it('says the twin, the unit of each column, and that times are UTC', () => {
    const { key_value_metadata: notes, schema } = parquetMetadata(fileOf([]));
    const said = Object.fromEntries(notes!.map(({ key, value }) => [key, value]));
    expect(said).toMatchObject({ twin: 'pump-1', units: '{"pump.flow":"m3/h","high.out":""}' });
    expect(schema[1]).toMatchObject({
      name: 't',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
    });
  });

  it('is made in groups of rows, the first before the last piece is asked for', async () => {
    let asked = 0;
    function* many(): Generator<HistoryRows> {
      for (; asked < 300; asked++) {
        yield piece(Array.from({ length: 1_000 }, (_, i) => [START + asked * 1_000 + i, i, 0, 1] as const));
      }
    }
    const file = historyParquet(columns, many(), { twin: 'pump-1', createdBy: 'Twinloom 0' });
    const parts = [file.next().value as Uint8Array];
    expect(asked).toBeLessThan(60);
    parts.push(...file);
    const bytes = Buffer.concat(parts).buffer;
    expect(parquetMetadata(bytes).row_groups.length).toBe(6);
    const rows = await parquetReadObjects({ file: bytes, columns: ['t'], rowStart: 299_999 });
    expect(rows).toEqual([{ t: new Date((START + 299_999) * 1000) }]);
  });
});
