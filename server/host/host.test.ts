import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { Hub } from '../stream/hub.ts';
import type { JournalRecord } from '../journal/record.ts';
import { ProblemError } from '../auth/problem.ts';
import { Host } from './host.ts';
import { OpenAir } from './open-air.ts';
import { MOST_PACKETS } from './packet-queue.ts';
import { TwinStands } from './twin-stands.ts';

const SCRIPT = new URL('./trial-worker.ts', import.meta.url);
const log = pino({ level: 'silent' });

const flow = (topic: string, to = 'out/{twin}') => ({
  twinloom: 1,
  nodes: {
    in: { type: 'trial/listen', params: { topic } },
    count: { type: 'trial/count' },
    hand: { type: 'trial/hand', params: { value: 3 } },
    send: { type: 'trial/send', params: { topic: to } },
  },
  edges: ['in.value -> count.a', 'in.value -> send.in'],
});

const twin = (id: string, topic = 'in/{twin}', version = 1) => ({
  id,
  version,
  document: flow(topic) as unknown,
  parameters: {},
  handSets: {},
});

let air: OpenAir;
let hub: Hub;
let host: Host;

beforeEach(() => {
  air = new OpenAir();
  hub = new Hub();
  host = new Host({ hub, connections: air, log, script: SCRIPT });
});

afterEach(async () => {
  await host.close();
  hub.close();
});

const valueOf = async (id: string, port: string): Promise<unknown> =>
  (await host.state(id))?.ports[port]?.value;

/** How it stands in between may be over before anybody looks; that it died stays. */
const untilDied = (times: number) => expect.poll(() => host.counts().workerDeaths).toBe(times);
const untilRunning = (id: string) => expect.poll(() => host.twinStatus(id).status).toBe('running');

describe('a sample', () => {
  it('goes from the connection through the twin to the sink', async () => {
    await host.deploy([twin('one'), twin('two')]);
    const sent = air.nextSent();
    air.say('in/two', '4.5');
    await sent;
    expect(air.sent).toEqual([{ topic: 'out/two', text: '4.5' }]);
    expect(await valueOf('two', 'in.value')).toBe(4.5);
    expect(await valueOf('one', 'in.value')).toBeNull();
  });

  it('that a broker does not take is counted on the sink', async () => {
    const statuses: number[] = [];
    hub.publishStatus = (status) => void statuses.push(status.nodes.send?.lost ?? 0);
    air.isUp = false;
    await host.deploy([twin('one')]);
    air.say('in/one', '1');
    air.say('in/one', '2');
    await expect.poll(() => statuses.at(-1)).toBe(2);
  });

  it('that is given up later is counted too, and what is wrong on the way is shown', async () => {
    const shown: unknown[] = [];
    hub.publishStatus = (status) => void shown.push(status.nodes.send);
    await host.deploy([twin('one')]);
    const sent = air.nextSent();
    air.say('in/one', '1');
    await sent;
    air.sendings[0]?.onFault('nobody takes it');
    air.sendings[0]?.onLost(1);
    await expect.poll(() => shown.at(-1)).toEqual({ state: 'error', says: 'nobody takes it', lost: 1 });
  });

  it.each([
    ['sent to a broker as soon as the disk has what it follows from: it is asked for at once', 'out', 1],
    ['written to a file with the next beat of the disk', 'file', 0],
  ])('is %s', async (_, to, asked) => {
    let number = 0;
    let hurries = 0;
    const journal = {
      append: () => ++number,
      committed: 0,
      isFull: false,
      hurry: () => {
        hurries++;
        journal.committed = number;
        own.committed();
      },
    };
    const own = new Host({ hub, connections: air, log, script: SCRIPT, journal });
    try {
      await own.deploy([{ ...twin('one'), document: flow('in/{twin}', to) }]);
      air.say('in/one', '4.5');
      await expect.poll(() => own.counts().emissionsWaiting + air.sent.length).toBe(1);
      expect(hurries).toBe(asked);
      expect(air.sent.length).toBe(asked);
    } finally {
      await own.close();
    }
  });

  it('that cannot come is explained on its source', async () => {
    const shown: unknown[] = [];
    hub.publishStatus = (status) => void shown.push(status.nodes.in?.says);
    await host.deploy([twin('one')]);
    for (const { tell } of air.listeners) {
      tell({ connection: 'default', topic: 'in/one', says: 'it is away' });
    }
    await expect.poll(() => shown.at(-1)).toBe('it is away');
  });
});

