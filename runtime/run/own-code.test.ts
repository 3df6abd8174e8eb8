import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Instant, StateSpec } from '../node/definition.ts';
import { defineNode } from '../node/define-node.ts';
import { boolean, event, number, record, vector } from '../node/ports.ts';
import { compileFlow } from '../compile/compile.ts';
import { catalogOf } from '../node/catalog.ts';
import { trace, type Trace } from './harness.ts';
import { BAD, GOOD, UNCERTAIN } from '../signal/quality.ts';
import { Twin } from './twin.ts';

type Names = Record<string, unknown>;

/** A node whose step is given, with a port of each kind; the step sees what any author's does. */
function withStep(step: (y: Names, x: Names, u: Names, instant: Instant) => void): Trace {
  const definition = defineNode({
    type: 'transforms/own',
    version: 1,
    title: 'Own',
    docs: 'Does what the test says.',
    icon: 'dot',
    params: z.object({}),
    inputs: { in: number('1'), other: number('1', { optional: true }), list: vector('1') },
    outputs: { out: number('1'), is: boolean(), hit: event(), all: record(), rest: number('1') },
    states: { sum: { unit: '1', initial: 0.5 }, last: { unit: '1', length: () => 2 } } as Record<
      string,
      StateSpec
    >,
    step: (y, x, u, _p, instant) => step(y as Names, x as Names, u as Names, instant),
  });
  const inputs = {
    in: [1, 2, 3].map((t) => [t, 10 * t] as const),
    list: [[0, [1, 2]]] as [number, number[]][],
  };
  return trace(definition, { inputs, for: 4 });
}

const valuesOf = ({ samples }: Trace, port: string): unknown[] => samples(port).map(({ value }) => value);

describe('what own code reads and writes', () => {
  it('has the names of its ports and states, in their order', () => {
    const seen: unknown[] = [];
    withStep((y, x, u) => seen.push(Object.keys(y), Object.keys(x), Object.entries(u)));
    expect(seen.slice(0, 3)).toEqual([
      ['out', 'is', 'hit', 'all', 'rest'],
      ['sum', 'last'],
      [
        ['in', 10],
        ['other', Number.NaN],
        ['list', { values: [1, 2] }],
      ],
    ]);
  });

  it('is empty before each step and gives back what was put there', () => {
    const seen: unknown[] = [];
    withStep((y, _x, u) => {
      seen.push({ ...y });
      Object.assign(y, { out: u.in, is: false, all: { a: 1 } });
      seen.push({ ...y });
    });
    const nothing = { out: undefined, is: undefined, hit: undefined, all: undefined, rest: undefined };
    expect(seen.slice(0, 4)).toEqual([
      nothing,
      { ...nothing, out: 10, is: false, all: { a: 1 } },
      nothing,
      { ...nothing, out: 20, is: false, all: { a: 1 } },
    ]);
  });

  it('is emitted as what it is: an event only where it is true, and nothing that was taken back', () => {
    const done = withStep((y, _x, u) => {
      y.out = u.in;
      y.is = u.in === 20;
      y.hit = u.in === 20;
      y.all = { a: u.in };
      y.rest = 1;
      if (u.in === 20) y.rest = undefined;
    });
    expect(valuesOf(done, 'out')).toEqual([10, 20, 30]);
    expect(valuesOf(done, 'is')).toEqual([false, true, false]);
    expect(done.samples('hit').map(({ t }) => t)).toEqual([2]);
    expect(valuesOf(done, 'all')).toEqual([{ a: 10 }, { a: 20 }, { a: 30 }]);
    expect(done.samples('rest').map(({ t }) => t)).toEqual([1, 3]);
  });

  it('is bad where it is of another type than its port', () => {
    const done = withStep((y) => Object.assign(y, { out: true, is: 1, all: 2, rest: 'text' }));
    for (const port of ['out', 'is', 'all', 'rest'])
      expect(done.samples(port).map(({ quality }) => quality)).toEqual(['bad', 'bad', 'bad']);
  });

  it('keeps its states from step to step, and as they were where a step throws', () => {
    const done = withStep((y, x, u) => {
      x.sum = (x.sum as number) + (u.in as number);
      y.out = x.sum;
      if (u.in === 20) throw new Error('it is twenty');
    });
    expect(valuesOf(done, 'out')).toEqual([10.5, undefined, 40.5]);
    expect(done.notes.map(({ says }) => says)).toEqual(['the node failed: it is twenty']);
  });
});

