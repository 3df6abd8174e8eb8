import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import type { Flow } from '../graph/flow.ts';
import { studyRequestSchema } from '../graph/scenario.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { quantity } from '../node/params.ts';
import { number } from '../node/ports.ts';
import { Twin } from '../run/twin.ts';
import { chanceRun, chanceRuns } from './chance-runs.ts';
import { recordingName, type Recorded } from './lay-inputs.ts';
import { prepareStudy, type PreparedStudy } from './prepare-study.ts';
import { BAND_POINTS, runPoint, type RunWithCurves } from './run-points.ts';
import { runVariant } from './run-variant.ts';
import { searchStudy, type SearchResult } from './search-study.ts';
import { summariseChance, summariseRuns } from './summarise-runs.ts';

const tag = defineNode({
  type: 'sources/tag',
  version: 1,
  title: 'Tag',
  docs: 'Speaks when the test says so.',
  icon: 'dot',
  params: z.object({ staleAfter: z.number().default(10), max: quantity('m3/s').default(1e30) }),
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
  params: z.object({ area: quantity('m2').positive() }),
  inputs: { inflow: number('m3/s'), outflow: number('m3/s', { default: 0 }) },
  outputs: { level: number('m') },
  states: { h: { unit: 'm', initial: 0 } },
  equations: ['der(h) = (inflow - outflow)/area', 'level = h'],
});

const catalog = catalogOf([tag, constant, tank]);

/** A tank of 2 m² into which 0.1 m³/s flow: it rises by 5 m in 100 s. */
const document: Flow = {
  twinloom: 1,
  parameters: {
    area: { value: 2, unit: 'm2', min: 0.1, max: 10 },
    price: { value: 3, unit: '1' },
    x: { value: -1, unit: '1' },
    none: { value: 0, unit: '1' },
  },
  nodes: {
    in: { type: 'sources/tag' },
    out: { type: 'sources/constant' },
    tank: { type: 'physics/tank', params: { area: '=area' } },
  },
  edges: ['in.value -> tank.inflow', 'out.value -> tank.outflow'],
  kpis: {
    rise: { expression: 'last(tank.level) - first(tank.level)', unit: 'm' },
    spent: { expression: 'price + 0*count(in.value)' },
    valley: { expression: '100*(price - x^2)^2 + (1 - x)^2 + 0*count(in.value)' },
  },
};

type Request = z.input<typeof studyRequestSchema>;

function ask(request: Omit<Request, 'horizon'>, of = document, recorded?: Recorded) {
  const { plan, diagnostics } = compileFlow(of, catalog, { twin: 't' });
  if (!plan) throw new Error(JSON.stringify(diagnostics));
  const twin = new Twin(plan, { id: 't' });
  for (let t = 0; t <= 5; t++) twin.deliver(t, [{ node: 'in', value: 0.1 }]);
  return prepareStudy(
    {
      twin: 't',
      base: { document: of },
      parameters: {},
      snapshot: twin.snapshot(),
      request: studyRequestSchema.parse({ horizon: 100, ...request }),
      versions: new Map(),
      tablesFor: () => ({}),
      ...(recorded && { recorded }),
    },
    catalog,
  );
}

function prepared(...asked: Parameters<typeof ask>): PreparedStudy {
  const answer = ask(...asked);
  if ('diagnostics' in answer) throw new Error(answer.diagnostics.map(({ says }) => says).join('; '));
  return answer.study;
}

const refusals = (...asked: Parameters<typeof ask>): string => {
  const answer = ask(...asked);
  return 'diagnostics' in answer ? answer.diagnostics.map(({ says }) => says).join('; ') : '';
};

function finish<T, R>(running: Generator<T, R>): R {
  let step = running.next();
  while (!step.done) step = running.next();
  return step.value;
}

function runAll(study: PreparedStudy, order: (n: number) => number = (n) => n): RunWithCurves[] {
  if (!study.runs || study.runs.method === 'search') throw new Error('it has no points');
  const { points } = study.runs;
  const runs = points.map((_, i) => order(i)).map((n) => finish(runPoint(study, n, points[n]!)));
  return runs.toSorted((a, b) => a.n - b.n);
}

function search(study: PreparedStudy): SearchResult {
  if (study.runs?.method !== 'search') throw new Error('it does not search');
  const searching = searchStudy(study.runs.search);
  let step = searching.next();
  for (let n = 0; !step.done; n++) step = searching.next(finish(runPoint(study, n, step.value)));
  return step.value;
}