describe('a deploy', () => {
  it('is all or nothing', async () => {
    const broken = { ...twin('two'), document: { twinloom: 1, nodes: { odd: { type: 'no/such' } } } };
    const refused = await host.deploy([twin('one'), broken]);
    expect(refused).toHaveProperty('diagnostics');
    expect(host.twinStatus('one').status).toBe('stopped');
    expect(await host.state('one')).toBeUndefined();
    expect(air.listeners.size).toBe(0);
  });

  it('listens at the new place before it leaves the old, and keeps one subscription for all', async () => {
    await host.deploy([twin('one', 'a'), twin('two', 'a')]);
    await host.deploy([twin('one', 'b', 2)]);
    await host.deploy([twin('two', 'b', 2)]);
    await host.deploy([twin('one', 'b', 3)]);
    expect(air.history).toEqual(['+a', '+b', '-a']);
  });

  it('loses no sample and keeps the count, however often it is repeated', async () => {
    await host.deploy([twin('one')]);
    for (let version = 2; version <= 20; version++) {
      air.say('in/one', String(version));
      const deployed = host.deploy([twin('one', 'in/one', version)]);
      air.say('in/one', String(version));
      await deployed;
      air.say('in/one', String(version));
    }
    await expect.poll(() => valueOf('one', 'count.runs')).toBe(3 * 19);
  });

  it('stands in the journal right before the state with which it begins: what comes before belongs to the former', async () => {
    const records: JournalRecord[] = [];
    const append = (more: readonly JournalRecord[]): number => records.push(...more);
    const journal = { append, committed: Infinity, isFull: false, hurry: () => undefined };
    const own = new Host({ hub, connections: air, log, script: SCRIPT, journal });
    try {
      await own.deploy([twin('one'), twin('two')]);
      await own.deploy([twin('one', 'in/{twin}', 2), twin('two', 'in/{twin}', 2)]);
      const next = records.flatMap(({ kind, twin: id }, i) =>
        kind === 'deployed' ? [[id, records[i + 1]?.kind, records[i + 1]?.twin]] : [],
      );
      expect(next).toEqual(['one', 'two', 'one', 'two'].map((id) => [id, 'checkpoint', id]));
      const first = (wanted: JournalRecord['kind']) => records.findIndex(({ kind }) => kind === wanted);
      expect(first('document')).toBeLessThan(first('deployed'));
    } finally {
      await own.close();
    }
  });

  it('a removed twin is gone, and its subscription', async () => {
    await host.deploy([twin('one')]);
    await host.remove('one');
    expect(air.listeners.size).toBe(0);
    expect(await host.state('one')).toBeUndefined();
    expect(host.twinStatus('one')).toEqual({ status: 'stopped' });
  });
});

