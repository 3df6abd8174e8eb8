import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { afterEach, describe, expect, it } from 'vitest';
import { Historian } from './historian.ts';
import type { HistoryLimits } from './removal.ts';

/** Begins a period of ten minutes. */
const START = 1_700_000_400;
const DAY = 86_400;

const close: (() => void)[] = [];
afterEach(() => {
  for (const undo of close.splice(0).reverse()) undo();
});

function begin(limits: HistoryLimits = { samples: DAY, seconds: 30 * DAY, bytes: 5e9 }) {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  close.push(() => rmSync(folder, { recursive: true }));
  const timers = new HeldTimers(START);
  const faults: (string | undefined)[] = [];
  const open = () => {
    const historian = new Historian({
      folder,
      timers,
      onFault: (says) => faults.push(says),
      limits,
    });
    close.push(() => historian.close());
    return historian;
  };
  return { folder, timers, faults, open };
}

type Row = [t: number, value: number, quality?: number];

const record = (historian: Historian, rows: readonly Row[], port = 'pump.flow', unit = 'm3/h') =>
  historian.take({
    twin: 'pump-1',
    ports: [{ port, unit }],
    indexes: new Uint32Array(rows.length),
    times: Float64Array.from(rows, ([t]) => t),
    values: Float64Array.from(rows, ([, value, quality = 0]) => (quality >= 2 ? Number.NaN : value)),
    qualities: Uint8Array.from(rows, ([, , quality = 0]) => quality),
  });

const samples = (historian: Historian, stretch: { from: number; to: number }) =>
  [...historian.rows('pump-1', ['pump.flow'], stretch).pieces].flatMap(({ times, columns }) =>
    [...times].map((t, i) => [t, columns[0]!.values[i], columns[0]!.qualities[i]]),
  );

const all = { from: START, to: START + DAY };

