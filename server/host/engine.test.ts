import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { StateBody } from '@twinloom/runtime/protocol/bodies';
import { beforeEach, describe, expect, it } from 'vitest';
import { unpackEntries } from '../journal/packed-entries.ts';
import { unpackSnapshot } from '../journal/packed-snapshot.ts';
import { Engine } from './engine.ts';
import { batchOf } from './packet-batch.ts';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { trialCatalog } from './trial-nodes.ts';
import type { Answers, FromWorker, HandValue, Request, TwinOrder } from './words.ts';

const START = 1_700_000_000.25;
const NOTHING_LOST = { packets: [], emissions: [] };

const listening = {
  twinloom: 1,
  nodes: {
    a: { type: 'trial/listen', params: { topic: 'plant/{twin}/+' } },
    b: { type: 'trial/listen', params: { topic: 'plant/{twin}/speed' } },
    count: { type: 'trial/count' },
    hand: { type: 'trial/hand', params: { value: 3 } },
  },
  edges: ['a.value -> count.a', 'b.value -> count.b'],
};

let timers: HeldTimers;
let engine: Engine;
let said: FromWorker[];
let requests: number;

beforeEach(() => {
  timers = new HeldTimers(START);
  said = [];
  requests = 0;
  engine = new Engine({
    catalog: trialCatalog,
    timers,
    post: (word) => void said.push(word),
    heapBytes: () => 5_000_000,
    noteRunning: () => undefined,
    noteNode: () => undefined,
  });
});

async function ask<K extends Request['ask']>(request: Extract<Request, { ask: K }>): Promise<Answers[K]> {
  const number = ++requests;
  engine.hear({ kind: 'request', number, request });
  await new Promise((resolve) => setImmediate(resolve));
  const answer = said.find((word) => 'number' in word && word.number === number);
  if (answer?.kind !== 'answer') throw new Error(`the engine says ${JSON.stringify(answer)}`);
  return answer.answer as Answers[K];
}

const order = (id: string, document: unknown, handSets: Record<string, HandValue> = {}): TwinOrder => ({
  id,
  number: Number(id.slice(1)),
  version: 1,
  document,
  parameters: {},
  handSets,
});

async function deploy(...twins: TwinOrder[]) {
  const prepared = await ask({ ask: 'prepare', twins });
  return 'listens' in prepared ? ask({ ask: 'commit' }) : prepared.diagnostics;
}

function deliver(topic: string, ...texts: string[]): void {
  const parts = texts.map((text) => new TextEncoder().encode(text));
  const packets = parts.map((bytes) => ({ connection: 'default', topic, at: timers.now(), bytes }));
  engine.hear({ kind: 'packets', batch: batchOf(packets, Buffer.concat(parts).length) });
}

const stateOf = async (twin: string): Promise<StateBody['ports']> =>
  (await ask({ ask: 'state', twin }))?.ports ?? {};

const wordsOf = <K extends FromWorker['kind']>(kind: K) =>
  said.filter((word): word is Extract<FromWorker, { kind: K }> => word.kind === kind);

