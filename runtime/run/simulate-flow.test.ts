import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { quantity } from '../node/params.ts';
import { boolean, event, number } from '../node/ports.ts';
import { simulationAnswer, type SimulationOutcome } from '../protocol/simulation.ts';
import { ABSENT, BAD, GOOD } from '../signal/quality.ts';
import { simulateFlow } from './simulate-flow.ts';

const shared = { version: 1, docs: 'For this test.', icon: 'dot' };

const constant = defineNode({
  ...shared,
  type: 'sources/constant',
  title: 'Constant',
  params: z.object({ value: quantity('m3/s').default(0) }),
  inputs: {},
  outputs: { value: number('m3/s') },
  emits: 'value',
});

const tag = defineNode({
  ...shared,
  type: 'sources/tag',
  title: 'Tag',
  params: z.object({ staleAfter: z.literal('never').default('never') }),
  inputs: {},
  outputs: { value: number('m3/s') },
  listen: { address: () => ({ protocol: 'mqtt', connection: 'c', topic: 't', qos: 0 }), decode: () => ({}) },
});

const tank = defineNode({
  ...shared,
  type: 'physics/tank',
  title: 'Tank',
  params: z.object({ area: quantity('m2') }),
  inputs: { inflow: number('m3/s') },
  outputs: { level: number('m') },
  states: { h: { unit: 'm', initial: 0 } },
  equations: ['der(h) = inflow/area', 'level = h'],
});

/** Speaks once in ten instants. */
const tenth = defineNode({
  ...shared,
  type: 'transforms/tenth',
  title: 'Tenth',
  params: z.object({}),
  inputs: {},
  outputs: { tick: event(), isEven: boolean() },
  rate: 'continuous',
  step: (y, _x, _u, _p, { t }) => {
    const n = Math.round(t * 10);
    y.isEven = n % 2 === 0;
    if (n % 10 === 0) y.tick = true;
  },
});

const catalog = catalogOf([constant, tag, tank, tenth]);

function run(asked: object, mostInstants = 10_000): { outcome: SimulationOutcome; seen: number[] } {
  const seen: number[] = [];
  const running = simulateFlow(asked, catalog, mostInstants);
  for (;;) {
    const step = running.next();
    if (step.done) return { outcome: step.value, seen };
    seen.push(step.value);
  }
}

function done(asked: object): Extract<SimulationOutcome, { kind: 'done' }> {
  const { outcome } = run(asked);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome;
}

const filling = {
  twinloom: 1,
  nodes: {
    inlet: { type: 'sources/constant', params: { value: 0.5 } },
    tank: { type: 'physics/tank', params: { area: 2 } },
  },
  edges: ['inlet.value -> tank.inflow'],
};

describe('a simulation asked for by a page', () => {
  it('fills a tank by inflow · t / area, in rows at equal distances, by functions made of the flow', () => {
    const outcome = done({ flow: filling, seconds: 10, every: 2.5, record: ['tank.level', 'inlet.value'] });
    expect(outcome.engine).toBe('generated');
    expect([...outcome.times]).toEqual([0, 2.5, 5, 7.5, 10]);
    const [level, inflow] = outcome.columns;
    expect(level).toMatchObject({ port: 'tank.level', type: 'number', unit: 'm' });
    [0, 0.625, 1.25, 1.875, 2.5].forEach((height, i) => expect(level!.values[i]).toBeCloseTo(height, 9));
    expect([...level!.quality]).toEqual([GOOD, GOOD, GOOD, GOOD, GOOD]);
    expect([...inflow!.values]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
  });

  it('ends at `seconds` where that is a multiple of `every` but for rounding', () => {
    const { times } = done({ flow: filling, seconds: 0.3, every: 0.1, record: ['tank.level'] });
    expect([...times]).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('puts inputs on sources at their time, and shows bad and absent as no number', () => {
    const flow = { twinloom: 1, nodes: { inlet: { type: 'sources/tag' } } };
    const inputs = [
      { at: 1, node: 'inlet', value: 7 },
      { at: 2, node: 'inlet', value: 8, quality: 'bad' },
      { at: 3, node: 'inlet', value: 9 },
    ];
    const [inlet] = done({ flow, seconds: 3, every: 1, record: ['inlet.value'], inputs }).columns;
    expect([...inlet!.values]).toEqual([Number.NaN, 7, Number.NaN, 9]);
    expect([...inlet!.quality]).toEqual([ABSENT, GOOD, BAD, GOOD]);
  });

  it('counts events since the row before, and writes booleans as 0 and 1', () => {
    const flow = { twinloom: 1, nodes: { a: { type: 'transforms/tenth' } } };
    const [tick, isEven] = done({ flow, seconds: 6, every: 1.5, record: ['a.tick', 'a.isEven'] }).columns;
    expect([...tick!.values]).toEqual([1, 1, 2, 1, 2]);
    expect([...isEven!.values]).toEqual([1, 0, 1, 0, 1]);
  });

  it('says how far it is, and its answer fits the words both sides share', () => {
    const { outcome, seen } = run({ flow: filling, seconds: 200, every: 50, record: ['tank.level'] });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(simulationAnswer.parse(outcome)).toEqual(outcome);
  });

  it('refuses a flow that does not compile, with every diagnostic', () => {
    const flow = { twinloom: 1, nodes: { a: { type: 'acme/none' }, b: { type: 'physics/tank' } } };
    const { outcome } = run({ flow, seconds: 1, every: 1, record: ['a.out'] });
    expect(outcome).toMatchObject({ kind: 'refused' });
    const codes = outcome.kind === 'refused' ? outcome.diagnostics.map(({ code }) => code) : [];
    expect(codes).toEqual(expect.arrayContaining(['unknown-node', 'missing-input']));
    expect(run({ flow: [], seconds: 1, every: 1, record: ['a.out'] }).outcome).toMatchObject({
      diagnostics: [{ code: 'invalid-document' }],
    });
  });

  it.each([
    ['too many points', { seconds: 1e6, every: 0.1 }, 'invalid-request'],
    ['no time', { seconds: 0 }, 'invalid-request'],
    ['a port that is not there', { record: ['tank.lvel'] }, 'unknown-port'],
    ['more instants than it may have', { seconds: 20, every: 20 }, 'too-many-instants'],
  ])('says what is wrong with %s', (_what, change, code) => {
    const flow = {
      ...filling,
      clock: { tick: '1ms' },
      nodes: { ...filling.nodes, w: { type: 'transforms/tenth' } },
    };
    const asked = { flow, seconds: 1, every: 1, record: ['tank.level'], ...change };
    expect(run(asked).outcome).toMatchObject({ kind: 'failed', code });
  });

  it('says so where code from text is forbidden, and runs nothing', () => {
    const allowed = globalThis.Function;
    globalThis.Function = class {
      constructor() {
        throw new EvalError('unsafe-eval is not allowed');
      }
    } as unknown as FunctionConstructor;
    try {
      const flow = { ...filling, nodes: { ...filling.nodes, lone: { type: 'sources/constant' } } };
      expect(run({ flow, seconds: 1, every: 1, record: ['tank.level'] }).outcome).toMatchObject({
        kind: 'failed',
        code: 'code-forbidden',
      });
    } finally {
      globalThis.Function = allowed;
    }
  });
});
