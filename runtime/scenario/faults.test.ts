import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import type { Flow } from '../graph/flow.ts';
import { studyRequestSchema } from '../graph/scenario.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { number } from '../node/ports.ts';
import { Twin } from '../run/twin.ts';
import { prepareStudy } from './prepare-study.ts';
import { runVariant, type VariantOutcome } from './run-variant.ts';

const constant = defineNode({
  type: 'sources/constant',
  version: 1,
  title: 'Constant',
  docs: 'A number.',
  icon: 'dot',
  params: z.object({ value: z.number().meta({ tunable: true }).default(0.1) }),
  inputs: {},
  outputs: { value: number('m3/s') },
  emits: 'value',
});

const valve = defineNode({
  type: 'physics/valve',
  version: 1,
  title: 'Valve',
  docs: 'A share of a flow.',
  icon: 'dot',
  params: z.object({
    opening: z.number().max(10).meta({ tunable: true }).default(1),
    size: z.number().default(1),
  }),
  inputs: { in: number('m3/s') },
  outputs: { out: number('m3/s') },
  equations: ['out = opening*size*in'],
});

const tank = defineNode({
  type: 'physics/tank',
  version: 1,
  title: 'Tank',
  docs: 'A tank.',
  icon: 'dot',
  params: z.object({}),
  inputs: { inflow: number('m3/s') },
  outputs: { level: number('m') },
  states: { h: { unit: 'm', initial: 0 } },
  equations: ['der(h) = inflow/2', 'level = h'],
});

const reader = defineNode({
  type: 'transforms/reader',
  version: 1,
  title: 'Reader',
  docs: 'Says what it hears.',
  icon: 'dot',
  params: z.object({}),
  inputs: { in: number('m') },
  outputs: { out: number('m') },
  equations: ['out = in'],
});

const catalog = catalogOf([constant, valve, tank, reader]);

/** 0.1 m³/s into 2 m²: the level rises by 0.05 m/s, to 2 m in 40 s. */
const document: Flow = {
  twinloom: 1,
  clock: { tick: '0.1 s' },
  nodes: {
    in: { type: 'sources/constant' },
    valve: { type: 'physics/valve' },
    tank: { type: 'physics/tank' },
    reader: { type: 'transforms/reader' },
  },
  edges: ['in.value -> valve.in', 'valve.out -> tank.inflow', 'tank.level -> reader.in'],
  kpis: {
    read: { expression: 'mean(reader.out)' },
    said: { expression: 'mean(tank.level)' },
    last: { expression: 'last(reader.out)' },
  },
};

function ask(fault: Record<string, unknown>, values = {}) {
  const { plan } = compileFlow(document, catalog, {});
  const twin = new Twin(plan!, { id: 'tank' });
  twin.advance(0);
  const request = studyRequestSchema.parse({
    horizon: 40,
    values,
    variants: { broken: { faults: [fault] } },
  });
  const ground = { twin: 'tank', base: { document }, parameters: {}, snapshot: twin.snapshot(), request };
  return prepareStudy({ ...ground, versions: new Map(), tablesFor: () => ({}) }, catalog);
}

/** What the KPIs came to with the fault, less what they came to without. */
function changed(fault: Record<string, unknown>, values = {}) {
  const asked = ask(fault, values);
  if ('diagnostics' in asked) throw new Error(asked.diagnostics.map(({ says }) => says).join('; '));
  const [sound, broken] = asked.study.variants.map((variant): VariantOutcome => {
    const running = runVariant(variant, asked.study.run);
    let step = running.next();
    while (!step.done) step = running.next();
    return step.value;
  });
  const difference = (kpi: string): number => broken!.kpis[kpi]!.value! - sound!.kpis[kpi]!.value!;
  return {
    read: difference('read'),
    said: difference('said'),
    last: difference('last'),
    missing: broken!.kpis['read']!.missing,
  };
}

function refused(fault: Record<string, unknown>): string {
  const asked = ask(fault);
  return 'diagnostics' in asked ? asked.diagnostics.map(({ says }) => says).join('; ') : '';
}

