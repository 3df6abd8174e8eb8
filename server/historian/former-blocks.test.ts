import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { afterEach, expect, it } from 'vitest';
import { Historian } from './historian.ts';
import { encodeSeconds, rollUp } from './rollup-block.ts';
import { packSamples, type Samples } from './sample-block.ts';

/** Begins a period of ten minutes. */
const START = 1_700_000_400;
const PERIOD = 600;

/** Statements of the version that kept waiting samples as plain blocks. */
const FORMER = `
  PRAGMA page_size = 8192;
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  CREATE TABLE series (id INTEGER PRIMARY KEY, twin TEXT, port TEXT, unit TEXT, UNIQUE (twin, port, unit));
  CREATE TABLE samples (series INTEGER, first REAL, last REAL, data BLOB, PRIMARY KEY (series, first, last)) WITHOUT ROWID;
  CREATE TABLE seconds (series INTEGER, first INTEGER, data BLOB, PRIMARY KEY (series, first)) WITHOUT ROWID;
  CREATE INDEX samples_by_end ON samples (last);
  CREATE INDEX seconds_by_begin ON seconds (first);
`;

const close: (() => void)[] = [];
afterEach(() => {
  for (const undo of close.splice(0).reverse()) undo();
});

function plain({ times, values, qualities }: Samples): Uint8Array {
  const n = times.length;
  const bytes = new Uint8Array(8 + 17 * n);
  bytes[0] = 7;
  new Float64Array(bytes.buffer, 8, n).set(times);
  new Float64Array(bytes.buffer, 8 + 8 * n, n).set(values);
  bytes.set(qualities, 8 + 16 * n);
  return bytes;
}

/** One sample a second, which says how many seconds after the start it was. */
function samples(from: number, to: number): Samples {
  const values = Float64Array.from({ length: to - from }, (_, i) => from + i);
  return { times: values.map((t) => START + t), values, qualities: new Uint8Array(to - from) };
}

/** The first period packed with its seconds, the second plain as far as 800 s; a block lies over their border. */
function formerFile(folder: string): void {
  const database = new DatabaseSync(join(folder, 'history.db'));
  database.exec(FORMER);
  const add = database.prepare('INSERT INTO samples VALUES (?, ?, ?, ?)');
  for (const [i, port] of ['pump.flow', 'pump.head'].entries()) {
    const id = i + 1;
    database.prepare('INSERT INTO series (twin, port, unit) VALUES (?, ?, ?)').run('pump-1', port, 'm');
    add.run(id, START, START + 594, packSamples(samples(0, 595)));
    add.run(id, START + 595, START + 604, plain(samples(595, 605)));
    for (let t = 605; t < 800; t += 5) add.run(id, START + t, START + t + 4, plain(samples(t, t + 5)));
    const seconds = database.prepare('INSERT INTO seconds VALUES (?, ?, ?)');
    seconds.run(id, START, encodeSeconds(rollUp(samples(0, PERIOD))));
  }
  database.close();
}

it('a history of the version before is read, goes on, and is packed once, with its seconds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  close.push(() => rmSync(folder, { recursive: true }));
  formerFile(folder);
  const timers = new HeldTimers(START + 800);
  const limits = { samples: 86_400, seconds: 30 * 86_400, bytes: 5e9 };
  const open = () => {
    const historian = new Historian({ folder, timers, limits });
    close.push(() => historian.close());
    return historian;
  };
  const historian = open();
  const each = (of: Historian, port: string) =>
    [...of.rows('pump-1', [port], { from: START, to: START + 5_000 }).pieces].flatMap(({ columns }) => [
      ...columns[0]!.values,
    ]);
  const counting = (n: number) => Array.from({ length: n }, (_, i) => i);
  expect(each(historian, 'pump.flow')).toEqual(counting(800));

  const goesOn = samples(800, 1_800);
  const ports = ['pump.flow', 'pump.head'].map((port) => ({ port, unit: 'm' }));
  for (const index of [0, 1]) {
    const indexes = new Uint32Array(1_000).fill(index);
    historian.take({ twin: 'pump-1', ports, indexes, ...goesOn });
  }
  timers.advance(2_000);
  for (const port of ['pump.flow', 'pump.head']) expect(each(historian, port)).toEqual(counting(1_800));
  close.pop()!();

  const database = new DatabaseSync(join(folder, 'history.db'));
  const one = (sql: string) => Object.values(database.prepare(sql).get()!)[0];
  expect(one("SELECT count(*) FROM samples WHERE substr(data, 1, 1) = x'07'")).toBe(0);
  expect(one('SELECT count(*) FROM loose')).toBe(0);
  expect(one('PRAGMA user_version')).toBe(1);
  // What the seconds say is no longer asked of the samples.
  database.exec('DELETE FROM samples');
  database.close();
  const { mean } = open().query('pump-1', 'pump.flow', { from: START, to: START + 1_800 }, 180);
  expect(mean).toEqual(counting(180).map((i) => 10 * i + 4.5));
});
