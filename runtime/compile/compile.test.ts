import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatPlace } from '../graph/diagnostic.ts';
import type { Flow } from '../graph/flow.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { duration, expression, names, quantity, unit } from '../node/params.ts';
import { anyUnit, boolean, number, unitFrom, unitOf, unitOfExpression } from '../node/ports.ts';
import { compileFlow } from './compile.ts';

const card = { version: 1, docs: 'A node for the test.', icon: 'dot' };

const source = defineNode({
  ...card,
  type: 'sources/tag',
  title: 'Tag',
  params: z.object({ unit: unit().optional() }),
  inputs: {},
  outputs: { value: number(unitFrom('unit')) },
  listen: { address: () => ({ protocol: 'mqtt', connection: 'c', topic: 't', qos: 0 }), decode: () => ({}) },
});

const tank = defineNode({
  ...card,
  type: 'physics/tank',
  title: 'Tank',
  params: z.object({ area: quantity('m2').positive(), delay: duration().default(1) }),
  inputs: { inflow: number('m3/s') },
  outputs: { level: number('m') },
  states: { h: { unit: 'm' } },
  equations: ['der(h) = inflow/area', 'level = h'],
});

const through = defineNode({
  ...card,
  type: 'transforms/through',
  title: 'Through',
  params: z.object({}),
  inputs: { in: number(anyUnit) },
  outputs: { out: number(unitOf('in')) },
  equations: ['out = in'],
});

const formula = defineNode({
  ...card,
  type: 'transforms/expression',
  title: 'Expression',
  params: z.object({ inputs: names().default([]), expression: expression(), unit: unit().optional() }),
  inputs: {},
  inputsFrom: 'inputs',
  outputs: { out: number(unitOfExpression('expression', 'unit')) },
  equations: (p) => [`out = ${p.expression}`],
});

const lamp = defineNode({
  ...card,
  type: 'sinks/lamp',
  title: 'Lamp',
  params: z.object({}),
  inputs: { on: boolean() },
  outputs: {},
});

const motor = defineNode({
  ...card,
  type: 'physics/motor',
  title: 'Motor',
  params: z.object({}),
  inputs: { speed: number('rad/s') },
  outputs: { loss: number('W') },
  equations: ['loss = 0'],
});

const catalog = catalogOf([motor, source, tank, through, formula, lamp]);

function problems(flow: Partial<Flow>): string[] {
  return compileFlow({ twinloom: 1, nodes: {}, ...flow } as Flow, catalog).diagnostics.map(
    ({ code, at }) => `${formatPlace(at[0])}: ${code}`,
  );
}

const good: Partial<Flow> = {
  parameters: { size: { value: 2, unit: 'm2' } },
  nodes: {
    in: { type: 'sources/tag', params: { unit: 'm3/h' } },
    tank: { type: 'physics/tank', params: { area: '=2*size' } },
    sum: { type: 'transforms/expression', params: { inputs: ['a', 'b'], expression: 'a + b' } },
  },
  edges: ['in.value -> tank.inflow', 'tank.level -> sum.a', 'tank.level -> sum.b'],
};

