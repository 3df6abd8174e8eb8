import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import type { Plan } from '../compile/plan.ts';
import type { Flow } from '../graph/flow.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { duration, quantity } from '../node/params.ts';
import { boolean, event, number } from '../node/ports.ts';
import { BAD, GOOD, UNCERTAIN, qualityName } from '../signal/quality.ts';
import { planDeploy } from './plan-deploy.ts';
import { readSnapshot } from './snapshot.ts';
import { Twin, type Notice } from './twin.ts';

const tag = defineNode({
  type: 'sources/tag',
  version: 1,
  title: 'Tag',
  docs: 'Speaks when the test says so.',
  icon: 'dot',
  params: z.object({ staleAfter: z.union([z.literal('never'), duration()]).default(10) }),
  inputs: {},
  outputs: { value: number('m3/s') },
  listen: { address: () => ({ protocol: 'mqtt', connection: 'c', topic: 't', qos: 0 }), decode: () => ({}) },
});

const constant = defineNode({
  type: 'sources/constant',
  version: 1,
  title: 'Constant',
  docs: 'A number.',
  icon: 'dot',
  params: z.object({ value: quantity('m3/s', { tunable: true }).default(0) }),
  inputs: {},
  outputs: { value: number('m3/s') },
  emits: 'value',
});

const tank = defineNode({
  type: 'physics/tank',
  version: 1,
  title: 'Tank',
  docs: 'A tank.',
  icon: 'dot',
  params: z.object({ area: quantity('m2').positive(), initial: quantity('m', { resets: true }).default(0) }),
  inputs: { inflow: number('m3/s'), outflow: number('m3/s', { default: 0 }) },
  outputs: { level: number('m') },
  states: { h: { unit: 'm', initial: 'initial' } },
  equations: ['net = inflow - outflow', 'der(h) = net/area', 'level = h'],
});

const smooth = defineNode({
  type: 'transforms/smooth',
  version: 1,
  title: 'Smooth',
  docs: 'First order.',
  icon: 'dot',
  params: z.object({ timeConstant: duration() }),
  inputs: { in: number({ kind: 'any' }) },
  outputs: { out: number({ kind: 'like', port: 'in' }) },
  states: { x: { unit: 'like:in', initial: 'in' } },
  equations: ['out = x + (1 - exp(-dt/timeConstant))*(in - x)', 'next(x) = out'],
});

const twice = defineNode({
  type: 'transforms/twice',
  version: 1,
  title: 'Twice',
  docs: 'Doubles.',
  icon: 'dot',
  params: z.object({}),
  inputs: { in: number({ kind: 'any' }) },
  outputs: { out: number({ kind: 'like', port: 'in' }) },
  equations: ['out = 2*in'],
});

const delay = defineNode({
  type: 'transforms/delay',
  version: 1,
  title: 'Delay',
  docs: 'The sample before.',
  icon: 'dot',
  params: z.object({ initial: quantity('m3/s').default(0) }),
  inputs: { in: number('m3/s') },
  outputs: { out: number('m3/s') },
  states: { kept: { unit: 'm3/s', initial: 'initial' } },
  equations: ['out = kept', 'next(kept) = in'],
});

const add = defineNode({
  type: 'transforms/add',
  version: 1,
  title: 'Add',
  docs: 'Adds.',
  icon: 'dot',
  params: z.object({}),
  inputs: { a: number('m3/s'), b: number('m3/s') },
  outputs: { out: number('m3/s') },
  equations: ['out = a + b'],
});

const dice = defineNode({
  type: 'sources/dice',
  version: 1,
  title: 'Dice',
  docs: 'Chance at each tick.',
  icon: 'dot',
  params: z.object({}),
  inputs: {},
  outputs: { value: number('1') },
  rate: 'continuous',
  step: (y, _x, _u, _p, instant) => void (y.value = instant.normal()),
});

const fragile = defineNode({
  type: 'transforms/fragile',
  version: 1,
  title: 'Fragile',
  docs: 'Throws below zero; an alarm a second after a sample.',
  icon: 'dot',
  params: z.object({}),
  inputs: { in: number('m3/s') },
  outputs: { out: number('m3/s'), late: event(), negative: boolean() },
  step: (y, _x, u, _p, instant) => {
    if (u.in < 0) throw new Error('below zero');
    if (instant.fresh('in')) {
      y.out = u.in;
      instant.wakeAt(instant.t + 1);
    } else y.late = true;
  },
});