describe('a packet', () => {
  it('is one instant of every twin it feeds, for all its sources', async () => {
    await deploy(order('t1', listening), order('t2', listening));
    deliver('plant/t1/speed', '5');
    deliver('plant/t1/other', '6');
    deliver('plant/t3/speed', '7');
    const ports = await stateOf('t1');
    expect(ports['a.value']).toMatchObject({ value: 6, quality: 'good', t: expect.closeTo(START, 5) });
    expect(ports['b.value']).toMatchObject({ value: 5 });
    expect(ports['count.runs']).toMatchObject({ value: 2 });
    expect((await stateOf('t2'))['a.value']).toMatchObject({ value: null, quality: 'absent', t: null });
  });

  it('is an instant of its own also where another arrived in the same µs', async () => {
    await deploy(order('t1', listening));
    said.length = 0;
    deliver('plant/t1/speed', '5', '6', '7');
    const [taken] = wordsOf('taken');
    const micros = unpackEntries(taken!.log!).map(({ entry }) => entry.micros);
    expect(micros).toEqual([250_000, 250_001, 250_002]);
  });

  it('is acknowledged, with or without a listener', () => {
    deliver('nobody/listens', '12', '345');
    expect(wordsOf('taken')).toEqual([{ kind: 'taken', packets: 2, bytes: 5 }]);
  });

  it('that cannot be read makes the sample bad, is counted and told once', async () => {
    await deploy(order('t1', listening));
    deliver('plant/t1/speed', '5');
    for (let i = 0; i < 10; i++) deliver('plant/t1/speed', 'five');
    expect((await stateOf('t1'))['b.value']).toMatchObject({ value: null, quality: 'bad' });
    timers.advance(1);
    engine.hear({ kind: 'heartbeat', lost: NOTHING_LOST });
    expect(wordsOf('status').at(-1)?.status.nodes.b).toMatchObject({ dropped: 10 });
    const notices = wordsOf('notice').filter(({ notice }) => notice.node === 'b');
    expect(notices).toMatchObject([
      { notice: { twin: 't1', level: 'warning', t: expect.closeTo(START, 4) } },
    ]);
    expect(notices[0]?.notice.says).toContain('plant/t1/speed');
    timers.advance(10);
    engine.hear({ kind: 'heartbeat', lost: NOTHING_LOST });
    const later = wordsOf('notice').filter(({ notice }) => notice.node === 'b');
    expect(later.map(({ notice }) => /and (\d+) more/.exec(notice.says)?.[1])).toEqual([undefined, '8']);
  });
});

describe('what the hub is told', () => {
  it('begins with the layout, then every port', async () => {
    await deploy(order('t1', listening));
    timers.advance(0.1);
    const [first, second] = said.filter(({ kind }) => kind === 'layout' || kind === 'values');
    expect(first).toMatchObject({ kind: 'layout', twin: 't1', version: 1 });
    const ports = first?.kind === 'layout' ? first.ports.map(({ port }) => port) : [];
    const frame = second?.kind === 'values' ? second.frames[0] : undefined;
    expect([...(frame?.indexes ?? [])]).toEqual([...ports.keys()]);
    expect(frame?.values[ports.indexOf('hand.value')]).toBe(3);
    expect(frame?.qualities[ports.indexOf('hand.value')]).toBe(0);
    expect(frame?.times[ports.indexOf('hand.value')]).toBe(Math.floor(START));
    expect(frame?.qualities[ports.indexOf('a.value')]).toBe(3);
  });

  it('is told of a packet at once after 50 ms in which it was told nothing', async () => {
    await deploy(order('t1', listening));
    timers.advance(1);
    said.length = 0;
    deliver('plant/t1/speed', '5');
    deliver('plant/t1/speed', '6');
    const told = wordsOf('values').flatMap(({ frames }) => frames);
    expect(told).toHaveLength(1);
    expect(told[0]?.values).toContain(5);
    timers.advance(0.05);
    expect(wordsOf('values').at(-1)?.frames[0]?.values).toContain(6);
  });

  it('are at most 20 frames a second with the newest values, each in buffers of its own', async () => {
    await deploy(order('t1', listening));
    timers.advance(1);
    said.length = 0;
    for (let i = 1; i <= 1000; i++) {
      timers.advance(0.001);
      deliver('plant/t1/speed', String(1000 + i));
    }
    timers.advance(0.05);
    const frames = wordsOf('values').flatMap((word) => word.frames);
    expect(frames.length).toBeGreaterThan(15);
    expect(frames.length).toBeLessThanOrEqual(22);
    expect(frames.at(-1)?.values).toContain(2000);
    expect(frames.at(-1)?.t).toBeCloseTo(START + 2, 3);
    expect(new Set(frames.map(({ values }) => values.buffer)).size).toBe(frames.length);
  });

  it('says no status twice while only numbers change, and at most five a second', async () => {
    await deploy(order('t1', listening));
    deliver('plant/t1/speed', '1');
    timers.advance(1);
    said.length = 0;
    for (let i = 0; i < 100; i++) {
      timers.advance(0.01);
      deliver('plant/t1/speed', '2');
    }
    expect(wordsOf('status')).toEqual([]);
    for (let i = 0; i < 100; i++) {
      timers.advance(0.01);
      deliver('plant/t1/speed', 'no');
    }
    expect(wordsOf('status').length).toBeGreaterThan(2);
    expect(wordsOf('status').length).toBeLessThanOrEqual(6);
  });

  it('counts on the node what was left out before the worker, and what a sink could not send', async () => {
    await deploy(order('t1', listening));
    timers.advance(1);
    const packets = [{ connection: 'default', topic: 'plant/t1/speed', count: 12 }];
    engine.hear({
      kind: 'heartbeat',
      lost: { packets, emissions: [{ twin: 't1', node: 'hand', count: 2 }] },
    });
    timers.advance(1);
    const nodes = wordsOf('status').at(-1)?.status.nodes;
    expect([nodes?.a?.lost, nodes?.b?.lost, nodes?.hand?.lost]).toEqual([12, 12, 2]);
  });

  it('shows on the node what waits before the worker and behind it, as long as it does', async () => {
    await deploy(order('t1', listening));
    const packets = [{ connection: 'default', topic: 'plant/t1/speed', count: 5 }];
    const waiting = { packets, emissions: [{ twin: 't1', node: 'hand', count: 7 }] };
    engine.hear({ kind: 'heartbeat', lost: NOTHING_LOST, waiting });
    timers.advance(1);
    const shown = () => {
      const nodes = wordsOf('status').at(-1)?.status.nodes;
      return [nodes?.a?.waiting, nodes?.hand?.waiting];
    };
    expect(shown()).toEqual([5, 7]);
    engine.hear({ kind: 'heartbeat', lost: NOTHING_LOST, waiting: NOTHING_LOST });
    timers.advance(1);
    expect(shown()).toEqual([undefined, undefined]);
  });

  it('a node that talks at every sample is heard once a second', async () => {
    await deploy(order('t1', listening));
    for (let i = 0; i < 40; i++) {
      deliver('plant/t1/speed', '668');
      timers.advance(0.1);
      if (i % 10 === 9) engine.hear({ kind: 'heartbeat', lost: NOTHING_LOST });
    }
    const says = wordsOf('notice').map(({ notice }) => notice.says);
    expect(says.length).toBeGreaterThanOrEqual(4);
    expect(says.length).toBeLessThanOrEqual(6);
    expect(says.at(-1)).toMatch(/^I talk \(and \d+ more like it\)$/);
  });
});