describe('a flow', () => {
  it('that is right becomes a plan, with params in their unit and edges that convert', () => {
    const { plan, diagnostics } = compileFlow({ twinloom: 1, ...good } as Flow, catalog, {
      parameters: { size: 3 },
    });
    expect(diagnostics).toEqual([]);
    const node = plan?.nodes.find(({ id }) => id === 'tank');
    expect(node?.params).toEqual({ area: 6, delay: 1 });
    expect(node?.inputs[0]?.factor).toBe(1 / 3600);
    expect(plan?.ports).toContainEqual({ port: 'sum.out', type: 'number', unit: 'm' });
  });

  it('shows every problem at once, each with its place', () => {
    expect(
      problems({
        nodes: {
          odd: { type: 'acme/unknown' },
          in: { type: 'sources/tag', params: { unit: 'degC' } },
          level: { type: 'sources/tag', params: { unit: 'm' } },
          tank: { type: 'physics/tank', params: { area: -1, colour: 'red' } },
          other: { type: 'physics/tank', params: { delay: 'soon', area: '5 s' } },
          lone: { type: 'physics/tank' },
          sum: { type: 'transforms/expression', params: { inputs: ['a'], expression: 'a +' } },
        },
        edges: [
          'level.value -> tank.inflow',
          'level.value -> sum.a',
          'level.value -> sum.a',
          'in.value -> tank.inflow',
          'nobody.value -> other.inflow',
          'level.height -> other.inflow',
          'rubbish',
        ],
      }).toSorted(),
    ).toEqual(
      [
        'odd: unknown-node',
        'in.unit: bad-unit',
        'tank.inflow: unit-mismatch',
        'tank.inflow: input-taken',
        'sum.a: duplicate-edge',
        'other.inflow: edge-to-nowhere',
        'level.height: no-such-port',
        'flow: bad-edge',
        'tank.area: bad-param',
        'tank.colour: unknown-param',
        'other.delay: bad-param',
        'other.area: bad-param',
        'lone.area: missing-param',
        'lone.inflow: missing-input',
        'lone: not-connected',
        'sum.expression: bad-expression',
      ].toSorted(),
    );
  });

  it('names every node of an algebraic loop, and what breaks it', () => {
    const { diagnostics } = compileFlow(
      {
        twinloom: 1,
        nodes: {
          a: { type: 'transforms/through' },
          b: { type: 'transforms/through' },
          c: { type: 'transforms/through' },
        },
        edges: ['a.out -> b.in', 'b.out -> c.in', 'c.out -> a.in'],
      },
      catalog,
    );
    const loop = diagnostics.filter(({ code }) => code === 'algebraic-loop');
    expect(loop).toHaveLength(1);
    expect(loop[0]?.at.map(({ node }) => node).toSorted()).toEqual(['a', 'b', 'c']);
    expect(loop[0]?.remedy).toContain('delay');
  });

  it('may close a cycle through a continuous state', () => {
    expect(
      problems({
        nodes: {
          tank: { type: 'physics/tank', params: { area: 1 } },
          drain: {
            type: 'transforms/expression',
            params: { inputs: { h: 'm' }, expression: '-0.1*h', unit: 'm' },
          },
          flow: {
            type: 'transforms/expression',
            params: { inputs: { h: 'm', a: { unit: 'm2/s', default: 1 } }, expression: 'h*a' },
          },
        },
        edges: ['tank.level -> drain.h', 'drain.out -> flow.h', 'flow.out -> tank.inflow'],
      }),
    ).toEqual([]);
  });

  it('warns where turns are counted on one side of an edge and radians on the other', () => {
    expect(
      problems({
        nodes: {
          shaft: { type: 'sources/tag', params: { unit: '{rpm}/min' } },
          motor: { type: 'physics/motor' },
        },
        edges: ['shaft.value -> motor.speed'],
      }),
    ).toEqual(['motor.speed: turns-as-angle']);
  });

  it('takes the unit of a source without one from where it is wired to, and says so', () => {
    const flow: Partial<Flow> = {
      nodes: { in: { type: 'sources/tag' }, tank: { type: 'physics/tank', params: { area: 1 } } },
      edges: ['in.value -> tank.inflow'],
    };
    expect(problems(flow)).toEqual(['in.value: unit-assumed']);
    expect(compileFlow({ twinloom: 1, ...flow } as Flow, catalog).plan?.ports[0]?.unit).toBe('m3/s');
  });

  it('refuses terms of one sum that differ in scale', () => {
    expect(
      problems({
        nodes: {
          sum: {
            type: 'transforms/expression',
            params: { inputs: { a: 'm3/h', b: 'm3/s' }, expression: 'a + b' },
          },
          a: { type: 'sources/tag', params: { unit: 'm3/h' } },
        },
        edges: ['a.value -> sum.a', 'a.value -> sum.b'],
      }),
    ).toEqual(['sum.expression: bad-expression']);
  });

  it('warns where a ratio is stated as a percentage, but not where a person brought it there', () => {
    const stated = (expression: string): string[] =>
      problems({
        nodes: {
          in: { type: 'sources/tag', params: { unit: 'm' } },
          share: { type: 'transforms/expression', params: { inputs: ['a', 'b'], expression, unit: '%' } },
        },
        edges: ['in.value -> share.a', 'in.value -> share.b'],
      });
    expect(stated('a/b')).toEqual(['share.expression: ratio-as-it-stands']);
    expect(stated('100*a/b')).toEqual([]);
    expect(stated('75')).toEqual([]);
  });

  it('refuses a number where a boolean belongs, with the remedy', () => {
    const { diagnostics } = compileFlow(
      {
        twinloom: 1,
        nodes: { a: { type: 'sources/tag', params: { unit: '1' } }, lamp: { type: 'sinks/lamp' } },
        edges: ['a.value -> lamp.on'],
      },
      catalog,
    );
    expect(diagnostics[0]).toMatchObject({
      code: 'type-mismatch',
      remedy: expect.stringContaining('compare'),
    });
  });

  it('refuses a tick that is none', () => {
    expect(problems({ ...good, clock: { tick: '0 s' } })).toEqual(['clock.tick: bad-clock']);
    expect(problems({ ...good, clock: { tick: 'often' } })).toEqual(['clock.tick: bad-clock']);
  });

  it('refuses a twin whose parameters do not fit', () => {
    const bind = (parameters: Record<string, number | string>) =>
      compileFlow(
        { twinloom: 1, ...good, parameters: { size: { value: 2, unit: 'm2', min: 1 } } } as Flow,
        catalog,
        { parameters },
      ).diagnostics.map(({ code }) => code);
    expect(bind({ size: 0.5 })).toEqual(['bad-parameter']);
    expect(bind({ size: 'wide' })).toContain('bad-parameter');
    expect(bind({ length: 3 })).toEqual(['bad-parameter']);
    expect(bind({ size: '20000 cm2' })).toEqual([]);
  });
});