const catalog = catalogOf([tag, constant, tank, smooth, twice, delay, add, dice, fragile]);

function planOf(flow: Omit<Flow, 'twinloom'>): Plan {
  const { plan, diagnostics } = compileFlow({ twinloom: 1, ...flow } as Flow, catalog);
  if (!plan) throw new Error(JSON.stringify(diagnostics));
  return plan;
}

function makeTwin(
  flow: Omit<Flow, 'twinloom'>,
  options: Partial<ConstructorParameters<typeof Twin>[1]> = {},
): Twin {
  return new Twin(planOf(flow), { id: 'test', ...options });
}

function read(twin: Twin, port: string): [value: number, quality: string] {
  const index = twin.portIndex(port);
  return [twin.value(index), qualityName(twin.quality(index))];
}

const tankFlow = {
  nodes: { tank: { type: 'physics/tank', params: { area: 2, initial: 1 } }, in: { type: 'sources/tag' } },
  edges: ['in.value -> tank.inflow'],
};

describe('a continuous model', () => {
  it('starts at the origin when its input is constant, whatever the order of the file', () => {
    const twin = makeTwin({
      nodes: { tank: tankFlow.nodes.tank, in: { type: 'sources/constant', params: { value: 0.5 } } },
      edges: tankFlow.edges,
    });
    twin.advance(0);
    expect(read(twin, 'tank.level')).toEqual([1, 'good']);
    twin.advance(4);
    expect(read(twin, 'tank.level')[0]).toBeCloseTo(2, 12);
  });

  it('waits for its first good sample, then takes later ones from the next tick on', () => {
    const twin = makeTwin(tankFlow);
    twin.advance(1);
    expect(read(twin, 'tank.level')[1]).toBe('absent');
    expect(twin.status().tank).toEqual({ state: 'waiting', says: 'the model waits for inflow (in.value)' });
    twin.deliver(1.05, [{ node: 'in', value: 1 }]);
    twin.advance(1.1);
    expect(read(twin, 'tank.level')).toEqual([1, 'good']);
    twin.advance(2);
    // 0.9 s at 1 m3/s over 2 m2.
    expect(read(twin, 'tank.level')[0]).toBeCloseTo(1.45, 12);
    twin.deliver(2.05, [{ node: 'in', value: 0 }]);
    twin.advance(5);
    // The sample at 2.05 enters at the tick of 2.1.
    expect(read(twin, 'tank.level')[0]).toBeCloseTo(1.5, 12);
  });

  it('counts a sample that arrives at the very time of a tick in that tick', () => {
    const twin = makeTwin(tankFlow);
    twin.deliver(1, [{ node: 'in', value: 1 }]);
    twin.advance(2);
    expect(read(twin, 'tank.level')[0]).toBeCloseTo(1.5, 12);
    const other = makeTwin(tankFlow);
    other.deliver(0.5, [{ node: 'in', value: 0 }]);
    other.advance(1);
    other.deliver(1, [{ node: 'in', value: 1 }]);
    other.advance(2);
    expect(read(other, 'tank.level')[0]).toBeCloseTo(1.5, 12);
  });

  it('holds a bad input uncertain for 10 s, stands still, and goes on from its state', () => {
    const twin = makeTwin(tankFlow);
    twin.deliver(0, [{ node: 'in', value: 1 }]);
    twin.deliver(1, [{ node: 'in', problem: 'broken' }]);
    twin.advance(1.5);
    expect(read(twin, 'tank.level')[1]).toBe('uncertain');
    expect(read(twin, 'tank.level')[0]).toBeCloseTo(1.75, 12);
    twin.advance(20);
    expect(twin.quality(twin.portIndex('tank.level'))).toBe(BAD);
    expect(twin.status().tank?.says).toContain('stands still');
    twin.deliver(20, [{ node: 'in', value: 0 }]);
    twin.advance(21);
    expect(read(twin, 'tank.level')[1]).toBe('good');
    // 11 s of inflow: until the bad sample, and the 10 s it was held.
    expect(read(twin, 'tank.level')[0]).toBeCloseTo(1 + 11 / 2, 9);
  });
});

