import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { Hub } from '../stream/hub.ts';
import { ProblemError } from '../auth/problem.ts';
import type { Recovered } from '../journal/recover.ts';
import type { JournalRecord } from '../journal/record.ts';
import { Host } from './host.ts';
import { HostPool } from './host-pool.ts';
import { OpenAir } from './open-air.ts';
import { TwinStands } from './twin-stands.ts';

const SCRIPT = new URL('./trial-worker.ts', import.meta.url);
const log = pino({ level: 'silent' });

const counting = (to = 'out/{twin}') => ({
  twinloom: 1,
  nodes: {
    in: { type: 'trial/listen', params: { topic: 'in/{twin}' } },
    count: { type: 'trial/count' },
    hand: { type: 'trial/hand', params: { value: 3 } },
    send: { type: 'trial/send', params: { topic: to } },
  },
  edges: ['in.value -> count.a', 'in.value -> send.in'],
});

const following = (twin: string, port: string) => ({
  twinloom: 1,
  nodes: { seen: { type: 'trial/follow', params: { twin, port } }, count: { type: 'trial/count' } },
  edges: ['seen.value -> count.a'],
});

const twin = (id: string, flow: string, document: unknown = counting(), version = 1) => ({
  id,
  flow,
  version,
  document,
  parameters: {},
  handSets: {},
});

let air: OpenAir;
let hub: Hub;
let pool: HostPool;

beforeEach(() => {
  air = new OpenAir();
  hub = new Hub();
  pool = new HostPool({
    hub,
    connections: air,
    log,
    script: SCRIPT,
    mostWorkers: 3,
    twinsAWorker: 2,
  });
});

afterEach(async () => {
  await pool.close();
  hub.close();
});

const portOf = async (id: string, port: string) => (await pool.state(id))?.ports[port];
const valueOf = async (id: string, port: string): Promise<unknown> => (await portOf(id, port))?.value;
/** How it stands in between may be over before anybody looks; that it died stays. */
const untilDied = (times: number) => expect.poll(() => pool.counts().workerDeaths).toBe(times);
const untilValue = (id: string, port: string) => expect.poll(() => valueOf(id, port));

describe('workers', () => {
  it('are one for each flow, more for a flow of many twins, as long as there are any; empty ones end', async () => {
    await pool.deploy([twin('a1', 'a'), twin('a2', 'a')]);
    expect(pool.counts().workers).toBe(1);
    await pool.deploy([twin('b1', 'b')]);
    expect(pool.counts().workers).toBe(2);
    await pool.deploy([twin('a3', 'a')]);
    expect(pool.counts().workers).toBe(3);
    await pool.deploy([twin('c1', 'c')]);
    expect(pool.counts()).toMatchObject({ workers: 3, twins: { running: 5 } });
    await pool.remove('a1');
    await pool.remove('a2');
    expect(pool.counts()).toMatchObject({ workers: 2, twins: { running: 3 } });
    for (const id of ['a3', 'b1', 'c1']) {
      air.say(`in/${id}`, '4');
      await untilValue(id, 'in.value').toBe(4);
    }
  });

  it('tell how they fare: which twin takes the time of the processor, and in which node', async () => {
    await pool.deploy([twin('a1', 'a'), twin('a2', 'a')]);
    await pool.deploy([twin('b1', 'b')]);
    air.say('in/a2', '666');
    const nodes = () => pool.workers().flatMap(({ load }) => load.nodes);
    await expect.poll(() => nodes()[0]).toEqual({ twin: 'a2', node: 'count', share: expect.any(Number) });
    const deaths = () => pool.workers()[0]?.counts.workerDeaths;
    await expect.poll(deaths).toBe(1);
    const told = () => pool.workers().map(({ flows, twins, load }) => [flows, twins, load.heapBytes! > 0]);
    await expect.poll(told).toEqual([
      [['a'], 2, true],
      [['b'], 1, true],
    ]);
  });

  it('die alone: a flow that never returns or ends its worker holds up no other', async () => {
    await pool.deploy([twin('a1', 'a', counting('fatal'))]);
    await pool.deploy([twin('b1', 'b')]);
    const states: string[] = [];
    hub.publishStatus = (status) => void (status.twin === 'b1' && states.push(status.state));
    air.say('in/a1', '1');
    await untilDied(1);
    for (let i = 1; i <= 20; i++) air.say('in/b1', String(i));
    await untilValue('b1', 'count.runs').toBe(20);
    await expect.poll(() => pool.twinStatus('a1').status).toBe('running');
    expect(new Set(states)).toEqual(new Set(['running']));
    expect(pool.counts().workerDeaths).toBe(1);
    await pool.remove('a1');
    expect(pool.counts()).toMatchObject({ workers: 1, workerDeaths: 1 });
  });

  it('are named by the flows of their twins, also when one is bound to another, or was to be', async () => {
    await pool.deploy([twin('a1', 'a')]);
    const odd = { twinloom: 1, nodes: { odd: { type: 'no/such' } } };
    expect(await pool.deploy([twin('a1', 'b', odd)])).toHaveProperty('diagnostics');
    expect(pool.workers().map(({ flows }) => flows)).toEqual([['a']]);
    await pool.deploy([twin('a1', 'b')]);
    expect(pool.workers().map(({ flows }) => flows)).toEqual([['b']]);
  });

  it('hear each packet that concerns them, however many there are', async () => {
    const shared = { ...counting(), nodes: { ...counting().nodes } };
    shared.nodes.in = { type: 'trial/listen', params: { topic: 'in/all' } };
    await pool.deploy([twin('a1', 'a', shared)]);
    await pool.deploy([twin('b1', 'b', shared)]);
    air.say('in/all', '7');
    await untilValue('a1', 'in.value').toBe(7);
    await untilValue('b1', 'in.value').toBe(7);
    expect(pool.counts()).toMatchObject({ workers: 2, packetsLost: 0 });
  });
});