/** What a node with an update was told and said: where it `fails`, its step or its update throws at 20. */
function withUpdate(fails: 'step' | 'update' | 'lack' | 'marks' | 'never', interpreted: boolean): unknown[] {
  const seen: unknown[] = [];
  const source = defineNode({
    type: 'sources/heard',
    version: 1,
    title: 'Heard',
    docs: 'Says what is put on it.',
    icon: 'dot',
    params: z.object({ staleAfter: z.literal('never').default('never') }),
    inputs: {},
    outputs: { value: number('1') },
    listen: {
      address: () => ({ protocol: 'mqtt', connection: 'own', topic: 'in', qos: 0 }),
      decode: () => ({}),
    },
  });
  const definition = defineNode({
    type: 'transforms/twice',
    version: 1,
    title: 'Twice',
    docs: 'Says what it heard before.',
    icon: 'dot',
    params: z.object({}),
    inputs: { in: number('1'), now: number('1', { default: 7 }) },
    feedthrough: ['now'],
    outputs: { out: number('1') },
    states: { last: { unit: '1', initial: -1 } },
    step: (y, x, u, _p, instant) => {
      const { dt, first } = instant;
      seen.push(['step', Object.entries(u), dt, first]);
      y.out = x.last;
      if (x.last === 20 && fails === 'step') throw new Error('it was twenty');
      if (x.last === 20 && fails === 'lack') instant.lack('out', 'it was twenty');
      // The mark of another output has the engine look at what was said.
      if (fails === 'marks') instant.mark(UNCERTAIN, 'other');
    },
    update: (x, u, _p, { dt, fresh, quality, mark }) => {
      seen.push(['update', u.in, dt, fresh('in'), quality('in')]);
      if (fails === 'marks') mark(BAD, 'out');
      x.last = u.in;
      if (u.in === 20 && fails === 'update') throw new Error('it is twenty');
    },
  });
  const { plan } = compileFlow(
    {
      twinloom: 1,
      nodes: { heard: { type: 'sources/heard' }, twice: { type: 'transforms/twice' } },
      edges: ['heard.value -> twice.in'],
    },
    catalogOf([source, definition]),
  );
  const twin = new Twin(plan!, {
    id: 'own',
    interpreted,
    onNotice: ({ says }) => seen.push(says),
    onEnter: (node) => seen.push(node),
  });
  const out = twin.portIndex('twice.out');
  for (const [t, value] of [10, 11, 20, 21, Number.NaN, 22, 23].entries()) {
    twin.deliver(t * t, [{ node: 'heard', value }]);
    seen.push([twin.value(out), twin.quality(out), twin.isFresh(out)]);
  }
  return [...seen, twin.snapshot(), twin.stats(), twin.status()];
}

describe('an update behind the step', () => {
  it('sees all inputs, and the dt of its step, which does not see what comes late', () => {
    const told = withUpdate('never', false).filter((one) => Array.isArray(one));
    expect(told.slice(0, 6)).toEqual([
      [
        'step',
        [
          ['in', undefined],
          ['now', 7],
        ],
        0,
        true,
      ],
      ['update', 10, 0, true, 0],
      [-1, 0, true],
      [
        'step',
        [
          ['in', undefined],
          ['now', 7],
        ],
        1,
        false,
      ],
      ['update', 11, 1, true, 0],
      [10, 0, true],
    ]);
  });

  it.each([false, true])('marks no sample of a later step; the plan is walked: %s', (interpreted) => {
    const samples = withUpdate('marks', interpreted).filter(
      (one): one is [number, number, boolean] => Array.isArray(one) && one.length === 3,
    );
    expect(samples.map(([value, quality]) => [value, quality]).slice(0, 4)).toEqual([
      [-1, GOOD],
      [10, GOOD],
      [11, GOOD],
      [20, GOOD],
    ]);
  });

  it.each(['never', 'step', 'update', 'lack', 'marks'] as const)(
    'is the same where the functions call it as where the plan is walked, when it fails: %s',
    (fails) => {
      expect(withUpdate(fails, false)).toEqual(withUpdate(fails, true));
    },
  );
});