describe('a deploy on whose way the worker dies', () => {
  /** The worker is dead, and another takes requests. */
  const untilAnother = async (own: Host): Promise<void> => {
    await expect.poll(() => own.counts().workerDeaths).toBe(1);
    const isThere = () =>
      own.check(null).then(
        () => true,
        () => false,
      );
    await expect.poll(isThere).toBe(true);
  };

  it('changes nothing where its twins were still being read: none of them begins anew', async () => {
    const slow = flow('in/{twin}');
    const own = new Host({
      hub,
      connections: air,
      log,
      script: SCRIPT,
      tables: async (document) => {
        if (document !== slow) return {};
        air.say('in/killer', '1');
        await untilAnother(own);
        return {};
      },
    });
    try {
      await own.deploy([twin('one'), { ...twin('killer'), document: flow('in/{twin}', 'fatal') }]);
      const runs = async () => (await own.state('one'))?.ports['count.runs']?.value;
      air.say('in/one', '1');
      await expect.poll(runs).toBe(1);
      const late = own.deploy([twin('one', 'in/{twin}', 2), { ...twin('two'), document: slow }]);
      await expect(late).rejects.toThrow(ProblemError);
      await expect.poll(() => own.twinStatus('one').status).toBe('running');
      expect(await runs()).toBe(1);
    } finally {
      await own.close();
    }
  });

  it('leaves nothing of a twin that was new', async () => {
    const stands = new TwinStands();
    const own = new Host({ hub, connections: air, log, script: SCRIPT, stands });
    const deadly = {
      twinloom: 1,
      nodes: { hand: { type: 'trial/hand', params: { value: 667 } }, count: { type: 'trial/count' } },
      edges: ['hand.value -> count.a'],
    };
    const shown = new Set<string>();
    hub.setLayout = (id) => void shown.add(id);
    hub.removeTwin = (id) => void shown.delete(id);
    try {
      await own.deploy([twin('old')]);
      const late = own.deploy([{ ...twin('new'), document: deadly }]);
      await expect(late).rejects.toThrow(ProblemError);
      await expect.poll(() => own.twinStatus('old').status).toBe('running');
      expect([...shown]).toEqual(['old']);
      expect(stands.of('new')).toBeUndefined();
    } finally {
      await own.close();
    }
  });

  it('frees the node that took it, as any deploy does, and stops no other', async () => {
    await host.deploy([twin('one')]);
    const turn = await host.takeTurn();
    air.say('in/one', '667');
    await untilAnother(host);
    const { nodes, ...rest } = flow('in/{twin}');
    const turned = Object.fromEntries(Object.entries(nodes).toReversed());
    expect(
      await turn.prepare([{ ...twin('one'), version: 2, document: { ...rest, nodes: turned } }], {}),
    ).toBeUndefined();
    await turn.commit();
    turn.end();
    await untilRunning('one');
    const sent = air.nextSent();
    air.say('in/one', '4');
    await sent;
    expect((await host.state('one'))?.ports['count.runs']).toMatchObject({ quality: 'good' });
  });
});

describe('a check', () => {
  it('says what is wrong in anything', async () => {
    expect(await host.check(flow('a'))).not.toContainEqual(expect.objectContaining({ severity: 'error' }));
    for (const document of [null, 3, [], { twinloom: 1 }]) {
      expect(await host.check(document)).toContainEqual(expect.objectContaining({ severity: 'error' }));
    }
  });
});

describe('the built-in nodes', () => {
  it('run in the worker of the server', async () => {
    const own = new Host({ hub, connections: air, log });
    try {
      const params = { topic: 'plant/{twin}', path: 'speed', unit: 'm/s' };
      const document = {
        twinloom: 1,
        nodes: {
          speed: { type: 'sources/mqtt', params },
          limit: { type: 'sources/constant', params: { value: 2 } },
        },
      };
      expect(await own.deploy([{ ...twin('one'), document }])).toMatchObject({
        plans: { one: { added: [{ node: 'speed' }, { node: 'limit' }] } },
      });
      air.say('plant/one', '{"speed": 1.5}');
      await expect
        .poll(async () => (await own.state('one'))?.ports['speed.value'])
        .toMatchObject({ value: 1.5, unit: 'm/s', quality: 'good' });
      expect((await own.state('one'))?.ports['limit.value']).toMatchObject({ value: 2, quality: 'good' });
    } finally {
      await own.close();
    }
  });
});

