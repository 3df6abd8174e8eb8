import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Input } from '@twinloom/runtime/run/inbox';
import { Twin } from '@twinloom/runtime/run/twin';
import { BAD, GOOD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import type { Recording } from '@twinloom/runtime/scenario/lay-inputs';
import { studyRequestSchema } from '@twinloom/runtime/graph/scenario';
import { prepareStudy } from '@twinloom/runtime/scenario/prepare-study';
import { runAhead } from '@twinloom/runtime/scenario/run-ahead';
import { runVariant } from '@twinloom/runtime/scenario/run-variant';

/** A level that is measured, and a tank that fills by 1 cm each second. */
const nodes = {
  level: { type: 'sources/mqtt', params: { topic: 'level', unit: 'm', staleAfter: '10 s' } },
  inflow: { type: 'sources/mqtt', params: { topic: 'inflow', unit: 'm3/s', staleAfter: '10 s' } },
  tank: { type: 'physics/tank', params: { area: 2, initialLevel: 1 } },
  trend: { type: 'predictors/linear-trend', params: { window: 20, horizon: '100 s' } },
};

/** The answer to one question, by output. */
function answer(
  params: Record<string, unknown>,
  of: string,
  recorded: ReadonlyMap<string, Recording> = new Map(),
): Map<string | undefined, Input> {
  const flow = {
    twinloom: 1 as const,
    name: 'Level',
    clock: { tick: '1 s' },
    nodes: { ...nodes, ahead: { type: 'predictors/run-ahead', params } },
    edges: ['inflow.value -> tank.inflow', 'level.value -> trend.in', `${of} -> ahead.in`],
  };
  const { plan, diagnostics } = compileFlow(flow, catalog, {});
  if (!plan) throw new Error(JSON.stringify(diagnostics));
  const twin = new Twin(plan, { id: 'tank' });
  for (let t = 0; t < 30; t++)
    twin.deliver(t, [
      { node: 'level', value: 100 + t },
      { node: 'inflow', value: 0.02 },
    ]);
  const snapshot = twin.snapshot();
  const running = runAhead({ twin: 'tank', node: 'ahead', plan, snapshot, recorded });
  let step = running.next();
  while (!step.done) step = running.next();
  return new Map(step.value.map((sample) => [sample.port, sample]));
}

/** A line from 0 to its end, sampled each second. */
function line(slope: number, end: number, seconds: number): Recording {
  const times = Float64Array.from({ length: seconds + 1 }, (_, t) => t);
  return { times, values: times.map((t) => end + slope * (t - seconds)) };
}

/** Standard normal distribution, by Simpson's rule from −10. */
function normalBelow(x: number): number {
  const [n, from] = [2_000, -10];
  const h = (Math.max(x, from) - from) / n;
  let sum = 0;
  for (let i = 0; i <= n; i++)
    sum += (i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp(-((from + i * h) ** 2) / 2);
  return (sum * h) / 3 / Math.sqrt(2 * Math.PI);
}

/** M. C. K. Tweedie, "Statistical properties of inverse Gaussian distributions. I", Annals of Mathematical Statistics 28 (1957) 362–377. */
function inverseGaussianBelow(x: number, mean: number, shape: number): number {
  const root = Math.sqrt(shape / x);
  const mirrored = Math.exp((2 * shape) / mean) * normalBelow(-root * (x / mean + 1));
  return normalBelow(root * (x / mean - 1)) + mirrored;
}

describe('running ahead', () => {
  it('finds the first passage of a walk with drift, which is inverse Gaussian', () => {
    const [distance, drift, sigma] = [1_000, 1, 6];
    const [mean, shape] = [distance / drift, distance ** 2 / sigma ** 2];
    const runs = 300;
    const found = answer(
      {
        limit: 129 + distance,
        runs,
        horizon: 3_000,
        inputs: 'trend',
        lookBack: 100,
        sizes: { 'level.value': sigma * 60 },
      },
      'level.value',
      new Map([['level.value', line(drift, 129, 100)]]),
    );
    for (const [port, p] of [
      ['lower', 0.1],
      ['value', 0.5],
      ['upper', 0.9],
    ] as const) {
      const share = inverseGaussianBelow(Number(found.get(port)?.value), mean, shape);
      expect(Math.abs(share - p)).toBeLessThan(3 * Math.sqrt((p * (1 - p)) / runs));
      expect(found.get(port)?.t).toBe(29);
    }
    const likely = inverseGaussianBelow(3_000, mean, shape);
    expect(found.get('probability')?.value).toBeCloseTo(likely, 1);
  });

  it('comes to the limit in volume over flow where nothing varies', () => {
    const found = answer({ limit: '3.29 m', runs: 10, spread: 'none' }, 'tank.level');
    // At 29 s the level is 1.29 m; it rises by 1 cm/s.
    for (const port of ['lower', 'value', 'upper']) expect(found.get(port)?.value).toBeCloseTo(200, 6);
    expect(found.get('probability')).toMatchObject({ value: 1, quality: GOOD });
  });

  it('knows no time beyond the horizon, and how unlikely it is', () => {
    const found = answer({ limit: '3.29 m', runs: 10, spread: 'none', horizon: 100 }, 'tank.level');
    expect(found.get('value')).toMatchObject({ quality: BAD });
    expect(found.get('probability')).toMatchObject({ value: 0, quality: GOOD });
  });

  it('follows the forecast of a predictor', () => {
    const found = answer(
      { limit: 179, runs: 10, spread: 'none', forecasts: { 'level.value': 'trend.value' } },
      'level.value',
    );
    expect(found.get('value')?.value).toBeCloseTo(50, 6);
  });

  it('is uncertain where the past it is to look at is not known', () => {
    const found = answer({ limit: '3.29 m', runs: 10 }, 'tank.level');
    expect(found.get('value')).toMatchObject({ quality: UNCERTAIN });
  });

  it('takes the size of a walk from the past, whatever noise is on it', () => {
    const times = Float64Array.from({ length: 3_601 }, (_, t) => t);
    let walked = 0;
    // A walk of ±0.1 a second, with noise of ±0.2, from a congruence of Park and Miller.
    let seed = 7;
    const sign = (): number => ((seed = (seed * 48_271) % 2_147_483_647) % 2 === 0 ? 1 : -1);
    const values = times.map(() => (walked += 0.1 * sign()) + 0.2 * sign());
    const params = { limit: 135, runs: 150, lookBack: 3_600, horizon: 3_600 };
    const found = answer(params, 'level.value', new Map([['level.value', { times, values }]]));
    // Reflection principle: a walk of σ comes to a within T with 2(1 − Φ(a/(σ√T))) = 0.317 for a = σ√T.
    expect(found.get('probability')?.value).toBeGreaterThan(0.2);
    expect(found.get('probability')?.value).toBeLessThan(0.45);
  });

  it('says what is wrong with the question', () => {
    const unknown = answer({ limit: 3, sizes: { 'speed.value': 1 } }, 'tank.level');
    expect([...unknown.values()][0]?.problem).toMatch(/no source speed.value/);
    const tooMuch = answer({ limit: 3, runs: 1_000, horizon: '90 d' }, 'tank.level');
    expect([...tooMuch.values()][0]?.problem).toMatch(/look less far ahead/);
  });
});

describe('an input of a study that follows a forecast', () => {
  const document = {
    twinloom: 1 as const,
    clock: { tick: '1 s' },
    nodes: { level: nodes.level, trend: nodes.trend },
    edges: ['level.value -> trend.in'],
    kpis: { last: { expression: 'last(level.value)' } },
  };

  /** The level at the end, or why it is not known; `heard`: samples before the question. */
  function levelAfter(horizon: number, heard: number, by = 'trend.value'): number | string {
    const twin = new Twin(compileFlow(document, catalog, {}).plan!, { id: 'tank' });
    for (let t = 0; t < heard; t++) twin.deliver(t, [{ node: 'level', value: 100 + t }]);
    const request = studyRequestSchema.parse({
      horizon,
      variants: { ahead: { inputs: { 'level.value': { policy: 'forecast', by } } } },
    });
    const ground = { twin: 'tank', base: { document }, parameters: {}, snapshot: twin.snapshot(), request };
    const asked = prepareStudy({ ...ground, versions: new Map(), tablesFor: () => ({}) }, catalog);
    if ('diagnostics' in asked) return asked.diagnostics.map(({ says }) => says).join('; ');
    const running = runVariant(asked.study.variants[1]!, asked.study.run);
    let step = running.next();
    while (!step.done) step = running.next();
    return step.value.kpis['last']!.value!;
  }

  it('is on a line to what the predictor says, and stays there', () => {
    expect(levelAfter(50, 30)).toBeCloseTo(129 + 50, 6);
    expect(levelAfter(300, 30)).toBeCloseTo(129 + 100, 6);
  });

  it('is refused where there is no forecast, or not yet', () => {
    expect(levelAfter(50, 5)).toMatch(/trend.value forecasts nothing yet/);
    expect(levelAfter(50, 30, 'trend.slope')).toMatch(/in m.s-1|in m\/s/);
    expect(levelAfter(50, 30, 'level.value')).toMatch(/level.value is no forecast/);
  });
});
