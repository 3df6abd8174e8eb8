import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { Twin } from '@twinloom/runtime/run/twin';
import { encodeBlock } from '../../../server/disk/block.ts';
import { segmentPath } from '../../../server/disk/segments.ts';
import { packSnapshot } from '../../../server/journal/packed-snapshot.ts';
import { encodeBatch, type JournalRecord } from '../../../server/journal/record.ts';

const CHECKPOINT_SECONDS = 5;
const SEGMENT_BYTES = 64 * 1024 * 1024;
/** Each source of the pump says something so often. */
const EVERY_SECONDS = 0.5;

/** Puts a journal in the place of the one of a data folder: the pump, whose sources spoke twice a second, up to `end`. Its bytes. */
export function writeADay(dataDir: string, document: unknown, end: number, seconds: number): number {
  const folder = join(dataDir, 'journal');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { flow } = parseFlow(document);
  const { plan } = flow ? compileFlow(flow, catalog, { twin: 'pump-01' }) : {};
  if (!plan) throw new Error('the pump does not compile');
  const name = createHash('sha256').update(JSON.stringify(document)).digest('hex');
  const preamble: JournalRecord[] = [
    { kind: 'document', twin: '', name, document },
    { kind: 'deployed', twin: 'pump-01', version: 1, document: name, parameters: {} },
  ];
  let [segment, bytes, all, first] = [0, Infinity, 0, 1];
  let waiting: JournalRecord[] = [];
  const write = (records: readonly JournalRecord[], isNew: boolean): void => {
    const batch = { life: 'bench', first: isNew ? first : 0, engine: process.versions.v8, records };
    const block = encodeBlock(encodeBatch(batch));
    appendFileSync(segmentPath(folder, segment), block);
    if (isNew) first += records.length;
    bytes += block.length;
    all += block.length;
  };
  const commit = (): void => {
    if (bytes > SEGMENT_BYTES) {
      segment++;
      bytes = 0;
      write(preamble, false);
    }
    write(waiting, true);
    waiting = [];
  };
  const twin = new Twin(plan, {
    id: 'pump-01',
    epoch: Math.floor(end - seconds),
    onEntry: (entry) => waiting.push({ kind: 'entry', twin: 'pump-01', entry }),
  });
  const random = new RandomStream(1, 'a day');
  const said = { speed: 1450, flow: 18, head: 15, power: 1.2, vibration: 0.6, level: 1.4 };
  const names = Object.keys(said) as (keyof typeof said)[];
  const keep = (): void =>
    void waiting.push({
      kind: 'checkpoint',
      twin: 'pump-01',
      version: 1,
      snapshot: packSnapshot(twin.snapshot()),
    });
  keep();
  commit();
  for (let t = 0, checkpoint = CHECKPOINT_SECONDS; t < seconds; t += EVERY_SECONDS) {
    names.forEach((node, i) => {
      const value = said[node] * (1 + 0.02 * random.normal());
      twin.deliver(t + (i * EVERY_SECONDS) / names.length, [{ node, value }]);
      commit();
    });
    if (t < checkpoint) continue;
    checkpoint += CHECKPOINT_SECONDS;
    twin.mark(t + EVERY_SECONDS * 0.99);
    keep();
    commit();
  }
  return all;
}