describe('the history of a port', () => {
  it('is each sample where they are few, bad ones without a number, also before they are written', () => {
    const { open } = begin();
    const historian = open();
    record(historian, [
      [START + 1, 0.1 + 0.2],
      [START + 2, 5, 2],
      [START + 3.000001, -0, 1],
    ]);
    const expected = {
      t: [START + 1, START + 2, START + 3.000001],
      mean: [0.1 + 0.2, null, -0],
      min: [0.1 + 0.2, null, -0],
      max: [0.1 + 0.2, null, -0],
      quality: ['good', 'bad', 'uncertain'],
    };
    expect(historian.query('pump-1', 'pump.flow', all, 1_000)).toEqual({ unit: 'm3/h', ...expected });
    historian.flush();
    expect(historian.query('pump-1', 'pump.flow', all, 1_000)).toEqual({ unit: 'm3/h', ...expected });
    expect(historian.query('pump-1', 'pump.flow', { from: START + 1.5, to: START + 2.5 }, 10).t).toEqual([
      START + 2,
    ]);
    expect(historian.query('pump-1', 'pump.head', all, 10).t).toEqual([]);
  });

  it('outlives the process', () => {
    const { open } = begin();
    const first = open();
    record(first, [[START + 1, 5]]);
    close.pop()!();
    expect(open().query('pump-1', 'pump.flow', all, 10).mean).toEqual([5]);
  });

  it('begins anew beside a file that is no database any more', () => {
    const { folder, open } = begin();
    writeFileSync(join(folder, 'history.db'), 'rubbish '.repeat(1_000));
    const historian = open();
    record(historian, [[START + 1, 5]]);
    historian.flush();
    expect(historian.query('pump-1', 'pump.flow', all, 10).mean).toEqual([5]);
    expect(readdirSync(folder)).toContain('history.db.damaged');
  });

  it('in buckets has the least, the greatest, the mean and the worst quality of each', () => {
    const { open } = begin();
    const historian = open();
    const random = new RandomStream(1, 'history');
    const rows = Array.from({ length: 10_000 }, (_, i): Row => [
      START + i * 0.1,
      random.normal(),
      i % 997 === 0 ? 2 : 0,
    ]);
    for (let i = 0; i < rows.length; i += 700) {
      record(historian, rows.slice(i, i + 700));
      if (i % 1_400 === 0) historian.flush();
    }
    const { t, min, max, mean, quality } = historian.query(
      'pump-1',
      'pump.flow',
      { from: START, to: START + 1_000 },
      250,
    );
    expect(t).toHaveLength(250);
    for (let k = 0; k < 250; k++) {
      const inside = rows.filter(([at]) => Math.floor((at - START) / 4) === k);
      const good = inside.filter(([, , bad]) => bad === 0).map(([, value]) => value);
      expect(t[k]).toBe(START + 4 * k);
      expect([min[k], max[k]]).toEqual([Math.min(...good), Math.max(...good)]);
      expect(mean[k]).toBeCloseTo(good.reduce((a, b) => a + b, 0) / good.length, 12);
      expect(quality[k]).toBe(inside.some(([, , bad]) => bad === 2) ? 'bad' : 'good');
    }
  });

  it('of seconds is that of the samples, where buckets are whole seconds wide', () => {
    const { open, timers } = begin();
    const historian = open();
    const random = new RandomStream(2, 'history');
    const rows = Array.from({ length: 36_000 }, (_, i): Row => [
      START + i * 0.1,
      random.normal(),
      i % 500 < 3 ? 2 : 0,
    ]);
    record(historian, rows);
    historian.flush();
    const ask = () => historian.query('pump-1', 'pump.flow', { from: START, to: START + 3_600 }, 360);
    const before = ask();
    timers.advance(3_700);
    historian.rollUp();
    historian.removeOld();
    const after = ask();
    expect([after.t, after.min, after.max, after.quality]).toEqual([
      before.t,
      before.min,
      before.max,
      before.quality,
    ]);
    after.mean.forEach((mean, i) => expect(mean).toBeCloseTo(before.mean[i]!, 12));
  });

  it('is rolled up also where it was looked at before its first samples were written', () => {
    const { open, timers } = begin();
    const historian = open();
    record(historian, [[START + 1, 5]]);
    historian.rollUp();
    historian.flush();
    timers.advance(2 * DAY);
    expect(samples(historian, all)).toEqual([]);
    expect(historian.query('pump-1', 'pump.flow', all, 10).mean).toEqual([5]);
  });

  it('keeps samples for a day and seconds for thirty, and looks through both', () => {
    const { open, timers } = begin();
    const historian = open();
    const hours = 40;
    for (let hour = 0; hour < hours; hour++) {
      record(
        historian,
        Array.from({ length: 3_600 }, (_, i): Row => [START + hour * 3_600 + i, hour]),
      );
      timers.advance(3_600);
      historian.flush();
      historian.rollUp();
      historian.removeOld();
    }
    const whole = historian.query('pump-1', 'pump.flow', { from: START, to: START + hours * 3_600 }, hours);
    expect(whole.mean).toEqual(Array.from({ length: hours }, (_, hour) => hour));
    const early = historian.query('pump-1', 'pump.flow', { from: START, to: START + 60 }, 60);
    expect(early.mean).toEqual(Array.from({ length: 60 }, () => 0));
    expect(samples(historian, { from: START, to: START + 3_600 })).toEqual([]);
    close.pop()!();
    timers.advance(31 * DAY);
    const later = open();
    later.removeOld();
    expect(later.query('pump-1', 'pump.flow', { from: START, to: START + 40 * DAY }, 10).t).toEqual([]);
  });

  it('is the one in the unit of today', () => {
    const { open } = begin();
    const historian = open();
    record(historian, [[START + 1, 18]]);
    historian.flush();
    record(historian, [[START + 2, 0.005]], 'pump.flow', 'm3/s');
    expect(historian.query('pump-1', 'pump.flow', all, 10).mean).toEqual([0.005]);
    expect(historian.query('pump-1', 'pump.flow', all, 10).unit).toBe('m3/s');
    historian.flush();
    expect(historian.query('pump-1', 'pump.flow', all, 10).unit).toBe('m3/s');
  });

  it('in rows is in order of time, also where samples come late, twice, or wait to be written', () => {
    const { open } = begin();
    const historian = open();
    const take = (port: string, ...rows: Row[]) => record(historian, rows, port);
    take('pump.flow', [START + 5, 5], [START + 1, 1]);
    take('pump.head', [START + 1, 10], [START + 2, 20]);
    historian.flush();
    take('pump.flow', [START + 3, 3, 2], [START + 9, 9]);
    historian.flush();
    take('pump.flow', [START + 5, 55], [START + 1, 11], [START + 4, 4]);
    historian.flush();
    take('pump.flow', [START + 2, 2], [START + 900, 900]);
    const { units, pieces } = historian.rows('pump-1', ['pump.flow', 'pump.head', 'no.port'], {
      from: START,
      to: START + 100,
    });
    const rows = [...pieces].flatMap(({ times, columns }) =>
      [...times].map((t, i) => [t - START, ...columns.map(({ values }) => values[i])]),
    );
    const none = Number.NaN;
    expect(rows).toEqual([
      [1, 11, 10, none],
      [2, 2, 20, none],
      [3, none, none, none],
      [4, 4, none, none],
      [5, 55, none, none],
      [9, 9, none, none],
    ]);
    expect(units).toEqual(['m3/h', 'm3/h', '']);
  });

  it('of a day is read a piece at a time, not more than the reader asks for', () => {
    const { open } = begin();
    const historian = open();
    for (let hour = 0; hour < 24; hour++) {
      record(
        historian,
        Array.from({ length: 36_000 }, (_, i): Row => [START + hour * 3_600 + i / 10, i]),
      );
      historian.flush();
    }
    const { pieces } = historian.rows('pump-1', ['pump.flow'], all);
    let rows = 0;
    let last = -Infinity;
    for (const { times } of pieces) {
      expect(times.length).toBeLessThanOrEqual(5_000);
      expect(times.every((t, i) => t > (i === 0 ? last : times[i - 1]!))).toBe(true);
      last = times.at(-1)!;
      rows += times.length;
    }
    expect(rows).toBe(24 * 36_000);
  });

  it('waits for a disk that takes nothing, also of a port that was never recorded, and is written whole once it does', () => {
    const { folder, open, timers, faults } = begin();
    const historian = open();
    record(historian, [[START, 1]]);
    historian.flush();
    const other = new DatabaseSync(join(folder, 'history.db'));
    other.exec('BEGIN EXCLUSIVE');
    record(historian, [[START + 1, 2]]);
    record(historian, [[START + 1, 3]], 'pump.head');
    historian.flush();
    expect(faults).toEqual([expect.stringContaining('history is not recorded: ')]);
    expect(historian.reach()).toMatchObject({ isRecording: false, samplesLost: 0 });
    expect(historian.query('pump-1', 'pump.flow', all, 10).mean).toEqual([1, 2]);
    expect(historian.query('pump-1', 'pump.head', all, 10).mean).toEqual([3]);
    other.close();
    timers.advance(1);
    expect(faults.at(-1)).toBeUndefined();
    expect(historian.reach()).toMatchObject({ isRecording: true, samplesLost: 0 });
    close.pop()!();
    const later = open();
    expect(later.query('pump-1', 'pump.flow', all, 10).mean).toEqual([1, 2]);
    expect(later.query('pump-1', 'pump.head', all, 10).mean).toEqual([3]);
  });

  it('says once that it cannot be read, goes on, and says when it can be again', () => {
    const { folder, open, timers, faults } = begin();
    const historian = open();
    record(historian, [[START, 1]]);
    historian.flush();
    const other = new DatabaseSync(join(folder, 'history.db'));
    close.push(() => other.close());
    const isIt = "WHERE name IN ('loose', 'loose_by_period') ORDER BY type DESC";
    const tables = other.prepare(`SELECT sql FROM sqlite_schema ${isIt}`).all();
    other.exec('DROP TABLE loose');
    timers.advance(3);
    expect(faults).toEqual(Array(3).fill('history is not recorded: no such table: loose'));
    for (const { sql } of tables) other.exec(String(sql));
    timers.advance(1);
    expect(faults.slice(3)).toEqual([undefined]);
    expect(historian.reach().isRecording).toBe(true);
  });

  it('counts what comes while it is paused, and can be asked for what was before', () => {
    const { open } = begin();
    const historian = open();
    record(historian, [[START, 1]]);
    historian.pause();
    record(historian, [
      [START + 1, 2],
      [START + 2, 3],
    ]);
    expect(historian.query('pump-1', 'pump.flow', all, 10).mean).toEqual([1]);
    expect(historian.reach()).toMatchObject({ isRecording: false, samplesLost: 2, samplesFrom: START });
    historian.resume();
    record(historian, [[START + 3, 4]]);
    expect(historian.query('pump-1', 'pump.flow', all, 10).mean).toEqual([1, 4]);
  });

  it('is packed when it is ten minutes old, and stays the same; not while somebody reads from block to block', () => {
    const { open, timers } = begin();
    const historian = open();
    for (let i = 0; i < 1_200; i += 10) {
      record(
        historian,
        Array.from({ length: 100 }, (_, k): Row => [START + i + k / 10, i + k, k === 7 ? 2 : 0]),
      );
      historian.flush();
    }
    const before = samples(historian, all);
    const { pieces } = historian.rows('pump-1', ['pump.flow'], all);
    const [piece] = pieces;
    expect(piece!.times).toHaveLength(5_000);
    const slow = historian.rows('pump-1', ['pump.flow'], all).pieces;
    const begun = slow.next().value!.times.length;
    timers.advance(1_220);
    historian.rollUp();
    expect([...slow].reduce((sum, { times }) => sum + times.length, begun)).toBe(12_000);
    expect(samples(historian, all)).toEqual(before);
    timers.advance(600);
    record(historian, [[START + 1_300, 1]]);
    historian.flush();
    historian.rollUp();
    expect(samples(historian, all)).toEqual([...before, [START + 1_300, 1, 0]]);
  });

  it('stays below its size: the oldest goes first', () => {
    const bytes = 400_000;
    const { open, timers } = begin({ samples: DAY, seconds: 30 * DAY, bytes });
    const historian = open();
    const random = new RandomStream(3, 'history');
    for (let hour = 0; hour < 20; hour++) {
      record(
        historian,
        Array.from({ length: 7_200 }, (_, i): Row => [START + hour * 3_600 + i / 2, random.normal()]),
      );
      timers.advance(3_600);
      historian.flush();
      historian.rollUp();
      historian.removeOld();
    }
    expect(historian.bytes()).toBeLessThan(bytes + 200_000);
    const { t } = historian.query('pump-1', 'pump.flow', { from: START, to: START + 20 * 3_600 }, 200);
    expect(t.at(-1)).toBeGreaterThan(START + 19 * 3_600);
  });

  it('takes less than four bytes for a sample of a sensor with two decimals, its seconds with it', () => {
    const { open, timers } = begin();
    const historian = open();
    const before = historian.bytes();
    record(
      historian,
      Array.from({ length: 50_000 }, (_, i): Row => [
        START + i / 10,
        Math.round(100 * Math.sin(i / 500)) / 100,
      ]),
    );
    historian.flush();
    timers.advance(5_700);
    historian.rollUp();
    historian.removeOld();
    const smooth = (historian.bytes() - before) / 50_000;
    expect(smooth).toBeLessThan(4);
  });

  it('has samples that came when their period was packed already in its seconds too', () => {
    const { folder, open, timers } = begin();
    const historian = open();
    record(
      historian,
      Array.from({ length: 600 }, (_, i): Row => [START + i, 4]),
    );
    timers.advance(700);
    record(
      historian,
      Array.from({ length: 600 }, (_, i): Row => [START + i + 0.5, i === 3 ? 80 : 8]),
    );
    timers.advance(700);
    close.pop()!();
    const database = new DatabaseSync(join(folder, 'history.db'));
    database.exec('DELETE FROM samples');
    database.close();
    const { max, mean } = open().query('pump-1', 'pump.flow', { from: START, to: START + 600 }, 60);
    expect(max).toEqual(Array.from({ length: 60 }, (_, i) => (i === 0 ? 80 : 8)));
    mean.forEach((value, i) => expect(value).toBeCloseTo(i === 0 ? 9.6 : 6, 12));
  });

  it('of seconds has also what came late and is not packed yet', () => {
    const { open, timers } = begin();
    const historian = open();
    const rows = (late: number, value: number) =>
      Array.from({ length: 600 }, (_, i): Row => [START + i + late, value]);
    record(historian, rows(0, 4));
    timers.advance(700);
    const ask = () => historian.query('pump-1', 'pump.flow', { from: START, to: START + 600 }, 60).mean;
    record(historian, rows(0.25, 10));
    expect(ask()).toEqual(Array.from({ length: 60 }, () => 7));
    historian.flush();
    expect(ask()).toEqual(Array.from({ length: 60 }, () => 7));
    historian.rollUp();
    expect(ask()).toEqual(Array.from({ length: 60 }, () => 7));
  });

  it('of a twin that says much is written in parts within a second, and whole at each moment', () => {
    const { open, timers, folder } = begin();
    const historian = open();
    const rows = Array.from({ length: 25_000 }, (_, i): Row => [START + i / 1_000, i]);
    record(historian, rows);
    expect(historian.waiting).toBe(25_000);
    timers.advance(1);
    expect(historian.waiting).toBe(0);
    const database = new DatabaseSync(join(folder, 'history.db'));
    close.push(() => database.close());
    expect(database.prepare('SELECT count(*) AS n FROM loose').get()).toEqual({ n: 3 });
    expect(samples(historian, all)).toEqual(rows.map(([t, value]) => [t, value, 0]));
  });

  it('is the one in the unit of the last sample also after a restart, before anything is packed', () => {
    const { open } = begin();
    const first = open();
    for (const [i, unit] of ['m3/s', 'm3/h', 'm3/s'].entries()) {
      record(first, [[START + i, i]], 'pump.flow', unit);
      first.flush();
    }
    close.pop()!();
    const { unit, mean } = open().query('pump-1', 'pump.flow', all, 10);
    expect([unit, mean]).toEqual(['m3/s', [0, 2]]);
  });

  it('is whole where the process dies between writing and packing, and after it', () => {
    const { folder, timers, open } = begin();
    const historian = open();
    const limits = { samples: DAY, seconds: 30 * DAY, bytes: 5e9 };
    record(
      historian,
      Array.from({ length: 1_000 }, (_, i): Row => [START + i, i]),
    );
    timers.advance(10);
    const expected = samples(historian, all);
    for (const seconds of [0, 700, 700]) {
      timers.advance(seconds);
      const copy = mkdtempSync(join(tmpdir(), 'history-'));
      close.push(() => rmSync(copy, { recursive: true }));
      cpSync(folder, copy, { recursive: true });
      const again = new Historian({ folder: copy, timers: new HeldTimers(START + 2_000), limits });
      close.push(() => again.close());
      expect(samples(again, all)).toEqual(expected);
      again.rollUp();
      expect(samples(again, all)).toEqual(expected);
    }
  });

  it('of hundreds of twins in one batch is written within ten seconds, some of them each tenth of a second', () => {
    const { open, timers } = begin();
    const historian = open();
    const each = 2;
    const twins = Array.from({ length: 500 }, (_, i) => ({
      twin: `twin-${i}`,
      ports: [{ port: 'tank.level', unit: 'm' }],
    }));
    historian.takeBatch({
      twins,
      runs: Uint32Array.from(twins.flatMap((_, i) => [i, each])),
      indexes: new Uint32Array(1_000),
      times: Float64Array.from({ length: 1_000 }, (_, i) => START + (i % 2)),
      values: Float64Array.from({ length: 1_000 }, (_, i) => i),
      qualities: new Uint8Array(1_000),
    });
    // The first turn was planned before there were twins.
    timers.advance(1);
    let { waiting } = historian;
    expect(waiting).toBeGreaterThan(300);
    while (historian.waiting > 0) {
      timers.advance(0.1);
      expect(waiting - historian.waiting).toBeLessThanOrEqual(32 * each);
      waiting = historian.waiting;
    }
    expect(timers.now()).toBeLessThan(START + 11.5);
    const few = { from: START, to: START + 10 };
    const mean = () => historian.query('twin-321', 'tank.level', few, 10).mean;
    expect(mean()).toEqual([642, 643]);
    timers.advance(1_200);
    expect(mean()).toEqual([642, 643]);
  });
});