describe('a deploy', () => {
  it('changes nothing when one of the twins does not compile', async () => {
    await deploy(order('t1', listening));
    const broken = { twinloom: 1, nodes: { odd: { type: 'no/such' } } };
    const refused = (await deploy(
      order('t1', {
        ...listening,
        nodes: { ...listening.nodes, hand: { type: 'trial/hand', params: { value: 4 } } },
      }),
      order('t2', broken),
    )) as Diagnostic[];
    expect(refused).toContainEqual(expect.objectContaining({ code: 'unknown-node' }));
    deliver('plant/t1/speed', '1');
    expect((await stateOf('t1'))['count.runs']).toMatchObject({ value: 1 });
  });

  it('keeps the state of nodes that stay, the origin and the last samples', async () => {
    await deploy(order('t1', listening));
    deliver('plant/t1/speed', '1', '2', '3');
    timers.advance(5.5);
    const { hand: _hand, ...nodes } = listening.nodes;
    const plans = await deploy({ ...order('t1', { ...listening, nodes }), version: 2 });
    expect(plans).toMatchObject({ t1: { removed: [{ node: 'hand' }], added: [], reset: [] } });
    deliver('plant/t1/speed', '4');
    const ports = await stateOf('t1');
    expect(ports['count.runs']).toMatchObject({ value: 4 });
    expect(ports).not.toHaveProperty(['hand.value']);
    expect(wordsOf('layout').map(({ version }) => version)).toEqual([1, 2]);
  });

  it('puts on a new twin what was set by hand, and says what can no longer be set', async () => {
    await deploy(order('t1', listening, { 'hand.value': 7, 'gone.value': 1 }));
    expect((await stateOf('t1'))['hand.value']).toMatchObject({ value: 7 });
    expect(wordsOf('notice')).toMatchObject([{ notice: { twin: 't1', node: 'gone', level: 'warning' } }]);
  });

  it('of a twin that an earlier worker ran goes on from its snapshot', async () => {
    await deploy(order('t1', listening));
    deliver('plant/t1/speed', '1', '2');
    for (let i = 0; i < 5; i++) engine.hear({ kind: 'heartbeat', lost: NOTHING_LOST });
    const snapshot = wordsOf('snapshot').at(-1)?.snapshot;
    engine = new Engine({
      catalog: trialCatalog,
      timers,
      post: (word) => void said.push(word),
      heapBytes: () => 5_000_000,
      noteRunning: () => undefined,
      noteNode: () => undefined,
    });
    await deploy({ ...order('t1', listening), snapshot });
    deliver('plant/t1/speed', '3');
    expect((await stateOf('t1'))['count.runs']).toMatchObject({ value: 3 });
  });

  it('of more twins than there is memory for is refused, and the running ones stay', async () => {
    const bytes = 3_000;
    engine = new Engine({
      catalog: trialCatalog,
      timers,
      post: (word) => void said.push(word),
      heapBytes: () => 5_000_000,
      mostStateBytes: bytes,
      noteRunning: () => undefined,
      noteNode: () => undefined,
    });
    await deploy(order('t1', listening));
    const many = Array.from({ length: 100 }, (_, i) => order(`t${i + 2}`, listening));
    expect(await ask({ ask: 'prepare', twins: many })).toMatchObject({
      diagnostics: [{ code: 'too-large', says: expect.stringContaining('(100) would keep 1 MiB') as string }],
    });
    expect(await ask({ ask: 'prepare', twins: [order('t1', listening)] })).toHaveProperty('listens');
  });

  it('names where each twin listens', async () => {
    const prepared = await ask({ ask: 'prepare', twins: [order('t1', listening)] });
    expect(prepared).toMatchObject({
      listens: { t1: [{ topic: 'plant/t1/+', connection: 'default' }, { topic: 'plant/t1/speed' }] },
    });
  });
});

