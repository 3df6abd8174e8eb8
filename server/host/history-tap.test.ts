import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { expect, it } from 'vitest';
import type { RecordedBatch } from '../historian/recorded-samples.ts';
import { Engine } from './engine.ts';
import { trialCatalog } from './trial-nodes.ts';
import type { FromWorker, TwinOrder } from './words.ts';

const START = 1_700_000_000;

const document = {
  twinloom: 1,
  nodes: {
    hand: { type: 'trial/hand', params: { value: 3 } },
    quiet: { type: 'trial/hand', params: { value: 4 }, record: false },
  },
  edges: [],
};

const order = (id: string, number: number): TwinOrder => ({
  id,
  number,
  version: 1,
  document,
  parameters: {},
  handSets: {},
});

it('hands on each sample of the twins of a worker in one batch, twin after twin in order of time', async () => {
  const said: FromWorker[] = [];
  const timers = new HeldTimers(START);
  const engine = new Engine({
    catalog: trialCatalog,
    timers,
    post: (word) => void said.push(word),
    heapBytes: () => 5_000_000,
    noteRunning: () => undefined,
    noteNode: () => undefined,
  });
  const ask = async (request: Extract<Parameters<Engine['hear']>[0], { kind: 'request' }>['request']) => {
    engine.hear({ kind: 'request', number: 1, request });
    await new Promise((resolve) => setImmediate(resolve));
  };
  await ask({ ask: 'prepare', twins: [order('t1', 1), order('t2', 2)] });
  await ask({ ask: 'commit' });
  for (const value of [5, 6]) {
    for (const twin of ['t2', 't1']) {
      timers.advance(0.5);
      await ask({ ask: 'set', twin, values: { 'hand.value': value } });
    }
  }
  const none = { packets: [], emissions: [] };
  engine.hear({ kind: 'heartbeat', lost: none, waiting: none });
  const batches = said.flatMap((word) => (word.kind === 'samples' ? [word.samples] : []));
  expect(batches).toHaveLength(1);
  expect(rowsOf(batches[0]!)).toEqual([
    ['t1', 'hand.value', 3],
    ['t1', 'hand.value', 5],
    ['t1', 'hand.value', 6],
    ['t2', 'hand.value', 3],
    ['t2', 'hand.value', 5],
    ['t2', 'hand.value', 6],
  ]);
});

function rowsOf({ twins, runs, indexes, values }: RecordedBatch): unknown[] {
  const rows: unknown[] = [];
  for (let i = 0; i < runs.length; i += 2) {
    const { twin, ports } = twins[runs[i]!]!;
    for (let k = 0; k < runs[i + 1]!; k++) {
      const at = rows.length;
      rows.push([twin, ports[indexes[at]!]!.port, values[at]]);
    }
  }
  return rows;
}
