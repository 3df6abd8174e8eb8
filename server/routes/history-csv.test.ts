import { describe, expect, it } from 'vitest';
import { historyCsv } from './history-csv.ts';
import { inPieces } from './in-pieces.ts';

const columns = [
  { name: 'pump.flow', unit: 'm3/h' },
  { name: 'high.out', unit: '' },
];

const piece = (t: number) => ({
  times: Float64Array.of(t, t + 0.5),
  columns: [
    { values: Float64Array.of(0.1 + 0.2, Number.NaN), qualities: Uint8Array.of(0, 2) },
    { values: Float64Array.of(1, Number.NaN), qualities: Uint8Array.of(1, 3) },
  ],
});

describe('history as CSV', () => {
  it('has a row for each time, and an empty cell where a column is bad or has no sample', () => {
    expect([...historyCsv(columns, [piece(1_700_000_000)])].join('')).toBe(
      'time,pump.flow [m3/h],high.out\n' +
        '2023-11-14T22:13:20.000Z,0.30000000000000004,1\n' +
        '2023-11-14T22:13:20.500Z,,\n',
    );
  });

  it('is made as it is read: a reader that waits holds up what is not asked for yet', async () => {
    let made = 0;
    function* endless() {
      for (;;) yield piece(made++);
    }
    const body = inPieces(historyCsv(columns, endless()));
    const reader = body[Symbol.asyncIterator]();
    for (let read = 0; read < 50; read++) {
      await reader.next();
      // What was read, and what the stream holds ready.
      expect(made).toBeLessThan(read + 4);
    }
    const before = made;
    await new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));
    expect(made).toBeLessThan(before + 3);
    await reader.return?.();
  });
});