describe('a flood', () => {
  it('is bounded, and the newest value arrives', async () => {
    await host.deploy([twin('one')]);
    const last = 5 * MOST_PACKETS;
    for (let i = 1; i <= last; i++) air.say('in/one', String(1000 + i));
    await expect.poll(() => valueOf('one', 'in.value')).toBe(1000 + last);
    expect(await valueOf('one', 'count.runs')).toBeLessThanOrEqual(MOST_PACKETS);
  });
});

describe('a worker that dies', () => {
  it('is started again; its twins go on from where they were, with what was set by hand', async () => {
    await host.deploy([twin('one'), twin('two')]);
    await host.set('two', { 'hand.value': 8 }, 'local');
    air.say('in/two', '1');
    air.say('in/two', '2');
    await expect.poll(() => valueOf('two', 'count.runs')).toBe(2);
    // A deploy tells the host where the twin stands.
    await host.deploy([{ ...twin('two'), handSets: { 'hand.value': 8 } }]);
    air.say('in/one', '667');
    await untilDied(1);
    await untilRunning('two');
    expect(host.twinStatus('one').status).toBe('running');
    air.say('in/two', '3');
    await expect.poll(() => valueOf('two', 'count.runs')).toBe(3);
    expect(await valueOf('two', 'hand.value')).toBe(8);
  });

  it('answers who waits with a problem, and the next one well', async () => {
    // On a busy machine it may be dead before it is asked: then it is brought down once more.
    const answerOfDying = async (): Promise<unknown> => {
      await host.deploy([twin('one')]);
      air.say('in/one', '667');
      await new Promise((resolve) => setImmediate(resolve));
      return host.check(flow('a')).catch((error: unknown) => error);
    };
    await expect.poll(answerOfDying).toBeInstanceOf(ProblemError);
    await untilRunning('one');
    expect(await host.check(flow('a'))).toBeInstanceOf(Array);
  });

  it('counts as dead when it never returns', async () => {
    await host.deploy([twin('one'), twin('two')]);
    air.say('in/one', '666');
    await untilDied(1);
    await untilRunning('two');
    air.say('in/two', '5');
    await expect.poll(() => valueOf('two', 'in.value')).toBe(5);
  });

  it('in the code of a node leaves that node stopped, and the rest of its twin running; the next deploy frees it', async () => {
    await host.deploy([twin('one')]);
    air.say('in/one', '3');
    await expect.poll(() => valueOf('one', 'count.runs')).toBe(1);
    await host.deploy([twin('one')]);
    for (const [deaths, deadly] of ['667', '666'].entries()) {
      air.say('in/one', deadly);
      await untilDied(deaths + 1);
      await untilRunning('one');
      air.say('in/one', '4');
      await expect.poll(() => valueOf('one', 'in.value')).toBe(4);
      expect((await host.state('one'))?.ports['count.runs']).toMatchObject({ value: null, quality: 'bad' });
      await host.deploy([twin('one')]);
      air.say('in/one', '5');
      await expect.poll(() => valueOf('one', 'in.value')).toBe(5);
      expect((await host.state('one'))?.ports['count.runs']).toMatchObject({ quality: 'good' });
    }
    // 3, and 5 twice: what killed it, and what came while it was stopped, is not counted.
    expect(await valueOf('one', 'count.runs')).toBe(3);
  });

  it('five times by one twin leaves that twin held, the other running, and the next deploy frees it', async () => {
    await host.deploy([{ ...twin('one'), document: flow('in/{twin}', 'fatal') }, twin('two')]);
    for (let crash = 1; crash <= 5; crash++) {
      await untilRunning('one');
      air.say('in/one', '1');
      await untilDied(crash);
    }
    await untilRunning('two');
    await expect
      .poll(() => host.twinStatus('one'))
      .toMatchObject({ status: 'failed', says: expect.stringContaining('five minutes') });
    expect(await host.state('one')).toBeUndefined();
    expect(await host.deploy([twin('one')])).toHaveProperty('plans.one');
    expect(host.twinStatus('one')).toEqual({ status: 'running', says: undefined });
  });
});
