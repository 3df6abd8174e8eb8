import type { StateBody } from '@twinloom/runtime/protocol/bodies';
import { beforeEach, describe, expect, it } from 'vitest';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { Engine } from './engine.ts';
import { TwinExchange, type Side } from './twin-exchange.ts';
import { trialCatalog } from './trial-nodes.ts';
import type { Answers, FromWorker, Request, TwinOrder } from './words.ts';

const START = 1_700_000_000;
const LAG = 0.01;

let timers: HeldTimers;
let engine: Engine;
let said: FromWorker[];
let requests: number;
/** What was asked of other workers: a twin, and its ports. */
let follows: string[][];

beforeEach(() => {
  timers = new HeldTimers(START);
  said = [];
  requests = 0;
  follows = [];
  const exchange = new TwinExchange();
  const side: Side = { tell: (word) => engine.hear(word), stateOf: () => undefined };
  engine = new Engine({
    catalog: trialCatalog,
    timers,
    post: (word) => {
      if (word.kind === 'follows') follows.push([word.twin, ...word.ports]);
      if (word.kind === 'follows' || word.kind === 'ports' || word.kind === 'said') exchange.hear(side, word);
      else said.push(word);
    },
    heapBytes: () => 0,
    noteRunning: () => undefined,
    noteNode: () => undefined,
  });
  exchange.begin(side);
});

async function ask<K extends Request['ask']>(request: Extract<Request, { ask: K }>): Promise<Answers[K]> {
  const number = ++requests;
  engine.hear({ kind: 'request', number, request });
  await new Promise((resolve) => setImmediate(resolve));
  const answer = said.find((word) => 'number' in word && word.number === number);
  if (answer?.kind !== 'answer') throw new Error(`the engine says ${JSON.stringify(answer)}`);
  return answer.answer as Answers[K];
}

const order = (id: string, document: object): TwinOrder => ({
  id,
  number: Number(id.slice(1)),
  version: 1,
  document: { twinloom: 1, ...document },
  parameters: {},
  handSets: {},
});

async function deploy(...twins: TwinOrder[]) {
  const prepared = await ask({ ask: 'prepare', twins });
  if ('diagnostics' in prepared) throw new Error(JSON.stringify(prepared.diagnostics));
  await ask({ ask: 'commit' });
  return prepared.listens;
}

const stateOf = async (twin: string): Promise<StateBody['ports']> =>
  (await ask({ ask: 'state', twin }))?.ports ?? {};

const set = (twin: string, values: Record<string, number>) => ask({ ask: 'set', twin, values });

const hand = (value: number, name = 'hand') => ({ [name]: { type: 'trial/hand', params: { value } } });

const follow = (port: string, twin = 't1', name = 'seen') => ({
  [name]: { type: 'trial/follow', params: { twin, port } },
});

/** Follows two ports of t1 and counts the instants in which one of them speaks. */
const follower = {
  nodes: { ...follow('a.value', 't1', 'a'), ...follow('b.value', 't1', 'b'), count: { type: 'trial/count' } },
  edges: ['a.value -> count.a', 'b.value -> count.b'],
};

function faultOf(twin: string, node: string): string | undefined {
  timers.advance(1);
  const statuses = said.flatMap((word) => (word.kind === 'status' ? [word.status] : []));
  return statuses.findLast((status) => status.twin === twin)?.nodes[node]?.says;
}

