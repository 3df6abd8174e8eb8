import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeBlock } from '../disk/block.ts';
import { segmentPath } from '../disk/segments.ts';
import { packSnapshot } from './packed-snapshot.ts';
import { PastLog } from './past-log.ts';
import { encodeBatch, type JournalRecord } from './record.ts';
import { SegmentReader } from './segment-reader.ts';

const EPOCH = 1_700_000_000;
const folders: string[] = [];
const logs: PastLog[] = [];
afterEach(() => {
  for (const log of logs.splice(0)) log.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const document = (name: string): JournalRecord => ({
  kind: 'document',
  twin: '',
  name,
  document: { twinloom: 1, name },
});
const deployed = (version: number, twin = 'pump'): JournalRecord => ({
  kind: 'deployed',
  twin,
  version,
  document: `d${version}`,
  parameters: {},
});
const still = { instants: 0, pendingTick: null, nodes: {}, islands: {}, periods: [], handSets: {} };
const checkpoint = (seconds: number, version = 1, twin = 'pump'): JournalRecord => {
  const micros = seconds * 1e6;
  const snapshot = packSnapshot({ twinloomSnapshot: 1, flow: '', micros, epoch: EPOCH, seed: 1, ...still });
  return { kind: 'checkpoint', twin, version, snapshot };
};
const entry = (seconds: number, twin = 'pump', kind: 'time' | 'merge' = 'time'): JournalRecord => ({
  kind: 'entry',
  twin,
  entry: { kind, micros: seconds * 1e6, instants: 0, isSettled: true },
});

/** A journal of files of blocks. */
function journalOf(...files: JournalRecord[][][]): {
  log: PastLog;
  folder: string;
  add(file: number, block: JournalRecord[]): void;
} {
  const folder = join(mkdtempSync(join(tmpdir(), 'past-')), 'journal');
  folders.push(folder);
  mkdirSync(folder);
  let first = 1;
  const add = (file: number, records: JournalRecord[]): void => {
    const batch = { life: 'one', first, engine: process.versions.v8, records };
    appendFileSync(segmentPath(folder, file), encodeBlock(encodeBatch(batch)));
    first += records.length;
  };
  for (const [i, blocks] of files.entries()) for (const block of blocks) add(i + 1, block);
  const log = new PastLog(folder);
  logs.push(log);
  return { log, folder, add };
}

async function found(log: PastLog, seconds: number) {
  const stand = await log.standAt('pump', EPOCH + seconds);
  if ('reason' in stand) return stand.reason;
  return {
    version: stand.version,
    from: stand.snapshot.micros / 1e6,
    to: (stand.entries.at(-1)?.micros ?? Number.NaN) / 1e6,
    entries: stand.entries.length,
    next: (stand.following?.micros ?? Number.NaN) / 1e6,
  };
}

/** An hour of a twin beside another: an entry each second, its state each 5 s, a file each 20 minutes. */
function anHour() {
  const files: JournalRecord[][][] = [];
  for (let t = 0; t < 3_600; t++) {
    if (t % 1_200 === 0) files.push([[document('d1'), deployed(1), deployed(1, 'other')]]);
    const block = [entry(t), entry(t, 'other')];
    if (t % 5 === 0) block.push(checkpoint(t), checkpoint(t, 1, 'other'));
    files.at(-1)!.push(block);
  }
  return journalOf(...files);
}

describe('a journal that is read from the middle', () => {
  it('says of any time the last state before and what was put in since', async () => {
    const { log } = anHour();
    for (let i = 0; i < 400; i++) {
      const t = ((i * 7_919) % 35_990) / 10;
      const from = Math.floor(Math.floor(t) / 5) * 5;
      const to = Math.floor(t) === from ? Number.NaN : Math.floor(t);
      expect(await found(log, t)).toEqual({
        version: 1,
        from,
        to,
        entries: Math.floor(t) - from,
        next: Math.floor(t) === 3_599 ? Number.NaN : Math.floor(t) + 1,
      });
    }
  });

  it('goes on over the end of a file, and follows what is added to the last one', async () => {
    const { log, add } = journalOf(
      [[document('d1'), deployed(1)], [checkpoint(0)], [entry(1)]],
      [[document('d1'), deployed(1)], [entry(2)], [entry(3)]],
    );
    expect(await found(log, 2.5)).toMatchObject({ from: 0, to: 2, entries: 2, next: 3 });
    expect(await found(log, 4)).toMatchObject({ from: 0, to: 3 });
    add(2, [entry(4), checkpoint(4), entry(5)]);
    expect(await found(log, 5)).toMatchObject({ from: 4, to: 5 });
  });

  it('begins with a state further back where that is asked for, and it ran through since', async () => {
    const { log } = anHour();
    const stand = await log.standAt('pump', EPOCH + 2_003.5, EPOCH + 1_943.5);
    if ('reason' in stand) throw new Error(stand.reason);
    expect(stand.snapshot.micros).toBe(1_940e6);
    expect(stand.entries.map(({ micros }) => micros / 1e6)).toEqual(
      Array.from({ length: 63 }, (_, i) => 1_941 + i),
    );
  });

  it('names the version that ran then', async () => {
    const { log } = journalOf([
      [document('d1'), deployed(1)],
      [checkpoint(0)],
      [entry(1)],
      [document('d2')],
      [entry(2), deployed(2), checkpoint(2, 2)],
      [entry(3)],
    ]);
    expect(await found(log, 1.5)).toMatchObject({ version: 1, from: 0 });
    expect(await found(log, 3)).toMatchObject({ version: 2, from: 2 });
  });

  it('knows how it stood before it went back to an older state', async () => {
    const { log } = journalOf([
      [document('d1'), deployed(1)],
      [checkpoint(0), entry(1)],
      ...Array.from({ length: 40 }, (_, i) => [entry(2 + i), checkpoint(2 + i)]),
      [document('d2'), entry(42), deployed(2), checkpoint(1, 2), entry(42, 'pump', 'merge')],
      ...Array.from({ length: 40 }, (_, i) => [entry(43 + i), checkpoint(43 + i, 2)]),
    ]);
    expect(await found(log, 20.5)).toMatchObject({ version: 1, from: 20 });
    expect(await found(log, 42.5)).toMatchObject({ version: 2, from: 1, entries: 1 });
    expect(await found(log, 50.5)).toMatchObject({ version: 2, from: 50 });
  });

  it('knows nothing of a time before it, of a stop in between, and long after its end', async () => {
    const { log } = journalOf([
      [document('d1'), deployed(1)],
      [checkpoint(10)],
      [entry(11)],
      [entry(95, 'pump', 'merge'), checkpoint(95)],
    ]);
    expect(await log.standAt('pump', EPOCH + 9)).toEqual({ reason: 'too-early', first: EPOCH + 10 });
    expect(await log.firstOf('pump')).toBe(EPOCH + 10);
    expect(await found(log, 50)).toBe('gap');
    expect(await log.standAt('pump', EPOCH + 300)).toEqual({ reason: 'ended', last: EPOCH + 95 });
    expect(await log.standAt('ghost', EPOCH + 50)).toEqual({ reason: 'unknown-twin' });
  });

  it('looks once through a full file for a twin that does not stand in it, and decodes none of its blocks', async () => {
    const { log, folder, add } = journalOf(
      [[document('d1'), deployed(1)], [checkpoint(1)], [entry(2)]],
      [[document('d1'), deployed(1, 'late')], [checkpoint(10, 1, 'late')]],
    );
    expect(await log.firstOf('late')).toBe(EPOCH + 10);
    // It cannot be, and would be found if it was looked for.
    add(1, [checkpoint(3, 1, 'late')]);
    expect(await log.firstOf('late')).toBe(EPOCH + 10);
    const file = new SegmentReader(folder, 1);
    expect(file.count()).toBe(4);
    const found = [0, 1, 2, 3].filter((block) => file.batchWith(block, 'late'));
    expect(found).toEqual([3]);
    expect(file.batch(0)?.records).toHaveLength(2);
    file.close();
  });
});
