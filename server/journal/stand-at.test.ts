import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import { afterEach, describe, expect, it } from 'vitest';
import { Journal } from './journal.ts';
import type { JournalRecord } from './record.ts';
import { standAt } from './stand-at.ts';

const EPOCH = 1_700_000_000;
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const document: JournalRecord = { kind: 'document', twin: '', name: 'd', document: { twinloom: 1 } };
const deployed: JournalRecord = {
  kind: 'deployed',
  twin: 'pump',
  version: 3,
  document: 'd',
  parameters: { a: 1 },
};
const checkpoint = (seconds: number, twin = 'pump'): JournalRecord => {
  const rest = { instants: 0, pendingTick: null, nodes: {}, islands: {}, periods: [], handSets: {} };
  const snapshot: Snapshot = {
    twinloomSnapshot: 1,
    flow: '',
    micros: seconds * 1e6,
    epoch: EPOCH,
    seed: 1,
    ...rest,
  };
  return { kind: 'checkpoint', twin, version: 3, snapshot };
};
const entry = (seconds: number, kind: 'time' | 'merge' = 'time', twin = 'pump'): JournalRecord => {
  const at: LogEntry = { kind, micros: seconds * 1e6, instants: 0, isSettled: true };
  return { kind: 'entry', twin, entry: at };
};

async function journalOf(...lives: JournalRecord[][]): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'stand-'));
  folders.push(home);
  const folder = join(home, 'journal');
  for (const records of lives) {
    const journal = new Journal({ folder, timers: new HeldTimers(EPOCH), onCommit: () => undefined });
    journal.append(records);
    await journal.close();
  }
  return folder;
}

const secondsOf = (entries: readonly LogEntry[]): number[] => entries.map(({ micros }) => micros / 1e6);

describe('how a twin stood in the past', () => {
  it('is its last checkpoint before, with what was put in until then, under what it ran', async () => {
    const folder = await journalOf([
      document,
      deployed,
      checkpoint(10),
      entry(11),
      checkpoint(20),
      entry(21),
      entry(22, 'time', 'other'),
      entry(23),
      checkpoint(30),
    ]);
    const found = await standAt(folder, 'pump', EPOCH + 22);
    expect(found).toMatchObject({ version: 3, document: { twinloom: 1 }, parameters: { a: 1 } });
    if ('reason' in found) throw new Error(found.reason);
    expect(found.snapshot.micros).toBe(20e6);
    expect(secondsOf(found.entries)).toEqual([21]);
  });

  it('is not known before the first checkpoint that is kept, nor of a twin nobody wrote of', async () => {
    const folder = await journalOf([document, deployed, checkpoint(10)]);
    expect(await standAt(folder, 'pump', EPOCH + 9)).toEqual({ reason: 'too-early', first: EPOCH + 10 });
    expect(await standAt(folder, 'ghost', EPOCH + 9)).toEqual({ reason: 'unknown-twin' });
  });

  it('is not known while it stood still: what it did next was to make up for it', async () => {
    const folder = await journalOf([
      document,
      deployed,
      checkpoint(10),
      entry(11),
      entry(95, 'merge'),
      entry(96),
    ]);
    expect(await standAt(folder, 'pump', EPOCH + 50)).toEqual({ reason: 'gap', until: EPOCH + 95 });
    expect(await standAt(folder, 'pump', EPOCH + 96)).toMatchObject({ version: 3 });
  });

  it('is not known behind a place where the log is torn, until the next checkpoint', async () => {
    const folder = await journalOf(
      [document, deployed, checkpoint(10)],
      [entry(11), entry(12)],
      [document, deployed, checkpoint(40), entry(41)],
    );
    const [, torn = ''] = (await readdir(folder)).toSorted();
    const { size } = await stat(join(folder, torn));
    await truncate(join(folder, torn), size - 1);
    expect(await standAt(folder, 'pump', EPOCH + 10)).toMatchObject({ version: 3 });
    expect(await standAt(folder, 'pump', EPOCH + 30)).toEqual({ reason: 'gap' });
    expect(await standAt(folder, 'pump', EPOCH + 41)).toMatchObject({ version: 3 });
  });
});