describe('samples', () => {
  const flow = {
    nodes: {
      in: { type: 'sources/tag' },
      double: { type: 'transforms/twice' },
      smooth: { type: 'transforms/smooth', params: { timeConstant: 2 } },
    },
    edges: ['in.value -> double.in', 'double.out -> smooth.in'],
  };

  it('run what they reach at once, with dt since it last ran', () => {
    const twin = makeTwin(flow);
    twin.deliver(0.3, [{ node: 'in', value: 1 }]);
    expect(read(twin, 'smooth.out')).toEqual([2, 'good']);
    twin.deliver(1.3, [{ node: 'in', value: 3 }]);
    expect(read(twin, 'smooth.out')[0]).toBeCloseTo(6 - 4 * Math.exp(-0.5), 14);
  });

  it('that are bad make stateless nodes bad and do not step those with a state; dt spans the gap', () => {
    const twin = makeTwin(flow);
    twin.deliver(0, [{ node: 'in', value: 1 }]);
    twin.deliver(1, [{ node: 'in', value: Number.NaN }]);
    expect(read(twin, 'in.value')).toEqual([Number.NaN, 'bad']);
    expect(read(twin, 'double.out')).toEqual([Number.NaN, 'bad']);
    expect(read(twin, 'smooth.out')).toEqual([Number.NaN, 'bad']);
    twin.deliver(3, [{ node: 'in', value: 3 }]);
    expect(read(twin, 'smooth.out')[0]).toBeCloseTo(6 - 4 * Math.exp(-1.5), 14);
  });

  it.each([Number.POSITIVE_INFINITY, 1e308, -1.1e30])('beyond ±1e30 are bad: %d', (value) => {
    const twin = makeTwin(flow);
    twin.deliver(0, [{ node: 'in', value }]);
    expect(read(twin, 'in.value')[1]).toBe('bad');
  });

  it.each(['5', true, null, { v: 1 }])('that are no number where one belongs are bad: %j', (value) => {
    const twin = makeTwin(flow);
    twin.deliver(0, [{ node: 'in', value }]);
    expect(read(twin, 'in.value')[1]).toBe('bad');
  });

  it('carry uncertainty on', () => {
    const twin = makeTwin(flow);
    twin.deliver(0, [{ node: 'in', value: 1, quality: UNCERTAIN }]);
    expect(read(twin, 'smooth.out')).toEqual([2, 'uncertain']);
  });

  it('not newer than the last, or redelivered, are dropped and counted', () => {
    const twin = makeTwin(flow, { epoch: 1000 });
    twin.deliver(1, [{ node: 'in', value: 1, t: 1000.5, sequence: 7 }]);
    twin.deliver(2, [{ node: 'in', value: 2, t: 1000.5, sequence: 8 }]);
    twin.deliver(3, [{ node: 'in', value: 3, t: 1002.5, sequence: 7 }]);
    expect(read(twin, 'in.value')[0]).toBe(1);
    expect(twin.measuredAt(twin.portIndex('in.value'))).toBe(0.5);
    expect(twin.status().in).toEqual({ state: 'running', dropped: 2 });
    twin.deliver(4, [{ node: 'in', value: 4, t: 1003.5, sequence: 9 }]);
    expect(read(twin, 'in.value')[0]).toBe(4);
  });

  it('that are wrong count at their time, and are late as others are', () => {
    const twin = makeTwin(flow, { epoch: 1000 });
    twin.deliver(1, [{ node: 'in', value: 1, t: 1000.5 }]);
    twin.deliver(2, [{ node: 'in', problem: 'odd', t: 1000.25 }]);
    expect(read(twin, 'in.value')).toEqual([1, 'good']);
    twin.deliver(3, [{ node: 'in', problem: 'odd', t: 1002.5 }]);
    expect(read(twin, 'in.value')[1]).toBe('bad');
    expect(twin.measuredAt(twin.portIndex('in.value'))).toBe(2.5);
    expect(twin.status().in).toEqual({ state: 'error', says: 'odd', dropped: 2 });
  });

  it('that are wrong are heard once: neither they nor older ones count after them, nor do they keep the source from falling silent', () => {
    const twin = makeTwin(flow, { epoch: 1000 });
    twin.deliver(1, [{ node: 'in', problem: 'odd', t: 1000.5 }]);
    for (const at of [2, 4, 6, 8]) twin.deliver(at, [{ node: 'in', problem: 'odd', t: 1000.5 }]);
    twin.deliver(9, [{ node: 'in', value: 5, t: 1000.25 }]);
    expect(read(twin, 'in.value')[1]).toBe('bad');
    expect(twin.status().in).toEqual({ state: 'error', says: 'odd', dropped: 6 });
    expect(twin.nextDue()).toBe(11);
    twin.deliver(10, [{ node: 'in', value: 6, t: 1000.75 }]);
    expect(read(twin, 'in.value')).toEqual([6, 'good']);
  });

  it('that may have come before are refused by their counter, so that a publisher may begin it anew', () => {
    const twin = makeTwin(flow);
    const put = (t: number, value: number, sequence: number, isAgain?: boolean) =>
      twin.deliver(t, [{ node: 'in', value, sequence, ...(isAgain && { isAgain }) }]);
    put(1, 1, 7);
    put(2, 2, 8);
    put(3, 1, 7, true);
    put(4, 2, 8, true);
    expect(read(twin, 'in.value')[0]).toBe(2);
    put(5, 3, 9, true);
    expect(read(twin, 'in.value')[0]).toBe(3);
    put(6, 4, 1);
    expect(read(twin, 'in.value')[0]).toBe(4);
    expect(twin.status().in).toEqual({ state: 'running', dropped: 2 });
  });

  it('that stop coming turn the source bad after staleAfter, in logical time', () => {
    const twin = makeTwin(flow);
    twin.deliver(1, [{ node: 'in', value: 1 }]);
    twin.advance(10.999);
    expect(read(twin, 'in.value')[1]).toBe('good');
    expect(twin.nextDue()).toBe(11);
    twin.advance(11);
    expect(read(twin, 'smooth.out')[1]).toBe('bad');
    expect(twin.status().in?.state).toBe('waiting');
    twin.deliver(12, [{ node: 'in', value: 5 }]);
    expect(read(twin, 'double.out')).toEqual([10, 'good']);
  });

  it('that come no more have the status told anew in the instant in which they turn stale', () => {
    const twin = makeTwin(flow);
    twin.deliver(1, [{ node: 'in', value: 1 }]);
    twin.advance(10.9);
    const heard = twin.statusVersion;
    twin.advance(11);
    expect(twin.status().in?.says).toMatch(/nothing heard/);
    expect(twin.statusVersion).toBeGreaterThan(heard);
    const silent = twin.statusVersion;
    twin.advance(30);
    expect(twin.statusVersion).toBe(silent);
  });

  it('that come again after silence, or after one that could not be read, have the status told anew', () => {
    const twin = makeTwin(flow);
    const said = (): [number, string | undefined] => [twin.statusVersion, twin.status().in?.state];
    twin.deliver(1, [{ node: 'in', value: 1 }]);
    twin.advance(11);
    const silent = said();
    twin.deliver(12, [{ node: 'in', value: 5 }]);
    const heard = said();
    expect([silent[1], heard[1], heard[0] > silent[0]]).toEqual(['waiting', 'running', true]);
    twin.deliver(13, [{ node: 'in', value: undefined, problem: 'not a number' }]);
    const odd = said();
    twin.deliver(14, [{ node: 'in', value: 5 }]);
    const well = said();
    expect([odd[1], well[1], well[0] > odd[0]]).toEqual(['error', 'running', true]);
    twin.deliver(15, [{ node: 'in', value: 6 }]);
    expect(said()).toEqual(well);
  });
});

