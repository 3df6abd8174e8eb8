import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import type { Flow } from '../graph/flow.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { duration } from '../node/params.ts';
import { boolean, number } from '../node/ports.ts';
import { BAD, qualityName } from '../signal/quality.ts';
import { Twin } from './twin.ts';

const about = { version: 1, title: 'Trial', docs: 'For this test.', icon: 'dot' };
const deaf = {
  address: () => ({ protocol: 'mqtt' as const, connection: 'c', topic: 't', qos: 0 as const }),
  decode: () => ({}),
  staleAfter: () => Infinity,
};
const tag = defineNode({
  ...about,
  type: 'sources/tag',
  params: z.object({}),
  inputs: {},
  outputs: { value: number('1') },
  listen: deaf,
});
const lamp = defineNode({
  ...about,
  type: 'sources/lamp',
  params: z.object({}),
  inputs: {},
  outputs: { value: boolean() },
  listen: deaf,
});
const constant = defineNode({
  ...about,
  type: 'sources/constant',
  params: z.object({ value: z.number().default(1).meta({ tunable: true }) }),
  inputs: {},
  outputs: { value: number('1') },
  emits: 'value',
});
const tank = defineNode({
  ...about,
  type: 'physics/tank',
  params: z.object({}),
  inputs: { inflow: number('1') },
  outputs: { level: number('s') },
  states: { h: { unit: 's', initial: 2 } },
  equations: ['der(h) = inflow', 'level = h'],
});
const twice = defineNode({
  ...about,
  type: 'transforms/twice',
  params: z.object({}),
  inputs: { in: number('1') },
  outputs: { out: number('1') },
  equations: ['out = 2*in'],
});
const integral = defineNode({
  ...about,
  type: 'transforms/integral',
  params: z.object({}),
  inputs: { in: number('1') },
  outputs: { out: number('s') },
  states: { sum: { unit: 's', initial: 0 } },
  equations: ['out = sum + in*dt', 'next(sum) = out'],
});
const timer = defineNode({
  ...about,
  type: 'transforms/timer',
  params: z.object({ time: duration() }),
  inputs: { in: number('1') },
  outputs: { over: boolean() },
  states: { until: { initial: -1 } },
  step: (y, x, u, p, instant) => {
    if (x.until < 0) x.until = instant.t + p.time;
    y.over = instant.t >= x.until;
    if (!y.over) instant.wakeAt(x.until);
  },
});
const mean = defineNode({
  ...about,
  type: 'predictors/mean',
  params: z.object({}),
  inputs: { in: number('1') },
  outputs: { value: number('1'), count: number('1') },
  states: { sum: { initial: 0 }, count: { initial: 0 } },
  step: (y, x, u) => {
    x.sum += u.in;
    x.count++;
    y.value = x.sum / x.count;
    y.count = x.count;
  },
});
const catalog = catalogOf([tag, lamp, constant, tank, twice, integral, timer, mean]);

type Parts = Pick<Flow, 'nodes' | 'edges' | 'groups'>;

const compile = (flow: Parts) => compileFlow({ twinloom: 1, clock: { tick: '1 s' }, ...flow }, catalog);

function start(flow: Parts) {
  const { plan, diagnostics } = compile(flow);
  expect(diagnostics).toEqual([]);
  const twin = new Twin(plan!, { id: 'trial' });
  const says = (port: string) => {
    const index = twin.portIndex(port);
    return [Number(twin.value(index).toPrecision(12)), qualityName(twin.quality(index))];
  };
  return {
    twin,
    says,
    hear: (t: number, node: string, value: unknown) => twin.deliver(t, [{ node, value }]),
  };
}

/** A model, something that adds up, and something without state, behind one tag; `on` enables them. */
const line: Parts = {
  nodes: {
    on: { type: 'sources/lamp' },
    in: { type: 'sources/tag' },
    tank: { type: 'physics/tank' },
    sum: { type: 'transforms/integral' },
    twice: { type: 'transforms/twice' },
  },
  edges: ['in.value -> tank.inflow', 'in.value -> sum.in', 'in.value -> twice.in'],
  groups: { pump: { title: 'Pump', members: ['tank', 'sum', 'twice'], enable: 'on.value' } },
};

