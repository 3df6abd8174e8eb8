import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CsvRecordAddress } from '@twinloom/runtime/node/definition';
import { afterEach, describe, expect, it } from 'vitest';
import { CsvRecords, MOST_BYTES_WAITING } from './csv-records.ts';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';

const NOON = Date.parse('2026-11-27T12:00:00Z') / 1000;
const HEADER = 'time,flow [m3/h]';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** A folder that is not made yet, records in it, and what they said. */
async function begin(start = NOON) {
  const home = await mkdtemp(join(tmpdir(), 'records-'));
  folders.push(home);
  const folder = join(home, 'records');
  const timers = new HeldTimers(start);
  const faults: (string | undefined)[] = [];
  let heard: () => void = () => undefined;
  const records = new CsvRecords(folder, timers);
  const put = (row: string, more: Partial<CsvRecordAddress> = {}, sender = 'pump1.log') =>
    records.put({ protocol: 'csv', header: HEADER, keepDays: 90, ...more }, new TextEncoder().encode(row), {
      sender,
      sequence: 1,
      key: 'k',
      onSettled: () => undefined,
      onLost: () => undefined,
      onFault: (says) => {
        faults.push(says);
        heard();
      },
    });
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  const nextFault = () => new Promise<void>((resolve) => (heard = resolve));
  return { home, folder, timers, records, faults, put, text, nextFault };
}

const row = (time: string, value: number | string = 1): string => `${time},${value}\n`;

describe('records', () => {
  it('are a file of each day and node, with a header', async () => {
    const { records, put, text, folder } = await begin();
    expect(put(row('2026-11-26T23:59:59.000Z', 1))).toBe(true);
    put(row('2026-11-27T00:00:00.000Z', 2));
    put(row('2026-11-27T00:00:01.000Z', 3));
    put(row('2026-11-27T00:00:00.000Z', 9), { name: 'shift' }, 'pump2.log');
    await records.close();
    expect((await readdir(folder)).toSorted()).toEqual([
      'pump1.log_2026-11-26.csv',
      'pump1.log_2026-11-27.csv',
      'pump2.shift_2026-11-27.csv',
    ]);
    expect(await text('pump1.log_2026-11-26.csv')).toBe(`${HEADER}\n2026-11-26T23:59:59.000Z,1\n`);
    expect(await text('pump1.log_2026-11-27.csv')).toBe(
      `${HEADER}\n2026-11-27T00:00:00.000Z,2\n2026-11-27T00:00:01.000Z,3\n`,
    );
    expect(put(row('2026-11-27T00:00:02.000Z'))).toBe(false);
  });

  it('are written within a second', async () => {
    const { timers, put } = await begin();
    put(row('2026-11-27T12:00:00.000Z'));
    put(row('2026-11-27T12:00:00.500Z'));
    expect(timers.waits).toEqual([1]);
  });

  it('go on in a file that is there, after a line that was cut off, and beside one with other columns', async () => {
    const { records, put, text, folder } = await begin();
    await mkdir(folder);
    await writeFile(
      join(folder, 'pump1.log_2026-11-27.csv'),
      `${HEADER}\n2026-11-27T00:00:00.000Z,1\n2026-1`,
    );
    put(row('2026-11-27T00:00:01.000Z', 2));
    put('2026-11-27T00:00:01.000Z,3,4\n', { header: 'time,a,b' });
    await records.close();
    expect(await text('pump1.log_2026-11-27.csv')).toBe(
      `${HEADER}\n2026-11-27T00:00:00.000Z,1\n2026-1\n2026-11-27T00:00:01.000Z,2\n`,
    );
    expect(await text('pump1.log_2026-11-27-2.csv')).toBe('time,a,b\n2026-11-27T00:00:01.000Z,3,4\n');
  });

  it('of two nodes with one name and header share a file, whole rows each', async () => {
    const { records, put, text } = await begin();
    put(row('2026-11-27T00:00:00.000Z', 1), { name: 'both' }, 'pump1.a');
    put(row('2026-11-27T00:00:00.000Z', 2), { name: 'both' }, 'pump1.b');
    await records.close();
    expect((await text('pump1.both_2026-11-27.csv')).split('\n')).toHaveLength(4);
  });

  it('remove files of earlier days than are kept, those of others not', async () => {
    const { records, put, folder } = await begin();
    await mkdir(folder);
    const old = [
      'pump1.log_2026-11-24.csv',
      'pump1.log_2026-11-25-2.csv',
      'pump1.log2_2026-11-01.csv',
      'notes.txt',
    ];
    for (const name of old) await writeFile(join(folder, name), 'x');
    put(row('2026-11-27T00:00:00.000Z'), { keepDays: 2 });
    await records.close();
    expect((await readdir(folder)).toSorted()).toEqual([
      'notes.txt',
      'pump1.log2_2026-11-01.csv',
      'pump1.log_2026-11-25-2.csv',
      'pump1.log_2026-11-27.csv',
    ]);
  });

  it('remove nothing that is young when the time of a row runs ahead', async () => {
    const { records, put, folder } = await begin();
    await mkdir(folder);
    await writeFile(join(folder, 'pump1.log_2026-11-26.csv'), 'x');
    put(row('2099-01-01T00:00:00.000Z'), { keepDays: 2 });
    await records.close();
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('wait while the folder cannot be made, say why and that it is over, and lose nothing', async () => {
    const { home, folder, timers, records, put, faults, text, nextFault } = await begin();
    await writeFile(folder, 'in the way');
    put(row('2026-11-27T12:00:00.000Z', 1));
    const failed = nextFault();
    timers.advance(1);
    await failed;
    expect(faults[0]).toBe(
      `rows wait to be written to ${join(home, 'records')}: a file stands where the folder should be`,
    );
    put(row('2026-11-27T12:00:01.000Z', 2));
    await rm(folder);
    await timers.until((waits) => waits.length > 0);
    const mended = nextFault();
    timers.advance(1);
    await mended;
    expect(faults).toEqual([expect.any(String), undefined]);
    expect(await text('pump1.log_2026-11-27.csv')).toBe(
      `${HEADER}\n2026-11-27T12:00:00.000Z,1\n2026-11-27T12:00:01.000Z,2\n`,
    );
    await records.close();
  });

  it('refuse what is beyond 1 MB while nothing is written', async () => {
    const { records, put } = await begin();
    const big = row('2026-11-27T12:00:00.000Z', 'x'.repeat(MOST_BYTES_WAITING / 2 - 30));
    expect([put(big), put(big), put(big), put(big, { header: 'time,other' })]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    await records.close();
  });

  it('list the files with their size, the newest first, and name where one lies; nothing else is handed out', async () => {
    const { home, folder, records, put } = await begin();
    expect(await records.list()).toEqual([]);
    put(row('2026-11-27T00:00:00.000Z'));
    put(row('2026-11-27T00:00:00.000Z'), {}, 'pump2.log');
    await records.close();
    await writeFile(join(home, 'secret'), 'x');
    await symlink(join(home, 'secret'), join(folder, 'link'));
    const name = 'pump1.log_2026-11-27.csv';
    const [file] = await records.list('pump1');
    expect(file).toMatchObject({ name, bytes: HEADER.length + 1 + row('2026-11-27T00:00:00.000Z').length });
    expect((await records.list()).map((each) => each.name).toSorted()).toEqual([
      name,
      'pump2.log_2026-11-27.csv',
    ]);
    expect(await records.path(name)).toBe(join(folder, name));
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    for (const other of ['../secret', 'link', 'pump3.log_2026-11-27.csv', `../records/${name}`])
      expect(await records.path(other)).toBeUndefined();
  });
});