describe('a delay', () => {
  it('shows the sample before, and breaks a cycle', () => {
    const twin = makeTwin({
      nodes: {
        sum: { type: 'transforms/add' },
        in: { type: 'sources/tag' },
        kept: { type: 'transforms/delay', params: { initial: 100 } },
      },
      edges: ['in.value -> sum.a', 'kept.out -> sum.b', 'sum.out -> kept.in'],
    });
    const sums: number[] = [];
    for (const [i, value] of [1, 2, 3].entries()) {
      twin.deliver(i, [{ node: 'in', value }]);
      sums.push(read(twin, 'sum.out')[0]);
    }
    expect(sums).toEqual([101, 103, 106]);
  });
});

describe('a function node', () => {
  const flow = {
    nodes: {
      in: { type: 'sources/tag', params: { staleAfter: 'never' } },
      odd: { type: 'transforms/fragile' },
    },
    edges: ['in.value -> odd.in'],
  };

  it('wakes itself, and emits only what it assigns', () => {
    const seen: string[] = [];
    const twin = makeTwin(flow, {
      onInstant: (at) => {
        for (const { port } of at.plan.ports)
          if (at.isFresh(at.portIndex(port))) seen.push(`${at.t} ${port}`);
      },
    });
    twin.deliver(0.25, [{ node: 'in', value: 1 }]);
    twin.advance(5);
    expect(seen).toEqual(['0.25 in.value', '0.25 odd.out', '1.25 odd.late']);
  });

  it('that throws turns bad, says why once, and recovers', () => {
    const notices: Notice[] = [];
    const twin = makeTwin(flow, { onNotice: (notice) => notices.push(notice) });
    twin.deliver(0, [{ node: 'in', value: -1 }]);
    twin.deliver(0.5, [{ node: 'in', value: -2 }]);
    expect(read(twin, 'odd.out')[1]).toBe('bad');
    expect(twin.status().odd).toEqual({ state: 'error', says: 'below zero' });
    expect(notices).toEqual([{ node: 'odd', t: 0, level: 'error', says: 'the node failed: below zero' }]);
    twin.deliver(0.75, [{ node: 'in', value: 3 }]);
    expect(read(twin, 'odd.out')).toEqual([3, 'good']);
    expect(twin.status().odd).toEqual({ state: 'running' });
  });
});

