import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import type { Flow } from '../graph/flow.ts';
import { studyRequestSchema } from '../graph/scenario.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { duration, quantity } from '../node/params.ts';
import { number } from '../node/ports.ts';
import { Twin } from '../run/twin.ts';
import { AS_IT_IS, prepareStudy } from './prepare-study.ts';
import { runVariant, type PreparedVariant, type VariantOutcome } from './run-variant.ts';

const tag = defineNode({
  type: 'sources/tag',
  version: 1,
  title: 'Tag',
  docs: 'Speaks when the test says so.',
  icon: 'dot',
  params: z.object({
    staleAfter: z.union([z.literal('never'), duration()]).default(10),
    max: quantity('m3/s').default(1e30),
  }),
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
  equations: ['der(h) = (inflow - outflow)/area', 'level = h'],
});

const catalog = catalogOf([tag, constant, tank]);

const document: Flow = {
  twinloom: 1,
  parameters: {
    area: { value: 2, unit: 'm2', min: 0.1, max: 10 },
    initial: { value: 0, unit: 'm' },
    none: { value: 0, unit: 'm' },
  },
  nodes: {
    in: { type: 'sources/tag' },
    out: { type: 'sources/constant' },
    tank: { type: 'physics/tank', params: { area: '=area', initial: '=initial' } },
  },
  edges: ['in.value -> tank.inflow', 'out.value -> tank.outflow'],
  kpis: {
    volume: { expression: 'integral(in.value)', unit: 'm3' },
    top: { expression: 'max(tank.level)' },
    end: { expression: 'last(tank.level)' },
    full: { expression: 'firstAbove(tank.level, 2.001)' },
    bad: { expression: 'mean(in.value)/(min(tank.level) - min(tank.level))', unit: 'm2/s' },
  },
};

/** A twin of that flow whose tag said 0.1 m3/s a second before `at`. */
function livingTwin(at = 5): Twin {
  const { plan, diagnostics } = compileFlow(document, catalog, { twin: 't' });
  if (!plan) throw new Error(JSON.stringify(diagnostics));
  const twin = new Twin(plan, { id: 't' });
  twin.deliver(0, [{ node: 'in', value: 0.1 }]);
  for (let t = 1; t <= at; t++) twin.deliver(t, [{ node: 'in', value: 0.1 }]);
  return twin;
}

function ask(request: z.input<typeof studyRequestSchema>, snapshot = livingTwin().snapshot(), of = document) {
  return prepareStudy(
    {
      twin: 't',
      base: { document: of },
      parameters: {},
      snapshot,
      request: studyRequestSchema.parse(request),
      versions: new Map(),
      tablesFor: () => ({}),
    },
    catalog,
  );
}

function run(request: z.input<typeof studyRequestSchema>, snapshot = livingTwin().snapshot()) {
  const asked = ask(request, snapshot);
  if ('diagnostics' in asked) throw new Error(JSON.stringify(asked.diagnostics));
  const outcomes: Record<string, VariantOutcome> = {};
  for (const variant of asked.study.variants) {
    const running = runVariant(variant, asked.study.run);
    let step = running.next();
    while (!step.done) step = running.next();
    outcomes[variant.name] = step.value;
  }
  return { ...asked.study, outcomes };
}

const deployOf = (variants: readonly PreparedVariant[], name: string) =>
  variants.find((variant) => variant.name === name)!.deploy;

const refusals = (request: z.input<typeof studyRequestSchema>, snapshot?: ReturnType<Twin['snapshot']>) => {
  const asked = ask(request, snapshot);
  return 'diagnostics' in asked ? asked.diagnostics : [];
};