describe('a group with an enable port', () => {
  it('holds the states of its members while it is disabled, says so, and does not count the time', () => {
    const { twin, says, hear } = start(line);
    twin.deliver(0, [
      { node: 'on', value: true },
      { node: 'in', value: 1 },
    ]);
    for (let t = 1; t <= 5; t++) hear(t, 'in', 1);
    expect([says('tank.level'), says('sum.out'), says('twice.out')]).toEqual([
      [7, 'good'],
      [5, 'good'],
      [2, 'good'],
    ]);
    hear(5, 'on', false);
    twin.advance(5);
    for (let t = 6; t <= 10; t++) hear(t, 'in', 3);
    expect([says('tank.level'), says('sum.out'), says('twice.out')]).toEqual([
      [7, 'uncertain'],
      [5, 'uncertain'],
      [2, 'uncertain'],
    ]);
    expect(twin.status().sum).toEqual({
      state: 'disabled',
      says: 'the group Pump is disabled: on.value says no',
    });
    hear(10, 'on', true);
    twin.advance(10);
    expect(says('twice.out')).toEqual([6, 'good']);
    for (let t = 11; t <= 12; t++) hear(t, 'in', 3);
    expect([says('tank.level'), says('sum.out')]).toEqual([
      [13, 'good'],
      [11, 'good'],
    ]);
    expect(twin.status().sum?.state).toBe('running');
  });

  it('is disabled until its port has said something, and stands as it did while that is bad', () => {
    const { twin, says, hear } = start(line);
    hear(0, 'in', 1);
    twin.advance(2);
    expect(says('twice.out')).toEqual([Number.NaN, 'absent']);
    expect(twin.status().twice?.says).toBe('the group Pump is disabled: on.value has said nothing yet');
    hear(2.5, 'on', true);
    twin.advance(2.5);
    expect(says('twice.out')).toEqual([2, 'good']);
    twin.deliver(3, [{ node: 'on', quality: BAD }]);
    twin.advance(4);
    hear(4, 'in', 4);
    expect(says('twice.out')).toEqual([8, 'good']);
  });

  it('shows what was set by hand meanwhile, and lets what is due happen, once it is enabled again', () => {
    const { twin, says, hear } = start({
      nodes: {
        on: { type: 'sources/lamp' },
        in: { type: 'sources/tag' },
        value: { type: 'sources/constant' },
        timer: { type: 'transforms/timer', params: { time: '5 s' } },
      },
      edges: ['in.value -> timer.in'],
      groups: { both: { members: ['value', 'timer'], enable: 'on.value' } },
    });
    hear(0, 'on', true);
    hear(1, 'in', 0);
    hear(2, 'on', false);
    expect(twin.set(3, { 'value.value': 7 })).toEqual([]);
    twin.advance(9);
    expect([says('value.value'), says('timer.over')]).toEqual([
      [1, 'uncertain'],
      [0, 'uncertain'],
    ]);
    hear(10, 'on', true);
    twin.advance(10);
    expect([says('value.value'), says('timer.over')]).toEqual([
      [7, 'good'],
      [1, 'good'],
    ]);
  });

  it('is checked: its port is a boolean outside of it', () => {
    const problems = (groups: Flow['groups']) =>
      compile({ ...line, groups }).diagnostics.map(({ code, severity, says }) => [code, severity, says]);
    expect(problems({ a: { members: ['tank'], enable: 'off.value' } })).toEqual([
      ['bad-group', 'error', 'group a: there is no output "off.value" to enable it'],
    ]);
    expect(problems({ a: { members: ['tank'], enable: 'in.value' } })).toEqual([
      ['bad-group', 'error', 'group a: in.value is a number, no boolean'],
    ]);
    expect(problems({ a: { members: ['tank', 'on'], enable: 'on.value' } })).toEqual([
      ['bad-group', 'error', 'group a: on.value is of the group itself, which could never be enabled again'],
    ]);
    expect(problems({ a: { members: ['tank', 'gone'] } })).toEqual([
      ['stray-member', 'warning', 'group a: its member "gone" is not in the flow'],
    ]);
  });
});