describe('what a person sets', () => {
  const flow = {
    nodes: {
      speed: { type: 'sources/constant', params: { value: 3 } },
      double: { type: 'transforms/twice' },
    },
    edges: ['speed.value -> double.in'],
  };

  it('holds from its instant on, until it is given back to the flow', () => {
    const twin = makeTwin(flow);
    expect(twin.set(1, { 'speed.value': 4 })).toEqual([]);
    expect(read(twin, 'double.out')[0]).toBe(8);
    expect(twin.handSets()).toEqual({ 'speed.value': 4 });
    expect(twin.status().speed).toEqual({ state: 'running', setByHand: true, handSets: { value: 4 } });
    twin.set(2, { 'speed.value': null });
    expect(read(twin, 'double.out')[0]).toBe(6);
    expect(twin.handSets()).toEqual({});
  });

  it('is set whole or not at all', () => {
    const twin = makeTwin(flow);
    twin.advance(0);
    const refused = twin.set(1, { 'speed.value': 5, 'double.in': 1, 'nobody.value': 1 });
    expect(refused.map(({ code, at }) => [code, at[0]?.node])).toEqual([
      ['cannot-be-set', 'double'],
      ['cannot-be-set', 'nobody'],
    ]);
    expect(read(twin, 'double.out')[0]).toBe(6);
    expect(twin.set(1, { 'speed.value': 'fast' })).toHaveLength(1);
  });
});

describe('time', () => {
  it('ticks at round(k·T) without adding up rounding', () => {
    const times: number[] = [];
    const twin = makeTwin(
      { clock: { tick: 1 / 3 }, nodes: { dice: { type: 'sources/dice' } } },
      { onInstant: (at) => times.push(at.t) },
    );
    twin.advance(1000);
    expect(times).toHaveLength(3001);
    expect(times[1]).toBe(0.333333);
    expect(times[3000]).toBe(1000);
  });

  it('that went by unseen for more than 2 s becomes one step', () => {
    const instants: number[] = [];
    const twin = makeTwin(tankFlow, { onInstant: (at) => instants.push(at.t) });
    twin.deliver(0, [{ node: 'in', value: 1 }]);
    twin.advance(1, true);
    expect(instants).toHaveLength(11);
    twin.advance(9.05, true);
    expect(instants.slice(11)).toEqual([9]);
    expect(read(twin, 'tank.level')[0]).toBeCloseTo(1 + 9 / 2, 9);
  });

  it('never runs backwards: a delivery from before is moved up', () => {
    const twin = makeTwin(tankFlow);
    twin.advance(5);
    twin.deliver(2, [{ node: 'in', value: 1 }]);
    expect(twin.t).toBe(5);
  });
});