describe('a twin that follows another', () => {
  it('has its values a little later, measured when they were, and listens nowhere outside for them', async () => {
    await deploy(order('t1', { nodes: hand(5) }));
    const listens = await deploy(order('t2', { nodes: follow('hand.value') }));
    expect(listens).toEqual({ t2: [] });
    expect((await stateOf('t2'))['seen.value']).toMatchObject({ value: 5, quality: 'good', t: START });
    timers.advance(3.25);
    await set('t1', { 'hand.value': 6 });
    expect((await stateOf('t2'))['seen.value']).toMatchObject({ value: 5 });
    timers.advance(LAG);
    expect((await stateOf('t2'))['seen.value']).toMatchObject({ value: 6, t: START + 3.25 });
  });

  it('sees what one instant said in one instant', async () => {
    await deploy(order('t1', { nodes: { ...hand(1, 'a'), ...hand(2, 'b') } }));
    await deploy(order('t2', follower));
    const before = (await stateOf('t2'))['count.runs']?.value as number;
    await set('t1', { 'a.value': 3, 'b.value': 4 });
    timers.advance(LAG);
    const ports = await stateOf('t2');
    expect([ports['a.value']?.value, ports['b.value']?.value]).toEqual([3, 4]);
    expect(ports['count.runs']?.value).toBe(before + 1);
  });

  it('sees each value that was said, in order', async () => {
    await deploy(order('t1', { nodes: { ...hand(1, 'a'), ...hand(2, 'b') } }));
    await deploy(order('t2', follower));
    const before = (await stateOf('t2'))['count.runs']?.value as number;
    for (let value = 0; value < 5; value++) await set('t1', { 'a.value': value });
    timers.advance(LAG);
    const ports = await stateOf('t2');
    expect([ports['a.value']?.value, ports['count.runs']?.value]).toEqual([4, before + 5]);
  });

  it('may be there first: the node says that there is no such twin until there is', async () => {
    await deploy(order('t2', { nodes: follow('hand.value') }));
    expect((await stateOf('t2'))['seen.value']).toMatchObject({ value: null, quality: 'absent' });
    expect(faultOf('t2', 'seen')).toBe('there is no twin t1');
    await deploy(order('t1', { nodes: hand(5) }));
    expect((await stateOf('t2'))['seen.value']).toMatchObject({ value: 5, quality: 'good' });
    expect(faultOf('t2', 'seen')).toBeUndefined();
  });

  it('is told by a bad value when the other or its port goes, and hears it again when it is back', async () => {
    await deploy(order('t1', { nodes: hand(5) }), order('t2', { nodes: follow('hand.value') }));
    await deploy(order('t1', { nodes: hand(5, 'other') }));
    expect((await stateOf('t2'))['seen.value']).toMatchObject({ value: null, quality: 'bad' });
    expect(faultOf('t2', 'seen')).toBe('the twin t1 has no port hand.value');
    await deploy(order('t1', { nodes: hand(7) }));
    expect((await stateOf('t2'))['seen.value']).toMatchObject({ value: 7, quality: 'good' });
    await ask({ ask: 'remove', twin: 't1' });
    expect((await stateOf('t2'))['seen.value']).toMatchObject({ value: null, quality: 'bad' });
    expect(faultOf('t2', 'seen')).toBe('there is no twin t1');
  });

  it('of another worker follows it on, whatever is deployed, and until it is removed', async () => {
    await deploy(order('t2', { nodes: follow('hand.value', 't9') }));
    await deploy(order('t2', { nodes: { ...follow('hand.value', 't9'), ...hand(3) } }));
    expect(new Set(follows.map((asked) => asked.join()))).toEqual(new Set(['t9,hand.value']));
    await deploy(order('t2', { nodes: follow('other.value', 't9') }));
    expect(follows.at(-1)).toEqual(['t9', 'other.value']);
    await ask({ ask: 'remove', twin: 't2' });
    expect(follows.at(-1)).toEqual(['t9']);
  });

  it('and is followed by it does not run away: each answers the other once in 10 ms', async () => {
    const back = (twin: string) => ({
      nodes: {
        seen: { type: 'trial/follow', params: { twin, port: 'count.runs', initial: 0 } },
        count: { type: 'trial/count' },
      },
      edges: ['seen.value -> count.a'],
    });
    await deploy(order('t1', back('t2')), order('t2', back('t1')));
    const before = (await stateOf('t1'))['count.runs']?.value as number | null;
    timers.advance(1);
    const after = (await stateOf('t1'))['count.runs']?.value as number;
    expect(after - (before ?? 0)).toBeGreaterThan(10);
    expect(after - (before ?? 0)).toBeLessThanOrEqual(1 / LAG);
  });

  it('ends with its own removal: the other says nothing to it', async () => {
    await deploy(order('t1', { nodes: hand(5) }), order('t2', { nodes: follow('hand.value') }));
    await ask({ ask: 'remove', twin: 't2' });
    await set('t1', { 'hand.value': 6 });
    timers.advance(LAG);
    expect(await ask({ ask: 'state', twin: 't2' })).toBeUndefined();
  });
});
