import { mkdtemp, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import { afterEach, describe, expect, it } from 'vitest';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { Journal, type JournalOptions } from './journal.ts';
import { packSnapshot, unpackSnapshot } from './packed-snapshot.ts';
import type { JournalRecord } from './record.ts';
import { readJournal } from './read-journal.ts';
import { EntryPacker } from './packed-entries.ts';
import { recover, type Recovered } from './recover.ts';

const CASES = 500;

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function begin(more: Partial<JournalOptions> = {}) {
  const home = await mkdtemp(join(tmpdir(), 'journal-'));
  folders.push(home);
  const folder = join(home, 'journal');
  const timers = new HeldTimers(1_700_000_000);
  const faults: (string | undefined)[] = [];
  let wake: () => void = () => undefined;
  const start = () =>
    new Journal({
      folder,
      timers,
      onCommit: () => wake(),
      onFault: (says) => {
        faults.push(says);
        wake();
      },
      ...more,
    });
  const something = () => new Promise<void>((resolve) => (wake = resolve));
  return { folder, timers, faults, start, something };
}

const snapshot = (micros: number): Snapshot => ({
  twinloomSnapshot: 1,
  flow: '',
  micros,
  epoch: 0,
  seed: 1,
  instants: 0,
  pendingTick: null,
  nodes: {},
  islands: {},
  periods: [],
  handSets: {},
});

const checkpoint = (micros: number, twin = 'pump'): JournalRecord => ({
  kind: 'checkpoint',
  twin,
  version: 1,
  snapshot: packSnapshot(snapshot(micros)),
});

const microsOf = (stand: Recovered | undefined): number | undefined =>
  stand && unpackSnapshot(stand.snapshot).micros;

const entry = (micros: number, value: unknown = micros, twin = 'pump'): JournalRecord => ({
  kind: 'entry',
  twin,
  entry: { kind: 'samples', micros, instants: 0, isSettled: true, inputs: [{ node: 'a', value }] },
});

const holding = (value: unknown): JournalRecord => ({
  kind: 'entry',
  twin: 'pump',
  entry: { kind: 'samples', micros: 1, instants: 0, isSettled: true, inputs: [{ node: 'a', value }] },
});

const valuesOf = (entries: readonly LogEntry[] = []) =>
  entries.map((one) => (one.kind === 'samples' ? one.inputs[0]?.value : one.kind));

describe('a journal', () => {
  it('takes packed entries as so many records in their order', async () => {
    const { folder, start } = await begin();
    const journal = start();
    const packer = new EntryPacker();
    for (const micros of [1, 2, 3]) packer.add('pump', (entry(micros) as { entry: LogEntry }).entry);
    expect(journal.append([checkpoint(0), packer.take(), entry(4)])).toBe(5);
    await journal.close();
    expect(journal.committed).toBe(5);
    expect(valuesOf((await recover(folder)).twins.get('pump')?.entries)).toEqual([1, 2, 3, 4]);
  });

  it('gives back the newest checkpoint of each twin, the entries since, and what was sent', async () => {
    const { folder, start } = await begin();
    const journal = start();
    journal.append([checkpoint(0), entry(1), checkpoint(2), entry(3), checkpoint(0, 'fan'), entry(4)]);
    journal.append([
      entry(5, 5, 'fan'),
      { kind: 'sent', twin: 'pump', nodes: { out: 7, log: 2 } },
      { kind: 'sent', twin: 'pump', nodes: { out: 8 } },
    ]);
    await journal.close();
    const { twins, damaged } = await recover(folder);
    expect(damaged).toEqual([]);
    expect(microsOf(twins.get('pump'))).toBe(2);
    expect(twins.get('pump')?.sent).toEqual({ out: 8, log: 2 });
    expect(valuesOf(twins.get('pump')?.entries)).toEqual([3, 4]);
    expect(valuesOf(twins.get('fan')?.entries)).toEqual([5]);
  });

  it('gives back what was owed at the newest checkpoint, without what was settled since', async () => {
    const { folder, start } = await begin();
    const journal = start();
    const owed = (...sequences: number[]): JournalRecord => ({
      kind: 'owed',
      twin: 'pump',
      emissions: sequences.map((sequence) => ({
        node: 'out',
        address: { protocol: 'csv', header: '', keepDays: 1 },
        bytes: new Uint8Array([sequence]),
        key: '',
        sequence,
      })),
    });
    journal.append([checkpoint(0), owed(1, 2), checkpoint(1), owed(3, 4)]);
    journal.append([{ kind: 'sent', twin: 'pump', nodes: { out: 3 } }]);
    await journal.close();
    const { twins } = await recover(folder);
    expect(twins.get('pump')?.owed.map(({ sequence, bytes }) => [sequence, [...bytes]])).toEqual([[4, [4]]]);
  });

  it('keeps each number bit for bit', async () => {
    const { folder, start } = await begin();
    const journal = start();
    const odd = [-0, Number.NaN, Infinity, 5e-324, 0.1 + 0.2, undefined, 'text', [1, -0]];
    journal.append([checkpoint(0), ...odd.map((value) => holding(value))]);
    await journal.close();
    expect(valuesOf((await recover(folder)).twins.get('pump')?.entries)).toEqual(odd);
  });

  it('forgets a twin that was removed', async () => {
    const { folder, start } = await begin();
    const journal = start();
    journal.append([checkpoint(0), entry(1), { kind: 'removed', twin: 'pump' }]);
    await journal.close();
    expect((await recover(folder)).twins.size).toBe(0);
  });

  it('goes on over many lives', async () => {
    const { folder, start } = await begin();
    for (let life = 0; life < 3; life++) {
      const journal = start();
      journal.append(life === 0 ? [checkpoint(0), entry(0)] : [entry(life)]);
      await journal.close();
    }
    expect(valuesOf((await recover(folder)).twins.get('pump')?.entries)).toEqual([0, 1, 2]);
  });

  it('commits what came in 50 ms together, and a thousand at once', async () => {
    const { timers, start, something } = await begin();
    const journal = start();
    journal.append([checkpoint(0)]);
    expect(journal.append([entry(1)])).toBe(2);
    expect(timers.waits).toEqual([expect.closeTo(0.05)]);
    expect(journal.committed).toBe(0);
    const first = something();
    timers.advance(0.05);
    await first;
    expect(journal.committed).toBe(2);
    const thousand = something();
    journal.append(Array.from({ length: 1_000 }, (_, i) => entry(i)));
    await thousand;
    expect(journal.committed).toBe(1_002);
    await journal.close();
  });

  it('commits at once for who hurries, and what came meanwhile right behind it', async () => {
    const { start, something } = await begin();
    const journal = start();
    journal.append([checkpoint(0)]);
    const first = something();
    journal.hurry();
    journal.append([entry(1)]);
    journal.hurry();
    await first;
    expect(journal.committed).toBe(1);
    await something();
    expect(journal.committed).toBe(2);
    await journal.close();
  });

  it('commits at once for who hurries often, then so long after the last commit began', async () => {
    const { timers, start, something } = await begin();
    const journal = start();
    const hurried = (seconds: number): Promise<void> => {
      const committed = something();
      journal.append([entry(1)]);
      journal.hurry(seconds);
      return committed;
    };
    await hurried(0.01);
    expect(timers.waits).toEqual([]);
    timers.advance(0.004);
    const second = hurried(0.01);
    expect(timers.waits).toEqual([expect.closeTo(0.006)]);
    timers.advance(0.006);
    await second;
    timers.advance(0.01);
    await hurried(0.01);
    expect(journal.committed).toBe(3);
    await journal.close();
  });

  it('leaves a slow disk half of the time to others, whoever hurries often', async () => {
    const { timers, start, something } = await begin({
      openFile: async (...args) => {
        const handle = await open(...args);
        const sync = handle.datasync.bind(handle);
        handle.datasync = async () => {
          timers.advance(0.02);
          await sync();
        };
        return handle;
      },
    });
    const journal = start();
    const first = something();
    journal.append([checkpoint(0)]);
    journal.hurry(0.01);
    await first;
    journal.append([entry(1)]);
    journal.hurry(0.01);
    expect(timers.waits).toEqual([expect.closeTo(0.02)]);
    await journal.close();
  });

  it.each([
    ['bytes of a form that is not known', Uint8Array.of(9, 1, 2)],
    ['an object that is no snapshot', { ...snapshot(3), twinloomSnapshot: 9 }],
  ])(
    'falls back to the checkpoint before one that cannot be used, %s, with all entries since',
    async (_, state) => {
      const { folder, start } = await begin();
      const journal = start();
      const useless = { ...checkpoint(3), snapshot: state } as unknown;
      journal.append([checkpoint(0), entry(1), entry(2), useless as JournalRecord, entry(4)]);
      await journal.close();
      const { twins } = await recover(folder);
      expect(microsOf(twins.get('pump'))).toBe(0);
      expect(valuesOf(twins.get('pump')?.entries)).toEqual([1, 2, 4]);
    },
  );

  it('names a file with a block that changed, and goes on from the checkpoint behind it, never over the hole', async () => {
    const { folder, start } = await begin({ limits: { segment: 1, all: 1e9 } });
    for (const records of [[checkpoint(0), entry(1)], [entry(2)], [entry(3)], [checkpoint(4), entry(5)]]) {
      const journal = start();
      journal.append(records);
      await journal.close();
    }
    const [, second] = (await readdir(folder)).toSorted();
    const path = join(folder, second!);
    const bytes = await readFile(path);
    bytes[20]! ^= 1;
    await writeFile(path, Buffer.concat([bytes, bytes]));
    const { twins, damaged } = await recover(folder);
    expect(damaged).toEqual([path]);
    expect(valuesOf(twins.get('pump')?.entries)).toEqual([5]);
    await rm(join(folder, (await readdir(folder)).toSorted()[3]!));
    const cut = (await recover(folder)).twins.get('pump');
    expect([microsOf(cut), valuesOf(cut?.entries)]).toEqual([0, [1]]);
  });

  it(`opens however its file was cut or overwritten (${CASES} cases), and gives back what came before, nothing else`, async () => {
    const { folder, start, timers, something } = await begin();
    const journal = start();
    const ends: number[] = [];
    for (let i = 0; i < 40; i++) {
      const isWritten = something();
      journal.append(i === 0 ? [checkpoint(0)] : [entry(i), entry(i + 0.5)]);
      timers.advance(0.05);
      await isWritten;
      ends.push((await stat(join(folder, '00000001.log'))).size);
    }
    await journal.close();
    const path = join(folder, '00000001.log');
    const whole = await readFile(path);
    const random = new RandomStream(1, 'torn');
    for (let k = 0; k < CASES; k++) {
      const at = Math.floor(random.uniform() * whole.length);
      const garbage = Buffer.from(Array.from({ length: k % 40 }, () => Math.floor(random.uniform() * 256)));
      const rest = [Buffer.alloc(0), garbage, Buffer.alloc(k % 300), whole.subarray(at + 1)][k % 4]!;
      await writeFile(path, Buffer.concat([whole.subarray(0, at), rest]));
      const entries = valuesOf((await recover(folder)).twins.get('pump')?.entries);
      const blocks = ends.filter((end) => end <= at).length;
      const expected = Array.from({ length: 2 * Math.max(blocks - 1, 0) }, (_, i) => 1 + i / 2);
      expect(entries.slice(0, expected.length)).toEqual(expected);
      // A cut that falls on the end of a block may leave the next one whole; nothing comes out of place.
      expect(entries).toEqual(Array.from({ length: entries.length }, (_, i) => 1 + i / 2));
      expect(entries.length).toBeLessThanOrEqual(expected.length + 2);
    }
  });

  it('holds what the disk does not take, says why, and writes it once the disk does, in order', async () => {
    const { folder, start, timers, faults, something } = await begin();
    await writeFile(folder, 'in the way');
    const journal = start();
    journal.append([checkpoint(0), entry(1)]);
    const failed = something();
    timers.advance(0.05);
    await failed;
    expect(faults).toEqual([expect.stringContaining('cannot be written')]);
    expect(journal.committed).toBe(0);
    journal.append([entry(2)]);
    await rm(folder);
    await timers.until((waits) => waits.length > 0);
    const mended = something();
    timers.advance(1);
    await mended;
    await journal.close();
    expect(journal.committed).toBe(3);
    expect(faults.at(-1)).toBeUndefined();
    expect(valuesOf((await recover(folder)).twins.get('pump')?.entries)).toEqual([1, 2]);
  });

  it.each(['appendFile', 'datasync'] as const)(
    'whose disk fails in the middle of %s (EIO) leaves nothing torn behind, and goes on in order',
    async (step) => {
      let isFailing = false;
      const openFile: typeof open = async (...args) => {
        const handle = await open(...args);
        const { appendFile, datasync } = handle;
        const fail = () => Promise.reject(Object.assign(new Error('EIO: i/o error'), { code: 'EIO' }));
        handle.appendFile = async (data, options) => {
          const bytes = data as Uint8Array;
          if (!isFailing || step !== 'appendFile') return appendFile.call(handle, bytes, options);
          await appendFile.call(handle, bytes.subarray(0, bytes.length / 2), options);
          return fail();
        };
        handle.datasync = () => (isFailing && step === 'datasync' ? fail() : datasync.call(handle));
        return handle;
      };
      const { folder, start, timers, faults, something } = await begin({ openFile });
      const journal = start();
      const write = async (records: readonly JournalRecord[], seconds: number): Promise<void> => {
        const isDone = something();
        if (records.length > 0) journal.append(records);
        await timers.until((waits) => waits.length > 0);
        timers.advance(seconds);
        await isDone;
      };
      await write([checkpoint(0), entry(1)], 0.05);
      isFailing = true;
      await write([entry(2)], 0.05);
      for (let second = 0; second < 20; second++) await write([checkpoint(3 + second), entry(3 + second)], 1);
      expect(faults.at(-1)).toContain('the disk fails');
      expect(await readdir(folder)).toHaveLength(1);
      expect(valuesOf((await recover(folder)).twins.get('pump')?.entries)).toEqual([1]);
      isFailing = false;
      await write([entry(99)], 1);
      await journal.close();
      expect(faults.at(-1)).toBeUndefined();
      expect(journal.committed).toBe(journal.appended);
      const { twins, damaged } = await recover(folder);
      expect(damaged).toEqual([]);
      // Of the states that waited the first and the newest were kept.
      expect(microsOf(twins.get('pump'))).toBe(22);
      expect(valuesOf(twins.get('pump')?.entries)).toEqual([22, 99]);
      const kinds: string[] = [];
      for await (const piece of readJournal(folder))
        kinds.push(...(piece.kind === 'cut' ? ['cut'] : piece.records.map(({ kind }) => kind)));
      expect(kinds.filter((kind) => kind === 'checkpoint' || kind === 'cut')).toHaveLength(3);
      expect(kinds.filter((kind) => kind === 'entry')).toHaveLength(23);
    },
  );

  it('loses no entry of a twin that stood still, where the disk fails on it and does not take back what it wrote', async () => {
    let isFailing = false;
    const openFile: typeof open = async (...args) => {
      const handle = await open(...args);
      const { datasync, truncate } = handle;
      const fail = () => Promise.reject(new Error('EIO: i/o error'));
      handle.datasync = () => (isFailing ? fail() : datasync.call(handle));
      handle.truncate = (length) => (isFailing ? fail() : truncate.call(handle, length));
      return handle;
    };
    const limits = { segment: 2_000, all: 1_000_000 };
    const { folder, start, timers, something } = await begin({ openFile, limits });
    const journal = start();
    const write = async (records: readonly JournalRecord[], seconds = 0.05): Promise<void> => {
      const isDone = something();
      journal.append(records);
      await timers.until((waits) => waits.length > 0);
      timers.advance(seconds);
      await isDone;
    };
    await write([checkpoint(0, 'still')]);
    const files = async () => (await readdir(folder)).length;
    while ((await files()) < 5) await write([checkpoint(1), entry(1)]);
    isFailing = true;
    await write([entry(2, 2, 'still')]);
    isFailing = false;
    await write([entry(3, 3, 'still')], 1);
    await journal.close();
    expect(journal.committed).toBe(journal.appended);
    expect(valuesOf((await recover(folder)).twins.get('still')?.entries)).toEqual([2, 3]);
  });

  it('stays below its limit, and keeps the checkpoint of a twin that says nothing any more', async () => {
    const { folder, start, timers, something } = await begin({ limits: { segment: 2_000, all: 10_000 } });
    const journal = start();
    journal.append([checkpoint(2, 'held')]);
    for (let i = 0; i < 100; i++) {
      const isWritten = something();
      journal.append([checkpoint(i), ...Array.from({ length: 10 }, () => entry(i))]);
      timers.advance(0.05);
      await isWritten;
    }
    await journal.close();
    const names = await readdir(folder);
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
    const { twins } = await recover(folder);
    expect(microsOf(twins.get('held'))).toBe(2);
    expect(microsOf(twins.get('pump'))).toBe(99);
    expect(twins.get('pump')?.entries).toHaveLength(10);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(14_000);
  });

  it('is read from its newest files only, and gives the same: states, entries, what was sent; also in a life after', async () => {
    const { folder, start, timers, something } = await begin({ limits: { segment: 3_000, all: 100_000 } });
    const random = new RandomStream(7, 'newest files');
    const expected = new Map<string, { micros: number; entries: number[]; sent: Record<string, number> }>();
    for (let life = 0; life < 3; life++) {
      const journal = start();
      const again = [...(await recover(folder)).twins].flatMap(([twin, stand]): JournalRecord[] => [
        { kind: 'checkpoint', twin, version: 1, snapshot: stand.snapshot, isAgain: true },
        { kind: 'sent', twin, nodes: stand.sent },
        ...stand.entries.map((one): JournalRecord => ({ kind: 'entry', twin, entry: one })),
      ]);
      for (let i = 0; i < 150; i++) {
        const twin = `twin-${Math.floor(random.uniform() * (i < 100 ? 5 : 2))}`;
        const stand = expected.get(twin) ?? { micros: -1, entries: [], sent: {} };
        expected.set(twin, stand);
        const records: JournalRecord[] = i === 0 ? again : [];
        const micros = life * 1_000 + i;
        if (stand.micros < 0 || random.uniform() < 0.5) {
          Object.assign(stand, { micros, entries: [] });
          records.push(checkpoint(micros, twin));
        }
        stand.entries.push(micros);
        const nodes = { [`out-${Math.floor(random.uniform() * 8)}`]: micros };
        Object.assign(stand.sent, nodes);
        records.push(entry(micros, micros, twin), { kind: 'sent', twin, nodes });
        const isWritten = something();
        journal.append(records);
        timers.advance(0.05);
        await isWritten;
      }
      await journal.close();
      const [oldest = ''] = (await readdir(folder)).toSorted();
      await writeFile(join(folder, oldest), 'not to be read');
      const { twins, damaged } = await recover(folder);
      expect(damaged).toEqual([]);
      for (const [twin, stand] of expected) {
        expect(microsOf(twins.get(twin))).toBe(stand.micros);
        expect(valuesOf(twins.get(twin)?.entries)).toEqual(stand.entries);
        expect(twins.get(twin)?.sent).toEqual(stand.sent);
      }
    }
  });

  it('is read to its begin where its newest files are damaged', async () => {
    const { folder, start, timers, something } = await begin({ limits: { segment: 1_000, all: 100_000 } });
    const journal = start();
    for (let i = 0; i < 30; i++) {
      const isWritten = something();
      journal.append([checkpoint(i), entry(i)]);
      timers.advance(0.05);
      await isWritten;
    }
    await journal.close();
    const names = (await readdir(folder)).toSorted();
    for (const name of names.slice(-2)) {
      const bytes = await readFile(join(folder, name));
      for (let at = 20; at < bytes.length; at += 40) bytes[at]! ^= 0xff;
      await writeFile(join(folder, name), bytes);
    }
    const { twins, damaged } = await recover(folder);
    expect(damaged.length).toBeGreaterThan(0);
    expect(microsOf(twins.get('pump'))).toBeGreaterThan(10);
    expect(twins.get('pump')?.entries).toHaveLength(1);
  });
});