describe('a snapshot', () => {
  const flow = {
    nodes: {
      ...tankFlow.nodes,
      dice: { type: 'sources/dice' },
      smooth: { type: 'transforms/smooth', params: { timeConstant: 3 } },
      odd: { type: 'transforms/fragile' },
    },
    edges: [...tankFlow.edges, 'dice.value -> smooth.in', 'in.value -> odd.in'],
  };

  function fold(twin: Twin, from: number, to: number): void {
    for (let t = from; t < to; t += 0.7) twin.deliver(t, [{ node: 'in', value: Math.sin(t) ** 2 }]);
    twin.advance(to);
  }

  it.each([5, 5.03, 5.65])('taken at %d s goes on bit for bit as the run that was not interrupted', (at) => {
    const whole: string[] = [];
    const keep = (lines: string[]) => (twin: Twin) =>
      lines.push(twin.plan.ports.map((_, i) => `${twin.t} ${twin.value(i)} ${twin.quality(i)}`).join(';'));
    const one = makeTwin(flow, { seed: 7, onInstant: keep(whole) });
    fold(one, 0, at);
    const before = whole.length;
    const text = JSON.stringify(one.snapshot());
    fold(one, at, 12);
    const read = readSnapshot(text);
    if ('problem' in read) throw new Error(read.problem);
    const rest: string[] = [];
    const other = Twin.restore(planOf(flow), read.snapshot, { id: 'test', onInstant: keep(rest) });
    fold(other, at, 12);
    expect(rest).toEqual(whole.slice(before));
    expect(rest.length).toBeGreaterThan(60);
  });

  it('says what is wrong with a text that is none', () => {
    expect(readSnapshot('{"twinloomSnapshot":2}')).toHaveProperty('problem');
    expect(readSnapshot('{')).toEqual({ problem: 'it is not JSON' });
  });

  it('draws other numbers with another seed, and the same with the same', () => {
    const draw = (seed: number): number => {
      const twin = makeTwin(flow, { seed });
      twin.advance(3);
      return read(twin, 'dice.value')[0];
    };
    expect(draw(1)).toBe(draw(1));
    expect(draw(1)).not.toBe(draw(2));
  });
});

describe('a deploy', () => {
  const withNode = (changes: Record<string, unknown>, edges: string[] = []) => ({
    nodes: { ...tankFlow.nodes, ...changes } as Flow['nodes'],
    edges: [...tankFlow.edges, ...edges],
  });

  it('keeps state by node id and runs what is new at once', () => {
    const twin = makeTwin(tankFlow);
    twin.deliver(0, [{ node: 'in', value: 1 }]);
    twin.advance(2.05);
    const next = planOf(withNode({ double: { type: 'transforms/twice' } }, ['tank.level -> double.in']));
    expect(planDeploy(twin.plan, next)).toEqual({
      kept: [
        { node: 'tank', why: 'unchanged' },
        { node: 'in', why: 'unchanged' },
      ],
      added: [{ node: 'double', why: 'new in the flow' }],
      migrated: [],
      reset: [],
      removed: [],
    });
    const moved = Twin.restore(next, twin.snapshot(), { id: 'test' });
    moved.advance(2.05);
    expect(read(moved, 'tank.level')[0]).toBe(read(twin, 'tank.level')[0]);
    expect(read(moved, 'double.out')[0]).toBe(2 * read(twin, 'tank.level')[0]);
    twin.advance(4);
    moved.advance(4);
    expect(read(moved, 'tank.level')[0]).toBe(read(twin, 'tank.level')[0]);
  });

  it('names what is reset by a param, another type, or gone', () => {
    const next = planOf(withNode({ tank: { type: 'physics/tank', params: { area: 2, initial: 3 } } }));
    const plan = planDeploy(planOf(withNode({ extra: { type: 'sources/dice' } })), next);
    expect(plan.reset).toEqual([{ node: 'tank', why: 'initial changed, which its state depends on' }]);
    expect(plan.removed).toEqual([{ node: 'extra', why: 'no longer in the flow' }]);
    const twin = makeTwin(tankFlow);
    twin.deliver(0, [{ node: 'in', value: 1 }]);
    twin.advance(2);
    const moved = Twin.restore(next, twin.snapshot(), { id: 'test' });
    moved.advance(2.1);
    expect(read(moved, 'tank.level')[0]).toBe(3);
  });

  it('with other params keeps the state too', () => {
    const twin = makeTwin(tankFlow);
    twin.deliver(0, [{ node: 'in', value: 1 }]);
    twin.advance(2);
    const next = planOf(withNode({ tank: { type: 'physics/tank', params: { area: 4, initial: 1 } } }));
    expect(planDeploy(twin.plan, next).kept[0]).toEqual({
      node: 'tank',
      why: 'same type and version; area changed',
    });
    const moved = Twin.restore(next, twin.snapshot(), { id: 'test' });
    moved.advance(4);
    expect(read(moved, 'tank.level')[0]).toBeCloseTo(2.5, 9);
    expect(moved.quality(moved.portIndex('tank.level'))).toBe(GOOD);
  });
});