describe('a heartbeat', () => {
  it('is answered with how the worker fares: its heap, and how late its ticks ran', async () => {
    await deploy(order('t1', listening));
    timers.advance(1);
    engine.hear({ kind: 'heartbeat', lost: NOTHING_LOST });
    const [alive] = wordsOf('alive');
    expect(alive?.load).toMatchObject({ heapBytes: 5_000_000, seconds: 1 });
    expect(alive?.load?.lateSeconds).toBeLessThan(0.01);
  });
});

describe('a plan', () => {
  it('without a twin adds everything; with twins it says the worst', async () => {
    const whole = await ask({ ask: 'plan', twins: [], document: listening });
    expect(whole.plan?.added.map(({ node }) => node)).toEqual(['a', 'b', 'count', 'hand']);
    await deploy(order('t1', listening));
    const twins = [
      { id: 't1', parameters: {} },
      { id: 't2', parameters: {} },
    ];
    const { plan } = await ask({ ask: 'plan', twins, document: listening });
    expect(plan).toMatchObject({ kept: [], added: [{ node: 'a' }, {}, {}, {}] });
    const alone = await ask({ ask: 'plan', twins: twins.slice(0, 1), document: listening });
    expect(alone.plan?.kept).toHaveLength(4);
  });
});

describe('a checkpoint', () => {
  it('tells the state of every twin, behind all that was put in', async () => {
    await deploy(order('t1', listening), order('t2', listening));
    deliver('plant/t1/speed', '5');
    said.length = 0;
    await ask({ ask: 'checkpoint' });
    expect(wordsOf('snapshot').map(({ twin }) => twin)).toEqual(['t1', 't2']);
    const [first] = wordsOf('snapshot');
    expect(unpackSnapshot(first!.snapshot).nodes.b?.outputs.value?.value).toBe(5);
    const logged = said.findIndex((word) => word.kind === 'taken' && word.log !== undefined);
    expect(said.findIndex(({ kind }) => kind === 'snapshot')).toBeGreaterThan(logged);
    expect(logged).toBeGreaterThanOrEqual(0);
  });
});