describe('a sweep', () => {
  it('gives the KPIs at each value, with units: the rise is 10 m3 over the area', () => {
    const study = prepared({
      sweep: { axes: [{ kind: 'parameter', name: 'area', values: [1, '20000 cm2', 4] }] },
    });
    expect(study.runs).toMatchObject({ axes: [{ title: 'area', unit: 'm2' }], points: [[1], [2], [4]] });
    const rises = runAll(study).map(({ kpis }) => kpis[0]!);
    [10, 5, 2.5].forEach((rise, i) => expect(rises[i]).toBeCloseTo(rise, 9));
  });

  it('over two axes runs each pair, the second fastest, in the variant that is named', () => {
    const study = prepared({
      variants: { wide: { parameters: { area: 4 } } },
      sweep: {
        of: 'wide',
        axes: [
          { kind: 'times', name: 'in.value', from: 0.5, to: 1.5, count: 3 },
          { kind: 'value', name: 'out.value', values: [0, 0.05] },
        ],
      },
    });
    const rises = runAll(study).map(({ at, kpis }) => [...at, kpis[0]!]);
    for (const [factor, out, rise] of rises) expect(rise).toBeCloseTo((100 * (0.1 * factor! - out!)) / 4, 9);
    expect(rises.map(([factor]) => factor)).toEqual([0.5, 0.5, 1, 1, 1.5, 1.5]);
  });

  it.each<[RegExp, Omit<Request, 'horizon'>]>([
    [/no parameter aera/, { sweep: { axes: [{ kind: 'parameter', name: 'aera', values: [1] }] } }],
    [
      /from 3 down to 1/,
      { sweep: { axes: [{ kind: 'parameter', name: 'area', from: 3, to: 1, count: 2 }] } },
    ],
    [/no values/, { sweep: { axes: [{ kind: 'parameter', name: 'area', from: 3 }] } }],
    [
      /at area = 20: .*20 lies outside 0.1 to 10/,
      { sweep: { axes: [{ kind: 'parameter', name: 'area', values: [1, 20] }] } },
    ],
    [/s cannot become m2/, { sweep: { axes: [{ kind: 'parameter', name: 'area', values: ['3 s'] }] } }],
    [/no variant "x"/, { sweep: { of: 'x', axes: [{ kind: 'parameter', name: 'area', values: [1] }] } }],
    [/no input out.value/, { sweep: { axes: [{ kind: 'times', name: 'out.value', values: [1] }] } }],
    [/nothing ramps in.value/, { sweep: { axes: [{ kind: 'to', name: 'in.value', values: [1] }] } }],
    [
      /no number can be set at tank.area/,
      { sweep: { axes: [{ kind: 'value', name: 'tank.area', values: [1] }] } },
    ],
    [
      /10000 pairs of values; a study makes at most 400/,
      {
        sweep: {
          axes: [
            { kind: 'parameter', name: 'area', from: 1, to: 2, count: 100 },
            { kind: 'times', name: 'in.value', from: 1, to: 2, count: 100 },
          ],
        },
      },
    ],
  ])('is refused before it runs: %s', (says, request) => {
    expect(refusals(request)).toMatch(says);
  });
});