const learner: Parts = {
  nodes: {
    in: { type: 'sources/tag', asset: 'pump' },
    mean: { type: 'predictors/mean', asset: 'pump' },
    other: { type: 'predictors/mean' },
    tank: { type: 'physics/tank', asset: 'pump' },
    after: { type: 'transforms/twice' },
  },
  edges: ['in.value -> mean.in', 'in.value -> other.in', 'in.value -> tank.inflow', 'mean.value -> after.in'],
};

const diagnosticsOf = (told: ReturnType<Twin['tell']>) =>
  'diagnostics' in told ? told.diagnostics.map(({ says }) => says) : told.nodes;

describe('an asset', () => {
  it('teaches its predictors nothing while it is out of service; its models go on', () => {
    const { twin, says, hear } = start(learner);
    for (let t = 0; t < 4; t++) hear(t, 'in', 1);
    expect(twin.tell(4, { command: 'out-of-service', asset: 'pump' })).toEqual({ nodes: ['mean'] });
    expect(twin.outOfService()).toEqual(['pump']);
    expect([says('mean.count'), says('after.out')]).toEqual([
      [4, 'uncertain'],
      [2, 'uncertain'],
    ]);
    for (let t = 5; t < 8; t++) hear(t, 'in', 9);
    expect([says('mean.count'), says('mean.value'), says('other.count')]).toEqual([
      [4, 'uncertain'],
      [1, 'uncertain'],
      [7, 'good'],
    ]);
    expect(twin.status().mean).toEqual({ state: 'out-of-service', says: 'pump is out of service' });
    expect(says('tank.level')[1]).toBe('good');
    twin.tell(8, { command: 'in-service', asset: 'pump' });
    hear(9, 'in', 6);
    expect([says('mean.count'), says('mean.value'), twin.outOfService()]).toEqual([
      [5, 'good'],
      [2, 'good'],
      [],
    ]);
  });

  it('that is replaced begins anew: states at their initial values, predictors with nothing learned, and nothing of the old one is said', () => {
    const { twin, says, hear } = start(learner);
    for (let t = 0; t < 5; t++) hear(t, 'in', 1);
    expect(says('tank.level')).toEqual([6, 'good']);
    expect(twin.tell(4.5, { command: 'replaced', asset: 'pump' })).toEqual({ nodes: ['mean', 'tank'] });
    expect([says('mean.value'), says('after.out'), says('other.count')]).toEqual([
      [Number.NaN, 'bad'],
      [Number.NaN, 'bad'],
      [5, 'good'],
    ]);
    hear(5, 'in', 3);
    expect([says('mean.value'), says('mean.count'), says('tank.level')]).toEqual([
      [3, 'good'],
      [1, 'good'],
      [2, 'good'],
    ]);
    twin.advance(7);
    expect(says('tank.level')).toEqual([8, 'good']);
  });

  it('is named by a node, and goes out of service and back once', () => {
    const { twin } = start(learner);
    expect(diagnosticsOf(twin.tell(0, { command: 'replaced', asset: 'fan' }))).toEqual([
      'no node names the asset "fan"',
    ]);
    expect(diagnosticsOf(twin.tell(0, { command: 'in-service', asset: 'pump' }))).toEqual([
      'pump is not out of service',
    ]);
    twin.tell(0, { command: 'out-of-service', asset: 'pump' });
    expect(diagnosticsOf(twin.tell(0, { command: 'out-of-service', asset: 'pump' }))).toEqual([
      'pump is out of service already',
    ]);
  });

  it('stays out of service over a snapshot and a deploy, and nodes that come to name it stand still', () => {
    const { twin, hear } = start(learner);
    hear(0, 'in', 1);
    twin.tell(1, { command: 'out-of-service', asset: 'pump' });
    const { plan } = compile({
      ...learner,
      nodes: { ...learner.nodes, other: { type: 'predictors/mean', asset: 'pump' } },
    });
    const next = Twin.restore(plan!, JSON.parse(JSON.stringify(twin.snapshot())), { id: 'trial' });
    next.advance(1);
    expect([next.status().mean?.state, next.status().other?.state]).toEqual([
      'out-of-service',
      'out-of-service',
    ]);
    expect(qualityName(next.quality(next.portIndex('other.value')))).toBe('uncertain');
  });
});
