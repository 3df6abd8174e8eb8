import { Twin } from '@twinloom/runtime/run/twin';
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../journal/record.ts';
import { compileDocument } from './compile-twins.ts';
import { packSnapshot, unpackSnapshot } from '../journal/packed-snapshot.ts';
import { FoldCheck } from './fold-check.ts';
import { trialCatalog } from './trial-nodes.ts';

const EPOCH = 1_700_000_000;
const ENGINE = process.versions.v8;

const flow = (topic = 't') => ({
  twinloom: 1,
  nodes: { a: { type: 'trial/listen', params: { topic } }, count: { type: 'trial/count' } },
  edges: ['a.value -> count.a'],
});

/** Ten checkpoints of a twin with three samples before each. */
function lived(version = 1): JournalRecord[] {
  const records: JournalRecord[] = [
    { kind: 'document', twin: '', name: 'd', document: flow() },
    { kind: 'deployed', twin: 'pump', version, document: 'd', parameters: {} },
  ];
  const { plan } = compileDocument(flow(), trialCatalog, { id: 'pump', parameters: {} });
  const twin = new Twin(plan!, {
    id: 'pump',
    epoch: EPOCH,
    onEntry: (entry) => void records.push({ kind: 'entry', twin: 'pump', entry: structuredClone(entry) }),
  });
  for (let k = 0; k < 10; k++) {
    for (let i = 0; i < 3; i++) twin.deliver(5 * k + i + 1, [{ node: 'a', value: i }]);
    twin.mark(5 * k + 5);
    records.push({ kind: 'checkpoint', twin: 'pump', version, snapshot: packSnapshot(twin.snapshot()) });
  }
  return records;
}

async function check(records: readonly JournalRecord[], stretch: { from?: number; to?: number } = {}) {
  const fold = new FoldCheck('pump', trialCatalog, async () => ({}), {
    from: undefined,
    to: undefined,
    ...stretch,
  });
  for (const record of records) await fold.take(record, ENGINE);
  return fold.report();
}

describe('a fold of the log', () => {
  it('is equal to each checkpoint behind the first', async () => {
    const { lines, isSound } = await check(lived());
    expect(lines).toEqual([
      'pump: 9 checkpoints and 36 entries from 2023-11-14T22:13:23.000Z to 2023-11-14T22:14:08.000Z: equal, bit for bit',
    ]);
    expect(isSound).toBe(true);
  });

  it('names the node whose state a checkpoint has otherwise, once', async () => {
    const records = lived();
    const fifth = records.filter(({ kind }) => kind === 'checkpoint')[4];
    if (fifth?.kind === 'checkpoint') {
      const changed = unpackSnapshot(fifth.snapshot);
      changed.nodes.count!.states.n = [99];
      fifth.snapshot = packSnapshot(changed);
    }
    const { lines, isSound } = await check(records);
    // What goes on from the changed one ends elsewhere too.
    expect(lines[0]).toBe(
      '2023-11-14T22:13:43.000Z: the state of count is not what the fold of the log gives',
    );
    expect(isSound).toBe(false);
  });

  it('sees an entry that is gone', async () => {
    const records = lived();
    records.splice(records.findLastIndex(({ kind, ...one }) => kind === 'entry' && 'entry' in one) - 1, 1);
    expect((await check(records)).isSound).toBe(false);
  });

  it('compares nothing over a hole, a new version, or what was written before', async () => {
    const again = lived().map((record) =>
      record.kind === 'checkpoint' ? { ...record, isAgain: true as const } : record,
    );
    expect((await check(again)).lines).toEqual([
      'pump: there is nothing to compare in this stretch of the journal',
    ]);
    const two = await check([...lived(1), ...lived(2)]);
    expect(two.lines.at(-1)).toContain('18 checkpoints');
    expect(two.isSound).toBe(true);
    const fold = new FoldCheck('pump', trialCatalog, async () => ({}), { from: undefined, to: undefined });
    for (const record of lived()) {
      await fold.take(record, ENGINE);
      if (record.kind === 'entry') fold.cut();
    }
    expect(fold.report().isSound).toBe(false);
  });

  it('looks at a stretch of time only', async () => {
    const { lines } = await check(lived(), { from: EPOCH + 20, to: EPOCH + 40 });
    expect(lines).toEqual([
      'pump: 4 checkpoints and 16 entries from 2023-11-14T22:13:38.000Z to 2023-11-14T22:13:58.000Z: equal, bit for bit',
    ]);
  });
});