describe('Monte Carlo', () => {
  const chance = {
    runs: 50,
    inputs: [
      { kind: 'parameter', name: 'area', distribution: 'uniform', min: 1, max: 3 },
      { kind: 'is', name: 'in.value', distribution: 'normal', mean: 0.1, deviation: '1 l/s' },
      { kind: 'parameter', name: 'price', distribution: 'triangular', min: 1, likely: 2, max: 3 },
    ],
  } satisfies Request['chance'];

  it('is the same for a seed, bit for bit, whatever order its runs end in, and another for another seed', () => {
    const study = prepared({ seed: 3, chance, record: ['tank.level'] });
    const forth = runAll(study);
    const back = runAll(prepared({ seed: 3, chance, record: ['tank.level'] }), (n) => 49 - n);
    expect(back).toEqual(forth);
    expect(summariseRuns(back, ['tank.level'], [10, 50, 90])).toEqual(
      summariseRuns(forth, ['tank.level'], [10, 50, 90]),
    );
    expect(runAll(prepared({ seed: 4, chance, record: ['tank.level'] }))).not.toEqual(forth);
  });

  it('spreads a linear KPI as its inputs are spread, and says what mattered', () => {
    const study = prepared({ seed: 3, chance: { ...chance, runs: 200 }, record: ['tank.level'] });
    const { spreads, influences, bands } = summariseRuns(runAll(study), ['tank.level'], [10, 50, 90]);
    const price = spreads[1]!;
    expect(price.mean).toBeCloseTo(2, 2);
    // The triangle from 1 over 2 to 3: a tenth lies below 1 + sqrt(0.2).
    expect(price.percentiles[0]).toBeCloseTo(1 + Math.sqrt(0.2), 1);
    expect(price.percentiles[1]).toBeCloseTo(2, 1);
    expect(price.deviation).toBeCloseTo(Math.sqrt(1 / 6), 2);
    expect(price.histogram!.counts.reduce((a, b) => a + b, 0)).toBe(200);
    expect(influences[1]![0]).toMatchObject({ axis: 2, rank: 1 });
    expect(influences[0]![0]).toMatchObject({ axis: 0 });
    expect(influences[0]![0]!.rank).toBeLessThan(-0.9);
    const [low, middle, high] = bands['tank.level']!.map((line) => line.at(-1)!);
    expect(low).toBeLessThan(middle!);
    expect(middle).toBeLessThan(high!);
    expect(bands['tank.level']![0]).toHaveLength(BAND_POINTS);
  });

  it('finds no spread at all in runs that come to the same', () => {
    const same = Array.from({ length: 7 }, (_, n) => ({
      n,
      at: [n],
      kpis: [11506.7],
      curves: new Float32Array(),
    }));
    expect(summariseRuns(same, [], [50]).spreads[0]).toMatchObject({
      mean: 11506.7,
      deviation: 0,
      margin: 0,
    });
  });

  it('moves one input at a time from its 10th to its 90th percentile, the others at their middle', () => {
    const study = prepared({ chance });
    if (study.runs?.method !== 'chance') throw new Error('it has no chance');
    expect(study.runs.swings).toHaveLength(7);
    const all = new Map(
      chanceRuns(study.runs).map(({ n, at }) => [n, finish(runPoint(study, n, at))] as const),
    );
    const { swings } = summariseChance(study.runs, all, []);
    // Rise = 100 s · inflow / area; the area from 1.2 over 2 to 2.8 m², the inflow 0.1 ± 1.281552 · 0.001 m³/s, the price nothing.
    const [area, inflow, price] = swings![0]!;
    expect(area).toMatchObject({ axis: 0 });
    expect([area!.from, area!.to]).toEqual([expect.closeTo(1.2, 12), expect.closeTo(2.8, 12)]);
    [area!.low, area!.middle, area!.high].forEach((rise, i) =>
      expect(rise).toBeCloseTo([10 / 1.2, 5, 10 / 2.8][i]!, 9),
    );
    expect(inflow).toMatchObject({ axis: 1 });
    expect(inflow!.high - inflow!.low).toBeCloseTo((2 * 1.281552 * 0.001 * 100) / 2, 6);
    expect(price).toMatchObject({ axis: 2, low: price!.middle, high: price!.middle });
    all.delete(50);
    expect(summariseChance(study.runs, all, []).swings).toBeUndefined();
  });

  it('runs variants with the same draws: the rise in 2.5 m² less that in 2 m² is 100·Q·(1/2.5 − 1/2)', () => {
    const inputs = [chance.inputs[1]!];
    const study = prepared({
      variants: { wide: { parameters: { area: 2.5 } } },
      chance: { runs: 40, inputs, compare: ['wide'] },
    });
    if (study.runs?.method !== 'chance') throw new Error('it has no chance');
    const order = chanceRuns(study.runs);
    expect(order).toHaveLength(40 + 3 + 40);
    expect(order.slice(0, 4).map(({ of, draw }) => [of, draw])).toEqual([
      ['as it is', 0],
      ['wide', 0],
      ['as it is', 1],
      ['wide', 1],
    ]);
    expect(new Set(order.map(({ n }) => n)).size).toBe(83);
    const all = new Map(order.map(({ n, at }) => [n, finish(runPoint(study, n, at))] as const));
    const { differences, spreads } = summariseChance(study.runs, all, []);
    const rise = differences![0]!.kpis[0]!;
    expect(differences![0]!.variant).toBe('wide');
    expect(rise.mean).toBeCloseTo(spreads[0]!.mean! * (2 / 2.5 - 1), 9);
    expect(rise.deviation).toBeCloseTo(spreads[0]!.deviation! * (1 - 2 / 2.5), 9);
    expect(rise).toMatchObject({ count: 40, above: { share: 0 }, below: { share: 1 } });
  });

  it('plays each draw with the same noise in all variants that are compared', () => {
    const study = prepared({
      variants: { dear: { parameters: { price: 9 } } },
      inputs: { 'in.value': { policy: 'hold' } },
      chance: { runs: 10, inputs: [chance.inputs[0]!], compare: ['dear'] },
    });
    const noisy = study.variants.map(({ inputs }) => inputs);
    expect(noisy).toHaveLength(2);
    if (study.runs?.method !== 'chance') throw new Error('it has no chance');
    const { runs } = study;
    const strayed: PreparedStudy = {
      ...study,
      runAt: (at, of) => {
        const one = study.runAt(at, of);
        if ('diagnostics' in one) return one;
        const inputs = one.inputs.map((input) => ({
          ...input,
          stray: { kind: 'noise', size: 0.05 } as const,
        }));
        return { ...one, inputs };
      },
    };
    const rise = (n: number): number => finish(runPoint(strayed, n, chanceRun(runs, n).at)).kpis[0]!;
    expect(rise(10 + 3 + 4)).toBe(rise(4));
    // Another draw of the same area has other noise.
    expect(finish(runPoint(strayed, 5, chanceRun(runs, 4).at)).kpis[0]).not.toBe(rise(4));
  });

  it.each<[RegExp, string[]]>([
    [/no variant "broad"/, ['broad']],
    [/"as it is" is compared with itself/, ['as it is']],
    [/"wide" is compared with itself/, ['wide', 'wide']],
    [/"narrow" changes area, which is drawn by chance/, ['narrow']],
    [/"faster" changes in.value, which is drawn/, ['faster']],
  ])('is refused before it runs: %s', (says, compare) => {
    const variants = {
      wide: { values: { 'out.value': 0.01 } },
      narrow: { parameters: { area: 1 } },
      faster: { inputs: { in: { policy: 'scaled' as const, factor: 2 } } },
    };
    expect(refusals({ variants, chance: { ...chance, compare } })).toMatch(says);
  });

  it.each<[RegExp, Partial<NonNullable<Request['chance']>>]>([
    [/20000 runs; a study makes at most 10000/, { runs: 20_000 }],
    [/3 runs say nothing/, { runs: 3 }],
    [/120 is no percentile/, { percentiles: [120] }],
    [
      /standard deviation is 0/,
      { inputs: [{ kind: 'parameter', name: 'area', distribution: 'normal', mean: 2, deviation: 0 }] },
    ],
    [
      /values drawn for area lie outside its range 0.1 to 10/,
      { inputs: [{ kind: 'parameter', name: 'area', distribution: 'normal', mean: 2, deviation: 2 }] },
    ],
    [
      /least value 3 is not below/,
      { inputs: [{ kind: 'parameter', name: 'area', distribution: 'uniform', min: 3, max: 1 }] },
    ],
    [/parameter area stands there twice/, { inputs: [chance.inputs[0]!, chance.inputs[0]!] }],
  ])('is refused before it runs: %s', (says, change) => {
    expect(refusals({ chance: { ...chance, ...change } })).toMatch(says);
  });
});