describe('what a person sets', () => {
  it('stands at the next instant, or nothing of it', async () => {
    await deploy(order('t1', listening));
    expect(await ask({ ask: 'set', twin: 't1', values: { 'hand.value': 9 } })).toEqual({
      diagnostics: [],
      lasting: { 'hand.value': 9 },
    });
    expect((await stateOf('t1'))['hand.value']).toMatchObject({ value: 9 });
    const values = { 'hand.value': 10, 'nobody.value': 1 };
    expect(await ask({ ask: 'set', twin: 't1', values })).toMatchObject({
      diagnostics: [{ severity: 'error' }],
      lasting: {},
    });
    expect((await stateOf('t1'))['hand.value']).toMatchObject({ value: 9 });
    await ask({ ask: 'set', twin: 't1', values: { 'hand.value': null } });
    expect((await stateOf('t1'))['hand.value']).toMatchObject({ value: 3 });
  });
});

describe('a sink', () => {
  it('sends what reaches it, a turn of the thread at a time', async () => {
    const nodes = {
      hand: { type: 'trial/hand', params: { value: 3 } },
      send: { type: 'trial/send', params: { topic: 'set/{twin}' } },
    };
    await deploy(order('t1', { twinloom: 1, nodes, edges: ['hand.value -> send.in'] }));
    await ask({ ask: 'set', twin: 't1', values: { 'hand.value': 4 } });
    const emissions = wordsOf('emissions').flatMap((word) => word.emissions);
    expect(emissions.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(['3', '4']);
    expect(emissions[0]).toMatchObject({ twin: 't1', node: 'send', address: { topic: 'set/t1' } });
  });

  it('gives each emission a name of its own: twin, node, origin, counter', async () => {
    const nodes = {
      hand: { type: 'trial/hand', params: { value: 3 } },
      send: { type: 'trial/send', params: { topic: 'set' } },
    };
    await deploy(order('t1', { twinloom: 1, nodes, edges: ['hand.value -> send.in'] }));
    await ask({ ask: 'set', twin: 't1', values: { 'hand.value': 4 } });
    const keys = wordsOf('emissions').flatMap(({ emissions }) => emissions.map(({ key }) => key));
    expect(keys).toEqual(['t1.send.1700000000.1', 't1.send.1700000000.2']);
  });
});

describe('a fault outside', () => {
  const FAULT = 'http://mes refuses the connection. Start that server.';

  /** What the hub knows of a node now. */
  const shown = (twin: string, node: string) => {
    timers.advance(1);
    return wordsOf('status').findLast(({ status }) => status.twin === twin)?.status.nodes[node];
  };

  it('stands on the sources that hear nothing for it, with one notice, until it is over', async () => {
    await deploy(order('t1', listening), order('t2', listening));
    const channel = { connection: 'default', topic: 'plant/t1/speed' };
    engine.hear({ kind: 'fault', fault: { ...channel, says: FAULT } });
    engine.hear({ kind: 'fault', fault: { ...channel, says: FAULT } });
    expect(shown('t1', 'b')).toEqual({ state: 'error', says: FAULT });
    expect(shown('t2', 'b')).toMatchObject({ state: 'waiting' });
    const notices = wordsOf('notice').map(({ notice }) => [notice.node, notice.level, notice.says]);
    expect(notices).toEqual([
      ['a', 'warning', FAULT],
      ['b', 'warning', FAULT],
    ]);
    engine.hear({ kind: 'fault', fault: channel });
    expect(shown('t1', 'b')).toMatchObject({ state: 'waiting', says: 'no sample yet' });
  });

  it('stands on a twin that comes to listen there later, and is forgotten with the last', async () => {
    await deploy(order('t1', listening));
    const channel = { connection: 'default', topic: 'plant/t1/speed' };
    engine.hear({ kind: 'fault', fault: { ...channel, says: FAULT } });
    await deploy(order('t1', listening));
    expect(shown('t1', 'b')).toMatchObject({ says: FAULT });
    await ask({ ask: 'remove', twin: 't1' });
    engine.hear({ kind: 'fault', fault: { ...channel, says: FAULT } });
    await deploy(order('t1', listening));
    expect(shown('t1', 'b')).toMatchObject({ says: 'no sample yet' });
  });

  it('of a sink stands on that sink', async () => {
    await deploy(order('t1', listening));
    engine.hear({ kind: 'fault', fault: { twin: 't1', node: 'count', says: FAULT } });
    expect(shown('t1', 'count')).toEqual({ state: 'error', says: FAULT });
    engine.hear({ kind: 'fault', fault: { twin: 't1', node: 'count' } });
    expect(shown('t1', 'count')).not.toHaveProperty('says', FAULT);
    engine.hear({ kind: 'fault', fault: { twin: 'nobody', node: 'count', says: FAULT } });
  });
});

describe('packets with long lists of readings', () => {
  const lists = {
    twinloom: 1,
    nodes: {
      list: { type: 'trial/list', params: { topic: 'plant/{twin}/list' } },
      a: { type: 'trial/listen', params: { topic: 'plant/{twin}/speed' } },
    },
  };
  const readings = (from: number) => JSON.stringify(Array.from({ length: 1_000 }, (_, i) => from + i));
  /** Packets and bytes. */
  const takenOf = (): [number, number] => {
    const taken = wordsOf('taken');
    const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
    return [sum(taken.map(({ packets }) => packets)), sum(taken.map(({ bytes }) => bytes))];
  };
  const put = (packets: [topic: string, text: string][]): void => {
    const parts = packets.map(([topic, text]) => ({
      connection: 'default',
      topic,
      at: timers.now(),
      bytes: Buffer.from(text),
      acknowledge: () => undefined,
    }));
    engine.hear({
      kind: 'packets',
      batch: batchOf(
        parts,
        parts.reduce((sum, { bytes }) => sum + bytes.length, 0),
      ),
    });
  };

  beforeEach(async () => {
    await deploy(order('t1', lists));
    said.length = 0;
  });

  it('are worked off in turns, between which timers run, and acknowledged once they are done', () => {
    const between: number[] = [];
    const look = (): void => {
      between.push(takenOf()[0]);
      if (takenOf()[0] < 6) timers.after(0, look);
    };
    const texts = [0, 1, 2, 3, 4].map((i) => readings(1_000 * i));
    put([...texts.map((text): [string, string] => ['plant/t1/list', text]), ['plant/t1/speed', '7']]);
    expect(takenOf()[0]).toBe(2);
    look();
    timers.advance(0);
    expect(between).toEqual([2, 4, 6]);
    expect(takenOf()).toEqual([6, texts.join('').length + 1]);
  });
  it('keep other words waiting in their order, but no heartbeat', async () => {
    put([0, 1, 2].map((i) => ['plant/t1/list', readings(1_000 * i)]));
    const asked = stateOf('t1');
    put([['plant/t1/speed', '8']]);
    engine.hear({ kind: 'heartbeat', lost: NOTHING_LOST });
    expect(wordsOf('alive')).toHaveLength(1);
    expect([wordsOf('answer'), takenOf()[0]]).toEqual([[], 2]);
    timers.advance(0);
    const [before, after] = [await asked, await stateOf('t1')];
    expect([before['list.value']?.value, before['a.value']?.value]).toEqual([2_999, null]);
    expect(after['a.value']?.value).toBe(8);
    expect(takenOf()[0]).toBe(4);
  });

  it('are logged in their order, each reading 1 µs behind the one before', () => {
    put([0, 1, 2].map((i) => ['plant/t1/list', readings(1_000 * i)]));
    timers.advance(0);
    put([['plant/t1/speed', '8']]);
    const micros = wordsOf('taken')
      .flatMap(({ log }) => (log ? unpackEntries(log) : []))
      .flatMap(({ entry }) => (entry.kind === 'samples' ? [entry.micros] : []));
    expect(micros).toHaveLength(3_001);
    expect(micros).toEqual(Array.from({ length: 3_001 }, (_, i) => 250_000 + i));
  });
});
