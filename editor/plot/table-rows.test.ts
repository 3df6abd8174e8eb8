import { ABSENT, BAD, GOOD } from '@twinloom/runtime/signal/quality';
import { describe, expect, it } from 'vitest';
import { tableRows } from './table-rows.ts';

describe('the table behind a chart', () => {
  it('has a row for each part of the time, with its mean and how far it went', () => {
    const values = [1, 3, 5];
    const trace = { mean: values, low: values, high: values, quality: [GOOD, GOOD, GOOD] as const };
    const rows = tableRows(
      { times: [0, 5, 10], traces: [{ ...trace, quality: [...trace.quality] }] },
      0,
      20,
      2,
    );
    expect(rows).toEqual([
      { time: 0, cells: [{ mean: 2, range: [1, 5], quality: GOOD }] },
      { time: 10, cells: [{ mean: 5, range: undefined, quality: GOOD }] },
    ]);
  });

  it('says bad and absent, and no 0', () => {
    const values = [null, null, 2];
    const rows = tableRows(
      {
        times: [10, 20, 30],
        traces: [{ mean: values, low: values, high: values, quality: [BAD, BAD, GOOD] }],
      },
      0,
      40,
      4,
    );
    expect(rows.map(({ cells }) => cells[0]!.mean)).toEqual([undefined, undefined, undefined, 2]);
    expect(rows.map(({ cells }) => cells[0]!.quality)).toEqual([ABSENT, BAD, BAD, GOOD]);
  });
});