describe('a fault of what a node says', () => {
  const on = { input: 'tank.level', at: '10 s', for: '20 s' };

  it('is an offset for a time, in what is read and in KPIs, and not in the tank', () => {
    expect(changed({ ...on, kind: 'bias', size: '50 cm' })).toMatchObject({
      read: expect.closeTo(0.25, 9),
      said: expect.closeTo(0.25, 9),
      last: expect.closeTo(0, 9),
    });
  });

  it('drifts from its begin on', () => {
    // A tenth more each second: Σ 0.1·k for k = 0 … 19, over 40 s.
    expect(changed({ ...on, kind: 'drift', size: 0.1 }).read).toBeCloseTo((0.1 * 190) / 40, 9);
  });

  it('goes to a value', () => {
    // 3 m in place of a mean of 1 m, for half of the time.
    expect(changed({ ...on, kind: 'step', size: '3 m' }).read).toBeCloseTo(1, 2);
  });

  it('sticks', () => {
    // 0.5 m held while it rises to 1.5 m.
    expect(changed({ ...on, kind: 'stuck' }).read).toBeCloseTo(-0.25, 2);
  });

  it('has noise about it', () => {
    const { read } = changed({ ...on, kind: 'noise', size: 0.1 });
    expect(read).not.toBe(0);
    expect(Math.abs(read)).toBeLessThan((4 * 0.1 * Math.sqrt(200)) / 400);
  });

  it('is missing while it is lost', () => {
    expect(changed({ ...on, kind: 'dropout' }).missing).toBeCloseTo(20, 6);
  });

  it('stands inside of a continuous model too', () => {
    // Twice the inflow for 20 s: 1 m more at the end.
    expect(changed({ ...on, input: 'valve.out', kind: 'step', size: 0.2 }).last).toBeCloseTo(1, 6);
  });
});

describe('a fault of a param', () => {
  const on = { input: 'valve.opening', at: '10 s', for: '20 s' };

  it('is set for a time and given back', () => {
    expect(changed({ ...on, kind: 'step', size: 0 }).last).toBeCloseTo(-1, 6);
    expect(changed({ ...on, kind: 'bias', size: 0.5 }).last).toBeCloseTo(0.5, 6);
  });

  it('gives back what a person set, and is an offset to that', () => {
    const values = { 'valve.opening': 2 };
    expect(changed({ ...on, kind: 'bias', size: 0.5 }, values).last).toBeCloseTo(0.5, 6);
    expect(changed({ ...on, kind: 'step', size: 2 }, values).last).toBeCloseTo(0, 9);
  });

  it('drifts in steps of a second', () => {
    // 0.01 a second more: Σ 0.01·k·0.05 for k = 0 … 19.
    expect(changed({ ...on, kind: 'drift', size: 0.01 }).last).toBeCloseTo(0.01 * 190 * 0.05, 6);
  });
});

it('a fault of a state is a jump, from which the model goes on', () => {
  expect(changed({ input: 'tank.h', at: 10, kind: 'step', size: '5 m' }).last).toBeCloseTo(4.5, 6);
  expect(changed({ input: 'tank.h', at: 10, kind: 'bias', size: -0.2 }).last).toBeCloseTo(-0.2, 6);
});

it('a fault of what is not there, or of what cannot have it, is refused before anything runs', () => {
  expect(refused({ input: 'ghost.level', kind: 'bias', size: 1 })).toMatch(/the flow has no node ghost/);
  expect(refused({ input: 'tank.lvel', kind: 'bias', size: 1 })).toMatch(
    /tank has no port, state or param "lvel"/,
  );
  expect(refused({ input: 'valve.size', kind: 'bias', size: 1 })).toMatch(/can fail while it runs/);
  expect(refused({ input: 'valve.opening', kind: 'drift', size: 1, at: 5 })).toMatch(/15 s after the start/);
  expect(refused({ input: 'valve.opening', kind: 'stuck' })).toMatch(/a param cannot have a stuck/);
  expect(refused({ input: 'tank.h', kind: 'drift', size: 1 })).toMatch(/a state cannot have a drift/);
  expect(refused({ input: 'tank.level', kind: 'bias' })).toMatch(/a bias needs a size/);
  expect(refused({ input: 'tank.level', kind: 'bias', size: '1 kg' })).toMatch(/kg/);
});