describe('a study', () => {
  it('goes on from where the twin stands, with the inputs held: the tank fills as 0.1 m3/s over 2 m2', () => {
    const { outcomes } = run({ horizon: 100 });
    const { kpis } = outcomes[AS_IT_IS]!;
    expect(kpis.volume!.value).toBeCloseTo(10, 9);
    // 0.25 m after 5 s, and 5 m more in 100 s.
    expect(kpis.end!.value).toBeCloseTo(5.25, 9);
    expect(kpis.volume!.missing).toBe(0);
    // At 2.001 m after 35.02 s, seen at the next tick.
    expect(kpis.full!.value).toBeCloseTo(35.1, 9);
  });

  it('compares variants: parameters, values by hand, inputs', () => {
    const { outcomes, variants } = run({
      horizon: '100 s',
      variants: {
        wide: { parameters: { area: 4 } },
        drained: { values: { 'out.value': 0.1 } },
        more: { inputs: { in: { policy: 'scaled', factor: 1.5 } } },
        rising: { inputs: { 'in.value': { policy: 'ramp', to: 0.2, over: '100 s' } } },
        stepped: {
          inputs: {
            in: {
              policy: 'profile',
              points: [
                [0, 0],
                [50, 0.2],
              ],
            },
          },
        },
      },
    });
    const end = (name: string) => outcomes[name]!.kpis.end!.value!;
    expect(end('wide')).toBeCloseTo(0.25 + 10 / 4, 9);
    expect(end('drained')).toBeCloseTo(0.25, 1);
    expect(end('more')).toBeCloseTo(0.25 + 15 / 2, 9);
    expect(outcomes.rising!.kpis.volume!.value).toBeCloseTo(15, 0);
    expect(end('stepped')).toBeCloseTo(0.25 + 5, 2);
    expect(deployOf(variants, 'wide').kept.find(({ node }) => node === 'tank')?.why).toMatch(/area changed/);
  });

  it('says which state a variant resets', () => {
    const { variants, outcomes } = run({ horizon: 10, variants: { anew: { parameters: { initial: 1 } } } });
    expect(deployOf(variants, 'anew').reset).toEqual([
      { node: 'tank', why: expect.stringMatching(/initial changed/) },
    ]);
    expect(outcomes.anew!.kpis.end!.value).toBeCloseTo(1 + 0.5, 1);
  });

  it('lets inputs fail: bias, drift, stuck, noise, and a signal that is lost counts as missing', () => {
    const fault = (kind: string, size?: number | string, more: object = {}) => ({
      faults: [{ input: 'in.value', kind: kind as 'bias', ...(size !== undefined && { size }), ...more }],
    });
    const { outcomes } = run({
      horizon: 100,
      inputs: { in: { policy: 'ramp', to: 0.2, over: 100 } },
      variants: {
        bias: fault('bias', '50 l/s'),
        late: fault('bias', 0.05, { at: 50, for: 25 }),
        drift: fault('drift', 0.001),
        stuck: fault('stuck', undefined, { at: 50 }),
        lost: fault('dropout', undefined, { at: 20, for: 30 }),
        noise: fault('noise', 0.01),
      },
    });
    const volume = (name: string) => outcomes[name]!.kpis.volume!;
    const base = volume(AS_IT_IS).value!;
    expect(volume('bias').value).toBeCloseTo(base + 5, 9);
    expect(volume('late').value).toBeCloseTo(base + 1.25, 9);
    expect(volume('drift').value).toBeCloseTo(base + (0.001 * 99 * 100) / 2, 9);
    expect(outcomes.stuck!.curves['in.value']!.max.at(-1)).toBeCloseTo(0.15, 9);
    expect(volume('lost').missing).toBeCloseTo(30, 9);
    expect(volume('lost').value).toBeLessThan(base);
    expect(volume('noise').value).not.toBe(base);
  });

  it('gives the same with the same seed, and another noise with another', () => {
    const noisy = (seed: number) =>
      run({
        horizon: 20,
        seed,
        variants: { noisy: { faults: [{ input: 'in.value', kind: 'noise', size: 0.01 }] } },
      }).outcomes.noisy;
    expect(noisy(1)).toEqual(noisy(1));
    expect(noisy(1)).not.toEqual(noisy(2));
  });

  it('leaves a source that was bad at the start bad, and its KPI without a value', () => {
    const twin = livingTwin();
    twin.advance(60);
    const { outcomes } = run({ horizon: 30 }, twin.snapshot());
    expect(outcomes[AS_IT_IS]!.kpis.volume).toEqual({ missing: 30, says: 'there was no good value' });
    expect(outcomes[AS_IT_IS]!.curves['in.value']!.max.every((value) => value === null)).toBe(true);
  });

  it('has no value for what was never crossed, and says so where it divides by zero', () => {
    const { outcomes } = run({ horizon: 10 });
    expect(outcomes[AS_IT_IS]!.kpis.full).toEqual({ missing: 0, says: 'it never rose above the limit' });
    expect(outcomes[AS_IT_IS]!.kpis.bad!.says).toMatch(/divides by zero/);
  });

  it('changes nothing in the twin it was asked of', () => {
    const [asked, left] = [livingTwin(), livingTwin()];
    run(
      { horizon: 50, variants: { more: { inputs: { in: { policy: 'scaled', factor: 2 } } } } },
      asked.snapshot(),
    );
    for (const twin of [asked, left]) {
      twin.deliver(6, [{ node: 'in', value: 0.3 }]);
      twin.advance(30);
    }
    expect(asked.snapshot()).toEqual(left.snapshot());
  });

  it('keeps ports over time in equal parts, with the least and the greatest value of each', () => {
    const { outcomes } = run({ horizon: 300, record: ['tank.level'] });
    const { min, max, unit } = outcomes[AS_IT_IS]!.curves['tank.level']!;
    expect(unit).toBe('m');
    expect(min).toHaveLength(300);
    expect(min[0]).toBeCloseTo(0.25, 9);
    expect(max[299]).toBeCloseTo(15.25, 9);
    expect(min.every((value, i) => value! <= max[i]!)).toBe(true);
  });

  it.each([
    [{ horizon: 0 }, 'bad-horizon', /horizon: it is no time/],
    [{ horizon: 'soon' }, 'bad-horizon', /no duration/],
    [{ horizon: '400 d' }, 'too-many-instants', /about [\d,]+ instants/],
    [{ horizon: 1, variants: { x: { parameters: { aera: 2 } } } }, 'bad-parameter', /x: parameter aera/],
    [
      { horizon: 1, variants: { x: { parameters: { area: 50 } } } },
      'bad-parameter',
      /50 lies outside 0.1 to 10/,
    ],
    [{ horizon: 1, variants: { x: { values: { 'ghost.value': 2 } } } }, 'cannot-be-set', /no node "ghost"/],
    [
      { horizon: 1, variants: { x: { inputs: { ghost: { policy: 'hold' } } } } },
      'unknown-input',
      /the flow has no node ghost/,
    ],
    [
      { horizon: 1, variants: { x: { inputs: { out: { policy: 'hold' } } } } },
      'not-an-input',
      /does not listen/,
    ],
    [
      { horizon: 1, variants: { x: { faults: [{ input: 'gone.value', kind: 'stuck' }] } } },
      'unknown-input',
      /gone/,
    ],
    [
      { horizon: 60, variants: { x: { faults: [{ input: 'in.value', kind: 'stuck', at: '1 min' }] } } },
      'bad-fault',
      /faults\.0: it begins 1 min after the start/,
    ],
    [
      { horizon: 1, variants: { x: { faults: [{ input: 'in.gone', kind: 'stuck' }] } } },
      'unknown-input',
      /in has no output gone/,
    ],
    [
      { horizon: 1, variants: { x: { faults: [{ input: 'in.value', kind: 'bias' }] } } },
      'bad-fault',
      /needs a size/,
    ],
    [{ horizon: 1, variants: { x: { version: 7 } } }, 'unknown-version', /no version 7/],
    [
      { horizon: 1, variants: { x: { document: { twinloom: 1, nodes: { y: { type: 'a/b' } } } } } },
      'unknown-node',
      /x: /,
    ],
    [{ horizon: 1, variants: { [AS_IT_IS]: {} } }, 'name-taken', /takes part/],
    [{ horizon: 1, record: ['tank.lvel'] }, 'unknown-port', /no output tank.lvel/],
  ] as [z.input<typeof studyRequestSchema>, string, RegExp][])(
    'is refused before it runs: %j',
    (request, code, says) => {
      const found = refusals(request);
      expect(found.map((one) => one.code)).toContain(code);
      const one = found.find((other) => other.code === code)!;
      expect(one.says).toMatch(says);
      expect(one.remedy).not.toBe('');
      expect(one.at).toHaveLength(1);
    },
  );

  it('begins with the twin as it is, whatever the variants are called', () => {
    const { variants } = run({ horizon: 1, variants: { 2: {}, 1: {} } });
    expect(variants.map(({ name }) => name)).toEqual([AS_IT_IS, '1', '2']);
  });

  it('is refused where a ramp has nothing to begin from', () => {
    const twin = livingTwin();
    twin.advance(60);
    const found = refusals(
      { horizon: 1, variants: { x: { inputs: { in: { policy: 'ramp', to: 1, over: 1 } } } } },
      twin.snapshot(),
    );
    expect(found.map(({ code }) => code)).toEqual(['input-is-bad']);
  });

  it('is refused where an input goes to what its source takes for bad', () => {
    const narrow = {
      ...document,
      nodes: { ...document.nodes, in: { type: 'sources/tag', params: { max: 5 } } },
    };
    const said = (variant: object): string | undefined => {
      const asked = ask({ horizon: 1, variants: { x: variant } }, undefined, narrow);
      return 'diagnostics' in asked ? asked.diagnostics.map(({ says }) => says).join() : undefined;
    };
    const fed = (policy: object) => said({ inputs: { in: policy } });
    for (const outside of [
      fed({ policy: 'ramp', to: 6, over: 1 }),
      fed({
        policy: 'profile',
        points: [
          [0, 1],
          [1, 6],
        ],
      }),
      fed({ policy: 'scaled', factor: 60 }),
      said({ faults: [{ input: 'in.value', kind: 'step', size: 6 }] }),
    ])
      expect(outside).toMatch(/: 6 m3\/s is more than 5 m3\/s, the most that its source takes for good$/);
    // What is not reached before the end is not asked for.
    expect(fed({ policy: 'ramp', to: 6, over: 2 })).toBeUndefined();
    expect(
      fed({
        policy: 'profile',
        points: [
          [0, 1],
          [2, 6],
        ],
      }),
    ).toBeUndefined();
    expect(fed({ policy: 'scaled', factor: 50 })).toBeUndefined();
  });

  it('names the place of a parameter and of a value that do not fit, and nothing that follows from them', () => {
    const found = refusals({
      horizon: 1,
      variants: { x: { parameters: { area: '3 kg' } }, y: { values: { 'outt.value': 1 } } },
    });
    expect(found.map(({ at, remedy }) => [at[0]?.param, remedy])).toEqual([
      ['variants.x.parameters.area', expect.any(String)],
      ['variants.y.values.outt.value', 'Did you mean out?'],
    ]);
  });

  it('is refused where a KPI does not compile', () => {
    const broken = { ...document, kpis: { k: { expression: 'mean(tank.depth)' } } };
    const asked = ask({ horizon: 1 }, undefined, broken);
    expect('diagnostics' in asked && asked.diagnostics[0]).toMatchObject({
      code: 'bad-kpi',
      at: [{ param: 'kpis.k' }],
    });
  });
});
