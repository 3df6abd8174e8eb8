import { describe, expect, it } from 'vitest';
import { withHistory } from './trace-history.ts';

describe('a window of traces with what the server recorded', () => {
  it('is the record up to the first row the page saw, and then its own rows', () => {
    const live = { times: [1_000.5, 1_001], columns: [[5, 6]] };
    const { times, columns } = withHistory(live, [{ t: [700, 900], mean: [1, 2], until: 1_000 }], 400, 1_000);
    expect(times.slice(0, 2)).toEqual([400, 401]);
    expect(times.slice(-3)).toEqual([999, 1_000.5, 1_001]);
    const [column] = columns;
    const at = (time: number) => column![times.indexOf(time)];
    expect([at(699), at(700), at(899), at(900), at(999)]).toEqual([null, 1, 1, 2, 2]);
    expect(column!.slice(-2)).toEqual([5, 6]);
  });

  it('keeps what was bad a gap', () => {
    const { times, columns } = withHistory(
      { times: [], columns: [[]] },
      [{ t: [10, 20, 30], mean: [1, null, 3], until: 600 }],
      0,
      600,
    );
    expect([15, 25, 35].map((time) => columns[0]![times.indexOf(time)])).toEqual([1, null, 3]);
  });

  it('leaves a port that turned bad after the record a gap, and does not draw on what stood before', () => {
    const live = { times: [100, 200, 300], columns: [[null, null, null]] };
    const { columns } = withHistory(live, [{ t: [50], mean: [7], until: 150 }], 0, 600);
    expect(columns[0]!.slice(-3)).toEqual([7, null, null]);
  });

  it('fills up a port that the page has watched for a shorter time', () => {
    const live = {
      times: [100, 200, 300],
      columns: [
        [1, 2, 3],
        [null, null, 9],
      ],
    };
    const { times, columns } = withHistory(
      live,
      [undefined, { t: [50, 150], mean: [7, 8], until: 300 }],
      0,
      600,
    );
    expect(times.filter((time) => time >= 100)).toEqual([100, 200, 300]);
    expect(columns.map((column) => column.slice(-3))).toEqual([
      [1, 2, 3],
      [7, 8, 9],
    ]);
  });

  it('is the page’s own rows where nothing was recorded', () => {
    const live = { times: [10, 20], columns: [[1, 2]] };
    const { columns } = withHistory(live, [undefined], 0, 600);
    expect(columns[0]!.slice(-2)).toEqual([1, 2]);
    expect(columns[0]!.slice(0, -2).every((value) => value === null)).toBe(true);
  });
});