describe('a twin that took its worker five times', () => {
  it('is named as failed, with why, until it is deployed again', async () => {
    await pool.deploy([twin('a1', 'a', counting('fatal')), twin('a2', 'a')]);
    for (let crash = 1; crash <= 5; crash++) {
      await expect.poll(() => pool.twinStatus('a1').status).toBe('running');
      expect(pool.failed()).toEqual([]);
      air.say('in/a1', '1');
      await untilDied(crash);
    }
    await expect
      .poll(() => pool.failed())
      .toEqual([{ twin: 'a1', says: expect.stringContaining('held after 5 crashes') }]);
    await expect.poll(() => pool.twinStatus('a2').status).toBe('running');
    await pool.deploy([twin('a1', 'a')]);
    expect(pool.failed()).toEqual([]);
  });
});

describe('a deploy over several workers', () => {
  it('is all or nothing', async () => {
    await pool.deploy([twin('a1', 'a'), twin('a2', 'a'), twin('a3', 'a')]);
    air.say('in/a1', '1');
    await untilValue('a1', 'count.runs').toBe(1);
    const odd = { twinloom: 1, nodes: { odd: { type: 'no/such' } } };
    const refused = await pool.deploy([
      twin('a1', 'a', counting(), 2),
      twin('a2', 'a', counting(), 2),
      twin('a3', 'a', odd, 2),
      twin('d1', 'd'),
    ]);
    expect(refused).toHaveProperty('diagnostics');
    expect(pool.counts()).toMatchObject({ workers: 2, twins: { running: 3 } });
    expect(await pool.state('d1')).toBeUndefined();
    const done = await pool.deploy(['a1', 'a2', 'a3'].map((id) => twin(id, 'a', counting(), 2)));
    expect(Object.keys('plans' in done ? done.plans : {}).toSorted()).toEqual(['a1', 'a2', 'a3']);
    expect(await valueOf('a1', 'count.runs')).toBe(1);
  });

  it('plans each twin where it runs, and says the worst', async () => {
    await pool.deploy([twin('a1', 'a'), twin('a2', 'a'), twin('a3', 'a')]);
    const { plan } = await pool.plan(
      ['a1', 'a2', 'a3', 'new'].map((id) => ({ id, parameters: {} })),
      counting(),
    );
    expect(plan?.added).toHaveLength(4);
    const known = await pool.plan([{ id: 'a3', parameters: {} }], counting());
    expect(known.plan?.kept).toHaveLength(4);
  });
});

/** How a twin stood when its server ended after one sample. */
async function standAfterOne(id: string): Promise<[string, Recovered]> {
  const stands = new TwinStands();
  const host = new Host({ hub, connections: air, log, script: SCRIPT, stands });
  await host.deploy([twin(id, 'a')]);
  air.say(`in/${id}`, '1');
  await expect.poll(async () => (await host.state(id))?.ports['count.runs']?.value).toBe(1);
  await host.close();
  return [id, { ...stands.of(id)!, sent: {}, owed: [] }];
}

