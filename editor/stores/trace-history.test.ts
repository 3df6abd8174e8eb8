import { ABSENT, BAD, GOOD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';
import { describe, expect, it } from 'vitest';
import { withHistory, type PortHistory } from './trace-history.ts';
import type { TraceWindow } from './trace-log.ts';

type Value = number | null | undefined;

/** null = bad, undefined = the page did not watch it. */
const seen = (times: number[], ...columns: Value[][]): TraceWindow => ({
  times,
  columns: columns.map((column) => column.map((value) => value ?? null)),
  qualities: columns.map((column) =>
    column.map((value): QualityCode => (value === undefined ? ABSENT : value === null ? BAD : GOOD)),
  ),
});

const record = (t: number[], mean: (number | null)[], until: number): PortHistory => ({
  t,
  mean,
  min: mean,
  max: mean,
  quality: mean.map((value) => (value === null ? 'bad' : 'good')),
  until,
});

describe('a window of traces with what the server recorded', () => {
  it('is the record up to the first row the page saw, and then its own rows', () => {
    const { times, traces } = withHistory(
      seen([1_000.5, 1_001], [5, 6]),
      [record([700, 900], [1, 2], 1_000)],
      400,
      1_000,
    );
    expect(times.slice(0, 2)).toEqual([400, 401]);
    expect(times.slice(-3)).toEqual([1_000, 1_000.5, 1_001]);
    const { mean } = traces[0]!;
    const at = (time: number) => mean[times.indexOf(time)];
    expect([at(699), at(700), at(899), at(900), at(999)]).toEqual([null, 1, 1, 2, 2]);
    expect(mean.slice(-2)).toEqual([5, 6]);
  });

  it('keeps what was bad a gap', () => {
    const { times, traces } = withHistory(seen([], []), [record([10, 20, 30], [1, null, 3], 600)], 0, 600);
    const at = (time: number) => times.indexOf(time);
    expect([15, 25, 35].map((time) => traces[0]!.mean[at(time)])).toEqual([1, null, 3]);
    expect([5, 15, 25].map((time) => traces[0]!.quality[at(time)])).toEqual([ABSENT, GOOD, BAD]);
  });

  it('leaves a port that turned bad after the record a gap, and does not draw on what stood before', () => {
    const { traces } = withHistory(
      seen([100, 200, 300], [null, null, null]),
      [record([50], [7], 150)],
      0,
      600,
    );
    expect(traces[0]!.mean.slice(-4)).toEqual([7, null, null, null]);
    expect(traces[0]!.quality.slice(-3)).toEqual([BAD, BAD, BAD]);
  });

  it('fills up a port that the page has watched for a shorter time', () => {
    const { times, traces } = withHistory(
      seen([100, 200, 300], [1, 2, 3], [undefined, undefined, 9]),
      [undefined, record([50, 150], [7, 8], 300)],
      0,
      600,
    );
    expect(times.filter((time) => time >= 100)).toEqual([100, 200, 300]);
    expect(traces.map(({ mean }) => mean.slice(-3))).toEqual([
      [1, 2, 3],
      [7, 8, 9],
    ]);
  });

  it('is the page’s own rows where nothing was recorded', () => {
    const { traces } = withHistory(seen([10, 20], [1, 2]), [undefined], 0, 600);
    expect(traces[0]!.mean.slice(-2)).toEqual([1, 2]);
    expect(traces[0]!.mean.slice(0, -2).every((value) => value === null)).toBe(true);
  });

  it('shows of a time in which the page was cut off what the server recorded meanwhile', () => {
    const live = seen([100, 100.001, 110], [1, undefined, 4]);
    const { times, traces } = withHistory(live, [record([103, 106], [2, 3], 110)], 0, 600);
    const at = (time: number) => traces[0]!.mean[times.indexOf(time)];
    expect([100, 104, 107, 110].map(at)).toEqual([1, 2, 3, 4]);
  });

  it('does not know what came after the record, and draws nothing on', () => {
    const { times, traces } = withHistory(seen([], []), [record([50], [7], 150)], 0, 600);
    const at = (time: number) => traces[0]!.mean[times.indexOf(time)];
    expect([100, 150, 151, 599].map(at)).toEqual([7, 7, null, null]);
  });

  it('and a gap where it recorded nothing', () => {
    const { times, traces } = withHistory(seen([100, 100.001, 110], [1, undefined, 4]), [undefined], 0, 600);
    const inside = times.flatMap((time, i) => (time > 100 && time < 110 ? [traces[0]!.mean[i]] : []));
    expect(inside.length).toBeGreaterThan(5);
    expect(inside.every((value) => value === null)).toBe(true);
  });
});

describe('a window with more rows than can be drawn', () => {
  const times = Array.from({ length: 6_000 }, (_, i) => i / 10);
  const thin = (values: Value[]) => withHistory(seen(times, values), [undefined], 0, 600).traces[0]!;

  it('keeps each peak, however narrow, and the mean of each part', () => {
    const values = times.map(() => 1);
    values[3_333] = 41;
    const { mean, low, high } = thin(values);
    expect(mean).toHaveLength(600);
    expect([low[333], mean[333], high[333]]).toEqual([1, 5, 41]);
    expect([low[334], mean[334], high[334]]).toEqual([1, 1, 1]);
  });

  it('has no value where all of a part was bad, and says so where some of it was', () => {
    const values: Value[] = times.map(() => 7);
    values.fill(null, 100, 110);
    values[205] = null;
    const { mean, low, quality } = thin(values);
    expect([mean[10], low[10], quality[10]]).toEqual([null, null, BAD]);
    expect([mean[20], quality[20]]).toEqual([7, BAD]);
    expect([mean[11], quality[11]]).toEqual([7, GOOD]);
  });

  it('is cut where the page was cut off, and shows what the server recorded meanwhile', () => {
    const rows = [...times.slice(0, 3_000), 299.9001, ...times.slice(4_000)];
    const values = rows.map((time): Value => (time === 299.9001 ? undefined : 1));
    const { times: drawn, traces } = withHistory(seen(rows, values), [record([310], [5], 600)], 0, 600);
    const at = (time: number) => traces[0]!.mean[drawn.indexOf(time)];
    expect([299, 310, 399, 400].map(at)).toEqual([1, 5, 5, 1]);
    const isolated = withHistory(seen(rows, values), [undefined], 0, 600);
    expect(isolated.traces[0]!.mean[isolated.times.indexOf(350)]).toBeNull();
  });

  it('is as good as what was watched of a part', () => {
    const late: Value[] = times.map((_, i) => (i < 105 ? undefined : 7));
    const whole = times.map(() => 1);
    const { traces } = withHistory(seen(times, whole, late), [undefined, undefined], 0, 600);
    expect([9, 10, 11].map((row) => traces[1]!.quality[row])).toEqual([ABSENT, GOOD, GOOD]);
  });

  it('takes least, greatest and worst of what the server put together', () => {
    const history: PortHistory = {
      t: [10, 10.5, 11],
      min: [1, 0, 2],
      max: [2, 9, 3],
      mean: [1.5, 4, 2.5],
      quality: ['good', 'uncertain', 'good'],
      until: 600,
    };
    const { times: rows, traces } = withHistory(seen([], []), [history], 0, 1_200);
    const at = rows.indexOf(12);
    const trace = traces[0]!;
    expect([trace.low[at], trace.mean[at], trace.high[at], trace.quality[at]]).toEqual([
      0,
      2.5,
      9,
      UNCERTAIN,
    ]);
    expect([trace.low[at + 1], trace.high[at + 1], trace.quality[at + 1]]).toEqual([2, 3, GOOD]);
  });
});
