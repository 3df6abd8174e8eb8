import { catalog } from '@twinloom/nodes/catalog';
import type { Input } from '@twinloom/runtime/run/inbox';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { beforeEach, describe, expect, it } from 'vitest';
import { unpackEntries } from '../journal/packed-entries.ts';
import { unpackSnapshot } from '../journal/packed-snapshot.ts';
import { Engine } from './engine.ts';
import type { AheadWord, FromWorker, Request, TwinOrder } from './words.ts';

const START = 1_700_000_000;

const document = {
  twinloom: 1,
  nodes: {
    level: { type: 'sources/constant', params: { value: 1, unit: 'm' } },
    ahead: { type: 'predictors/run-ahead', params: { limit: 3, every: '10 s', lookBack: '2 min' } },
  },
  edges: ['level.value -> ahead.in'],
};

const order: TwinOrder = { id: 't1', number: 1, version: 4, document, parameters: {}, handSets: {} };

let timers: HeldTimers;
let engine: Engine;
let said: FromWorker[];

async function ask(request: Request): Promise<void> {
  engine.hear({ kind: 'request', number: said.length, request });
  await new Promise((resolve) => setImmediate(resolve));
}

const asked = (): AheadWord[] => said.flatMap((word) => (word.kind === 'ahead' ? [word.ahead] : []));
const logged = () =>
  said.flatMap((word) => (word.kind === 'taken' && word.log ? unpackEntries(word.log) : []));
const answer = (version: number): Promise<void> => {
  const inputs: Input[] = [{ node: 'ahead', port: 'value', value: 120, t: START }];
  return ask({ ask: 'foresaw', twin: 't1', version, inputs });
};

beforeEach(async () => {
  timers = new HeldTimers(START);
  said = [];
  engine = new Engine({
    catalog,
    timers,
    post: (word) => void said.push(word),
    heapBytes: () => 0,
    noteRunning: () => undefined,
    noteNode: () => undefined,
  });
  await ask({ ask: 'prepare', twins: [order] });
  await ask({ ask: 'commit' });
});

describe('a node that runs ahead', () => {
  it('asks at once, with how its twin stands', () => {
    expect(asked()).toMatchObject([
      { twin: 't1', version: 4, node: 'ahead', t: START, lookBack: 120, inputs: [] },
    ]);
    const snapshot = unpackSnapshot(asked()[0]!.snapshot);
    expect(snapshot.nodes['level']?.outputs['value']).toMatchObject({ value: 1, quality: 0 });
  });

  it('puts the answer into the log as a sample, and asks again when its time has come', async () => {
    await answer(4);
    const [last] = logged().slice(-1);
    expect(last).toMatchObject({
      twin: 't1',
      entry: { kind: 'samples', inputs: [{ node: 'ahead', port: 'value', value: 120 }] },
    });
    timers.advance(11);
    await answer(4);
    expect(asked()).toHaveLength(2);
  });

  it('hears no answer that is of another version', async () => {
    const before = logged().length;
    await answer(3);
    expect(logged()).toHaveLength(before);
  });
});