describe('twins of an earlier life', () => {
  it('keep a node stopped that took their worker, until a person deploys them', async () => {
    const stands = new TwinStands();
    const host = new Host({ hub, connections: air, log, script: SCRIPT, stands });
    await host.deploy([twin('a1', 'a')]);
    air.say('in/a1', '667');
    await expect.poll(() => host.counts().workerDeaths).toBe(1);
    await expect.poll(() => host.twinStatus('a1').status).toBe('running');
    await host.close();
    const recovered = new Map([['a1', { ...stands.of('a1')!, sent: {}, owed: [] }]]);
    for (const [way, quality] of [
      ['start', 'bad'],
      ['deploy', 'good'],
    ] as const) {
      const next = new HostPool({ hub, connections: air, log, script: SCRIPT, recovered });
      try {
        await next[way]([twin('a1', 'a')]);
        const sent = air.nextSent();
        air.say('in/a1', '1');
        await sent;
        expect((await next.state('a1'))?.ports['count.runs']).toMatchObject({ quality });
      } finally {
        await next.close();
      }
    }
  });

  it('keep their state where the worker of others of the flow dies as they begin', async () => {
    const recovered = new Map([await standAfterOne('a1')]);
    const next = new HostPool({ hub, connections: air, log, script: SCRIPT, recovered, twinsAWorker: 1 });
    const deadly = {
      twinloom: 1,
      nodes: { hand: { type: 'trial/hand', params: { value: 667 } }, count: { type: 'trial/count' } },
      edges: ['hand.value -> count.a'],
    };
    try {
      await expect(next.deploy([twin('a1', 'a'), twin('a2', 'a', deadly)])).rejects.toThrow(ProblemError);
      expect(next.twinStatus('a1').status).toBe('stopped');
      await next.deploy([twin('a1', 'a')]);
      expect((await next.state('a1'))?.ports['count.runs']).toMatchObject({ value: 1 });
    } finally {
      await next.close();
    }
  });
});

describe('a twin that is removed', () => {
  it('leaves no packet for which a broker waits, though its worker ends', async () => {
    const journal = { append: () => 1, committed: 0, isFull: false, hurry: () => undefined };
    const own = new HostPool({ hub, connections: air, log, script: SCRIPT, journal });
    let acknowledged = 0;
    const packet = {
      connection: 'default',
      topic: 'in/a1',
      at: Date.now() / 1000,
      bytes: Buffer.from('1'),
      acknowledge: () => void acknowledged++,
    };
    try {
      await own.deploy([twin('a1', 'a')]);
      for (const { deliver } of air.listeners) deliver(packet);
      await expect.poll(() => own.counts().packetsUnacknowledged).toBe(1);
      journal.isFull = true;
      for (const { deliver } of air.listeners) deliver(packet);
      await own.remove('a1');
      expect(own.counts().workers).toBe(0);
      expect(acknowledged).toBe(2);
    } finally {
      await own.close();
    }
  });

  it('leaves no state to another of its name, whether or not it ran', async () => {
    const records: JournalRecord[] = [];
    const journal = {
      append: (more: readonly JournalRecord[]) => records.push(...more),
      committed: Infinity,
      isFull: false,
      hurry: () => undefined,
    };
    const recovered = new Map([await standAfterOne('held')]);
    const next = new HostPool({ hub, connections: air, log, script: SCRIPT, recovered, journal });
    try {
      await next.remove('held');
      expect(records).toContainEqual({ kind: 'removed', twin: 'held' });
      await next.deploy([twin('held', 'a')]);
      expect((await next.state('held'))?.ports['count.runs']).toMatchObject({ quality: 'absent' });
    } finally {
      await next.close();
    }
  });
});

describe('a twin that follows one of another worker', () => {
  const SEEN = following('a1', 'hand.value');

  it('has its values, in order, and turns bad when it goes', async () => {
    await pool.deploy([twin('a1', 'a')]);
    await pool.deploy([twin('f1', 'f', SEEN)]);
    expect(pool.counts().workers).toBe(2);
    await untilValue('f1', 'seen.value').toBe(3);
    const before = Number(await valueOf('f1', 'count.runs'));
    for (let value = 10; value < 15; value++) await pool.set('a1', { 'hand.value': value }, 'local');
    await untilValue('f1', 'seen.value').toBe(14);
    expect(await valueOf('f1', 'count.runs')).toBe(before + 5);
    await pool.remove('a1');
    await expect.poll(() => portOf('f1', 'seen.value')).toMatchObject({ value: null, quality: 'bad' });
  });

  it('may be there first', async () => {
    const says: (string | undefined)[] = [];
    hub.publishStatus = (status) => void (status.twin === 'f1' && says.push(status.nodes.seen?.says));
    await pool.deploy([twin('f1', 'f', SEEN)]);
    await expect.poll(() => says.at(-1)).toBe('there is no twin a1');
    expect(await portOf('f1', 'seen.value')).toMatchObject({ quality: 'absent' });
    await pool.deploy([twin('a1', 'a')]);
    await untilValue('f1', 'seen.value').toBe(3);
  });

  it('turns bad while that worker is away, and has the value again when it is back', async () => {
    await pool.deploy([twin('a1', 'a', counting('fatal'))]);
    await pool.deploy([twin('f1', 'f', SEEN)]);
    await untilValue('f1', 'seen.value').toBe(3);
    const seen: string[] = [];
    hub.publish = (id, _t, _indexes, _values, qualities) =>
      void (id === 'f1' && seen.push(qualities.includes(2) ? 'bad' : 'good'));
    air.say('in/a1', '1');
    await expect.poll(() => seen.includes('bad')).toBe(true);
    await expect.poll(() => portOf('f1', 'seen.value')).toMatchObject({ value: 3, quality: 'good' });
  });
});