describe('a search over the parameters of a flow', () => {
  it('finds the bottom of Rosenbrock’s valley as a KPI', () => {
    const { best, isConverged } = search(
      prepared({
        search: {
          kpi: 'valley',
          goal: 'least',
          over: [
            { kind: 'parameter', name: 'x', min: -2, max: 2, start: -1.2 },
            { kind: 'parameter', name: 'price', min: -1, max: 3, start: 2 },
          ],
          runs: 400,
        },
      }),
    );
    expect(isConverged).toBe(true);
    expect(best![0]).toBeCloseTo(1, 2);
    expect(best![1]).toBeCloseTo(1, 2);
  });

  it('keeps a limit: the least area whose tank rises by 4 m at most is 2.5 m2', () => {
    const { best, keepsLimits, kpis } = search(
      prepared({
        search: {
          kpi: 'rise',
          goal: 'most',
          over: [{ kind: 'parameter', name: 'area', min: '1 m2', max: 10 }],
          where: [{ kpi: 'rise', atMost: 4 }],
        },
      }),
    );
    expect(keepsLimits).toBe(true);
    expect(best![0]).toBeCloseTo(2.5, 2);
    expect(kpis[0]).toBeLessThanOrEqual(4);
  });

  it('says that it did not converge, and that limits cannot be kept', () => {
    const over = [{ kind: 'parameter', name: 'area', min: 1, max: 10 }] as const;
    expect(
      search(prepared({ search: { kpi: 'rise', goal: 'most', over: [...over], runs: 5 } })).says,
    ).toMatch(/did not converge: its 5 runs/);
    expect(refusals({ search: { kpi: 'rise', goal: 'most', over: [...over], runs: 0 } })).toMatch(
      /0 runs lead nowhere/,
    );
    const where = [{ kpi: 'rise', atLeast: 50 }];
    expect(search(prepared({ search: { kpi: 'rise', goal: 'most', over: [...over], where } })).says).toMatch(
      /no point that was tried keeps all limits/,
    );
  });

  it('is refused where it names no KPI, or no range', () => {
    const over = [{ kind: 'parameter', name: 'area', min: 3, max: 1 }] as const;
    expect(refusals({ search: { kpi: 'rise', goal: 'most', over: [...over] } })).toMatch(/3 is not below/);
    expect(refusals({ search: { kpi: 'ris', goal: 'most', over: [{ ...over[0], max: 4 }] } })).toMatch(
      /no KPI ris/,
    );
  });
});

