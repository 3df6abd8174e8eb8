import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { ABSENT, BAD, GOOD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import type { Table } from '@twinloom/runtime/table/table';
import { csvReplay } from './csv-replay.ts';

/** A table of numbers: undefined is no sample, null a bad one. */
function table(times: number[], columns: Record<string, (number | null | undefined)[]>): Table {
  return {
    times: Float64Array.from(times),
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [
        name,
        {
          type: 'number' as const,
          values: Float64Array.from(cells, (cell) => cell ?? 0),
          quality: Uint8Array.from(cells, (cell) =>
            cell === undefined ? ABSENT : cell === null ? BAD : GOOD,
          ),
          texts: [],
        },
      ]),
    ),
  };
}

const FLOW = { file: 'm.csv', columns: { flow: { unit: 'm3/h' } } };

function samples(port: string, of: Table, seconds: number, params: Record<string, unknown> = {}) {
  const run = trace(csvReplay, { params: { ...FLOW, ...params }, table: of, for: seconds });
  expect(run.diagnostics).toEqual([]);
  return run.samples(port).map(({ t, value, quality }) => (quality === 'good' ? [t, value] : [t, quality]));
}

describe('a replayed CSV', () => {
  const ramp = table([0, 1, 2.5, 4], { flow: [10, 11, 12, 13] });

  it('says each row at its time, and then no more', () => {
    expect(samples('flow', ramp, 100)).toEqual([
      [0, 10],
      [1, 11],
      [2.5, 12],
      [4, 13],
    ]);
  });

  it('waits for a first row that comes later', () => {
    expect(samples('flow', table([3, 5], { flow: [1, 2] }), 4)).toEqual([[3, 1]]);
  });

  it('runs as much faster as it is told', () => {
    expect(samples('flow', ramp, 100, { speed: 2 })).toEqual([
      [0, 10],
      [0.5, 11],
      [1.25, 12],
      [2, 13],
    ]);
  });

  it('has its times to the microsecond at any speed', () => {
    const times = samples('flow', table([0, 1, 2], { flow: [1, 2, 3] }), 9, { speed: 3 }).map(([t]) => t);
    expect(times).toEqual([0, 0.333333, 0.666667]);
  });

  it('starts when it is deployed', () => {
    const run = trace(csvReplay, {
      params: FLOW,
      table: ramp,
      for: 100,
      deploy: [2.5, { ...FLOW, speed: 2 }],
    });
    expect(
      run
        .samples('flow')
        .slice(3)
        .map(({ t, value }) => [t, value]),
    ).toEqual([
      [2.5, 10],
      [3, 11],
      [3.75, 12],
      [4.5, 13],
    ]);
  });

  it('begins again one mean distance after the last row: 0, 1, 2 is followed by 3', () => {
    expect(samples('flow', table([0, 1, 2], { flow: [5, 6, 7] }), 7, { loop: true })).toEqual([
      [0, 5],
      [1, 6],
      [2, 7],
      [3, 5],
      [4, 6],
      [5, 7],
      [6, 5],
      [7, 6],
    ]);
    // At double speed a lap of 3 s lasts 1.5 s.
    expect(
      samples('flow', table([0, 1, 2], { flow: [5, 6, 7] }), 1.5, { loop: true, speed: 2 }).at(-1),
    ).toEqual([1.5, 5]);
  });

  it('begins again after two rows, and where the first comes later', () => {
    const timesOf = (times: number[], seconds: number): unknown[] =>
      samples('flow', table(times, { flow: times }), seconds, { loop: true }).map(([t]) => t);
    expect(timesOf([0, 1], 3)).toEqual([0, 1, 2, 3]);
    expect(timesOf([1, 2, 3], 5)).toEqual([1, 2, 3, 4, 5]);
  });

  it('says each cell once in a lap', () => {
    const sparse = table([0, 1, 2], { flow: [5, undefined, undefined] });
    expect(samples('flow', sparse, 7, { loop: true })).toEqual([
      [0, 5],
      [3, 5],
      [6, 5],
    ]);
  });

  it('does not spin on a loop of one row', () => {
    expect(samples('flow', table([2], { flow: [5] }), 100, { loop: true })).toEqual([[2, 5]]);
  });

  it('is silent on an empty cell and bad on a bad one, port by port', () => {
    const gaps = table([0, 1, 2], { flow: [1, undefined, null], temp: [undefined, 20, 21] });
    const params = { columns: { flow: {}, temp: { unit: 'Cel' } } };
    expect(samples('flow', gaps, 5, params)).toEqual([
      [0, 1],
      [2, 'bad'],
    ]);
    expect(samples('temp', gaps, 5, params)).toEqual([
      [1, 20],
      [2, 21],
    ]);
  });

  it('keeps each sample’s own quality', () => {
    const doubtful = table([0, 1], { flow: [1, 2], temp: [20, 21] });
    doubtful.columns.flow!.quality[1] = UNCERTAIN;
    const params = { columns: ['flow', 'temp'] };
    expect(samples('flow', doubtful, 5, params)).toEqual([
      [0, 1],
      [1, 'uncertain'],
    ]);
    expect(samples('temp', doubtful, 5, params)).toEqual([
      [0, 20],
      [1, 21],
    ]);
  });

  it('lets rows of one time be one instant, the last value of each column counts', () => {
    const twice = table([0, 1, 1], { flow: [1, 2, 3], temp: [20, 21, undefined] });
    const params = { columns: ['flow', 'temp'] };
    expect(samples('flow', twice, 5, params).at(-1)).toEqual([1, 3]);
    expect(samples('temp', twice, 5, params).at(-1)).toEqual([1, 21]);
  });

  it('carries true and false, and texts', () => {
    const words: Table = {
      times: Float64Array.of(0, 1),
      columns: {
        on: { type: 'boolean', values: Float64Array.of(1, 0), quality: Uint8Array.of(0, 0), texts: [] },
        state: {
          type: 'string',
          values: Float64Array.of(1, 0),
          quality: Uint8Array.of(0, 0),
          texts: ['idle', 'run'],
        },
      },
    };
    const params = { columns: { on: { type: 'boolean' }, state: { type: 'string' } } };
    expect(samples('on', words, 2, params)).toEqual([
      [0, true],
      [1, false],
    ]);
    expect(samples('state', words, 2, params)).toEqual([
      [0, 'run'],
      [1, 'idle'],
    ]);
  });

  it('has the unit of each column', () => {
    const run = trace(csvReplay, { params: FLOW, table: ramp, for: 1 });
    expect(run.unit('flow')).toBe('m3/h');
  });

  it.each([
    [{ columns: {} }, 'columns'],
    [{ columns: ['Flow rate'] }, 'columns'],
    [{ speed: 0 }, 'speed'],
    [{ format: { timeForm: 'soon' } }, 'format'],
  ])('refuses %j', (params, param) => {
    const { diagnostics } = trace(csvReplay, { params: { ...FLOW, ...params }, table: ramp, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });

  it('says what to do where its file is missing or is no table', () => {
    const { diagnostics } = trace(csvReplay, { params: FLOW, for: 1 });
    expect(diagnostics.map(({ code, at }) => [code, at[0]?.param])).toEqual([['missing-file', 'file']]);
    expect(diagnostics[0]?.remedy).toContain('inspector');
  });
});

describe('a replay that is asked after a long gap', () => {
  /** Each row says one of three ports, a tenth of a second apart: a lap of 0.3 s. */
  const turns = table([0, 0.1, 0.2], {
    a: [1, undefined, undefined],
    b: [undefined, 2, undefined],
    c: [undefined, undefined, 3],
  });

  /** What it says at `t` and when it wants to be asked again, begun at 100 s at double speed. */
  function asked(t: number, params: Record<string, unknown>, of = turns, row = 0) {
    const y: Record<string, unknown> = {};
    const wakes: number[] = [];
    let cells = 0;
    const given = csvReplay.params.parse({ file: 'm.csv', columns: ['a', 'b', 'c'], speed: 2, ...params });
    const instant = {
      t,
      table: of,
      mark: () => void cells++,
      wakeAt: (at: number) => void wakes.push(at),
    };
    csvReplay.step!(
      y as never,
      { begun: 1, start: 100, row, lap: 0 } as never,
      {} as never,
      given as never,
      instant as never,
    );
    return { y, wakes, cells };
  }

  it('says the last of each port and goes on in time, however many laps have gone by', () => {
    // 99.75 s of the recording: 332 laps are 99.6 s, rows of the lap that is over and of the one that runs.
    const { y, wakes, cells } = asked(149.875, { loop: true });
    expect(y).toEqual({ a: 1, b: 2, c: 3 });
    expect(cells).toBeLessThanOrEqual(6);
    expect(wakes).toEqual([149.9]);
    // 99.82 s: the third row of lap 332 has just been.
    const whole = asked(149.91, { loop: true });
    expect(whole.y).toEqual({ a: 1, b: 2, c: 3 });
    expect(whole.cells).toBeLessThanOrEqual(6);
    expect(whole.wakes).toEqual([149.95]);
  });

  it('says all that is left without a loop, and then no more', () => {
    expect(asked(1_000, {})).toEqual({ y: { a: 1, b: 2, c: 3 }, wakes: [], cells: 3 });
    expect(asked(1_000, {}, turns, 3)).toEqual({ y: {}, wakes: [], cells: 0 });
  });

  it('has nothing more to say on a loop of one row', () => {
    expect(asked(1_000, { loop: true }, table([0], { a: [1] }), 1)).toEqual({ y: {}, wakes: [], cells: 0 });
  });
});