describe('a study', () => {
  it('is refused where a KPI divides by a parameter that is zero, before it runs', () => {
    const kpis = { bad: { expression: 'mean(tank.level)/(price - 4)', unit: 'm' } };
    expect(refusals({ variants: { x: { parameters: { price: 4 } } } }, { ...document, kpis })).toMatch(
      /divides by zero \(column \d+\)/,
    );
  });

  it('is refused where money has no KPI, or a rate is none', () => {
    expect(refusals({ variants: { x: { investment: 5 } } })).toMatch(/nothing says which KPI/);
    expect(refusals({ worth: { kpi: 'spent', discountRate: 'dear' } })).toMatch(/no discount rate/);
    expect(refusals({ worth: { kpi: 'spend' } })).toMatch(/no KPI spend/);
    expect(refusals({ worth: { kpi: 'spent', discountRate: '8 %' } })).toBe('');
  });

  it('assumes what the question changes itself in all its variants and runs, also as it is', () => {
    const study = prepared({
      parameters: { area: 4 },
      variants: { wide: { parameters: { area: 5 } }, same: {} },
      sweep: { axes: [{ kind: 'times', name: 'in.value', values: [1, 2] }] },
    });
    const rises = study.variants.map((variant) => finish(runVariant(variant, study.run)).kpis.rise!.value!);
    [2.5, 2, 2.5].forEach((rise, i) => expect(rises[i]).toBeCloseTo(rise, 9));
    expect(runAll(study).map(({ kpis }) => kpis[0]!.toFixed(6))).toEqual(['2.500000', '5.000000']);
  });

  it('replays what an input said in the past, bad where it was bad, and refuses a gap', () => {
    const replay = { inputs: { 'in.value': { policy: 'replay', from: 1000 } as const } };
    const name = recordingName('in.value', 1000);
    const times = Float64Array.from({ length: 21 }, (_, i) => i * 5);
    const values = times.map((t) => (t < 50 ? 0.2 : t < 60 ? Number.NaN : 0.4));
    const study = prepared(replay, document, new Map([[name, { times, values }]]));
    const { kpis } = finish(runVariant(study.variants[0]!, study.run));
    // 50 s of 0.2 and 40 s of 0.4 m3/s into 2 m2; in between the tank stands still or goes on with what it had.
    expect(kpis.rise!.value).toBeGreaterThanOrEqual(13 - 1e-9);
    expect(kpis.spent!.missing).toBeCloseTo(10, 6);
    // A source that takes less today than it did then: that is bad, the rest goes on.
    const narrow = {
      ...document,
      nodes: { ...document.nodes, in: { type: 'sources/tag', params: { max: 0.3 } } },
    };
    const narrowed = prepared(replay, narrow, new Map([[name, { times, values }]]));
    expect(finish(runVariant(narrowed.variants[0]!, narrowed.run)).kpis.spent!.missing).toBeCloseTo(50, 6);
    const gappy = Float64Array.from([0, 5, 40, 45]);
    expect(
      refusals(replay, document, new Map([[name, { times: gappy, values: gappy.map(() => 1) }]])),
    ).toMatch(/gap, from 5 s to 40 s/);
    const short = Float64Array.from([0, 5, 10]);
    expect(
      refusals(replay, document, new Map([[name, { times: short, values: short.map(() => 1) }]])),
    ).toMatch(/history ends 10 s after the time it is replayed from/);
    expect(refusals(replay, document, new Map([[name, { problem: '"x" is no time' }]]))).toMatch(
      /in\.value: "x" is no time/,
    );
    expect(refusals(replay)).toMatch(/history holds nothing from the time/);
  });
});
