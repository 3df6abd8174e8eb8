import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { studyRequestSchema } from '@twinloom/runtime/graph/scenario';
import { Twin } from '@twinloom/runtime/run/twin';
import type { z } from 'zod';
import { AS_IT_IS, prepareStudy, type PreparedStudy } from '@twinloom/runtime/scenario/prepare-study';
import { runPoint } from '@twinloom/runtime/scenario/run-points';
import { searchStudy } from '@twinloom/runtime/scenario/search-study';
import { runVariant, type VariantOutcome } from '@twinloom/runtime/scenario/run-variant';
import { describe, expect, it } from 'vitest';

const FILE = join(import.meta.dirname, '..', '..', 'examples', 'pump', 'twin.flow.json');
const shipped = readFlow(readFileSync(FILE, 'utf8')).flow!;
const VARIANT = 'speed +15 %';

/** The pump's twin after it has turned at 1450 1/min for a time, s. */
function runningPump(document: Flow, parameters: Record<string, number>, seconds: number): Twin {
  const { plan, diagnostics } = compileFlow(document, catalog, { twin: 'pump-01', parameters });
  if (!plan) throw new Error(diagnostics.map(({ says }) => says).join('; '));
  const twin = new Twin(plan, { id: 'pump-01' });
  for (let t = 0; t <= seconds; t++) twin.deliver(t, [{ node: 'speed', value: 1450 }]);
  return twin;
}

function ask(document: Flow, parameters: Record<string, number>, horizon: string) {
  const { title: _title, ...scenario } = document.scenarios!.faster!;
  const asked = prepareStudy(
    {
      twin: 'pump-01',
      base: { document },
      parameters,
      snapshot: runningPump(document, parameters, 1800).snapshot(),
      request: studyRequestSchema.parse({ ...scenario, horizon }),
      versions: new Map(),
      tablesFor: () => ({}),
    },
    catalog,
  );
  if ('diagnostics' in asked) throw new Error(asked.diagnostics.map(({ says }) => says).join('; '));
  const outcomes: Record<string, VariantOutcome> = {};
  for (const variant of asked.study.variants) {
    const running = runVariant(variant, asked.study.run);
    let step = running.next();
    while (!step.done) step = running.next();
    outcomes[variant.name] = step.value;
  }
  return (kpi: string) => outcomes[VARIANT]!.kpis[kpi]!.value! / outcomes[AS_IT_IS]!.kpis[kpi]!.value!;
}

describe('the scenario of the pump, its speed raised by 15 %', () => {
  it('follows the affinity laws where the system curve is quadratic through the origin', () => {
    const kpis = {
      q: { expression: 'last(modelPipe.flow)' },
      h: { expression: 'last(modelPump.head)' },
      p: { expression: 'last(modelPump.power)' },
    };
    // Without lift what is left is friction and the level over the drain: both go with the square of the flow.
    const ratio = ask({ ...shipped, kpis }, { lift: 0 }, '1 h');
    expect(Math.abs(ratio('q') - 1.15)).toBeLessThan(1e-6);
    expect(Math.abs(ratio('h') - 1.3225)).toBeLessThan(1e-6);
    expect(Math.abs(ratio('p') - 1.520875)).toBeLessThan(1e-6);
  });

  it('pumps more than in proportion against the lift, and takes its bearing 1/1.15 of its life', () => {
    const ratio = ask(shipped, {}, '10 min');
    expect(ratio('flow')).toBeGreaterThan(1.2);
    expect(ratio('energy')).toBeGreaterThan(1.5);
    expect(ratio('cost')).toBeCloseTo(ratio('energy'), 12);
    expect(ratio('bearingLife')).toBeCloseTo(1 / 1.15, 12);
  });

  it('gives the bearing the life of ISO 281: C/P of 10 at 1450 1/min is 11 494 h', () => {
    const twin = runningPump(shipped, {}, 1);
    const asked = prepareStudy(
      {
        twin: 'pump-01',
        base: { document: shipped },
        parameters: {},
        snapshot: twin.snapshot(),
        request: studyRequestSchema.parse({ horizon: 10 }),
        versions: new Map(),
        tablesFor: () => ({}),
      },
      catalog,
    );
    if ('diagnostics' in asked) throw new Error(asked.diagnostics[0]?.says);
    const running = runVariant(asked.study.variants[0]!, asked.study.run);
    let step = running.next();
    while (!step.done) step = running.next();
    expect(step.value.kpis.bearingLife!.value).toBeCloseTo(1e9 / (1450 * 60), 6);
  });

  it('finds the best efficiency of the pump where its data sheet has it: 0.7 at 19 m3/h', () => {
    const kpis = {
      best: { expression: 'last(modelPump.efficiency)' },
      q: { expression: 'last(modelPipe.flow)', unit: 'm3/h' },
    };
    const study = prepared(
      { ...shipped, kpis },
      {
        horizon: 1,
        search: { kpi: 'best', goal: 'most', over: [{ kind: 'parameter', name: 'lift', min: 4, max: 16 }] },
      },
    );
    if (study.runs?.method !== 'search') throw new Error('it does not search');
    const searching = searchStudy(study.runs.search);
    let step = searching.next();
    for (let n = 0; !step.done; n++) step = searching.next(finish(runPoint(study, n, step.value)));
    const { kpis: found, isConverged } = step.value;
    expect(isConverged).toBe(true);
    expect(found[0]).toBeCloseTo(0.7, 6);
    expect(found[1]).toBeCloseTo(19, 1);
  });

  it('weighs an impeller replaced now against one in six months by the mean wear of the year: 0.3 and 0.4', () => {
    const { title: _title, ...scenario } = shipped.scenarios!.impeller!;
    const study = prepared(
      { ...shipped, kpis: { ...shipped.kpis, wear: { expression: 'mean(impeller.value)' } } },
      { ...scenario, horizon: '5 min' },
    );
    const [later, now] = study.variants.map((variant) => finish(runVariant(variant, study.run)).kpis);
    expect(later!.wear!.value).toBeCloseTo(0.4, 12);
    expect(now!.wear!.value).toBeCloseTo(0.3, 12);
    expect(now!.needCost!.value).toBeLessThan(later!.needCost!.value!);
  });
});

describe('the scenario of the assembly line, its speed raised by 15 %', () => {
  it('brings the parts that Taylor’s equation leaves: 1.15 (1 + 1/8)/(1 + 1.15⁴/8), and tools of 16 min/1.15⁴', () => {
    const file = join(import.meta.dirname, '..', '..', 'examples', 'assembly-line', 'twin.flow.json');
    const line = readFlow(readFileSync(file, 'utf8')).flow!;
    const { plan } = compileFlow(line, catalog, { twin: 'line-01' });
    const twin = new Twin(plan!, { id: 'line-01' });
    for (let t = 0; t <= 10; t++) twin.deliver(t, [{ node: 'speed', value: 100 }]);
    const { title: _title, ...scenario } = line.scenarios!.faster!;
    const study = prepared(line, { ...scenario, horizon: '10 min' }, twin);
    // The tick after the start is the first that sees the new speed.
    const [base, faster] = study.variants.map((variant) => finish(runVariant(variant, study.run)).kpis);
    expect(faster!.rate!.value! / base!.rate!.value!).toBeCloseTo(
      (1.15 * (1 + 1 / 8)) / (1 + 1.15 ** 4 / 8),
      3,
    );
    expect(faster!.toolLife!.value).toBeCloseTo(16 / 1.15 ** 4, 1);
    expect(base!.changes!.value).toBeCloseTo(60 / 18, 9);
  });
});

function prepared(
  document: Flow,
  request: z.input<typeof studyRequestSchema>,
  twin = runningPump(document, {}, 600),
): PreparedStudy {
  const asked = prepareStudy(
    {
      twin: twin.id,
      base: { document },
      parameters: {},
      snapshot: twin.snapshot(),
      request: studyRequestSchema.parse(request),
      versions: new Map(),
      tablesFor: () => ({}),
    },
    catalog,
  );
  if ('diagnostics' in asked) throw new Error(asked.diagnostics.map(({ says }) => says).join('; '));
  return asked.study;
}

function finish<T, R>(running: Generator<T, R>): R {
  let step = running.next();
  while (!step.done) step = running.next();
  return step.value;
}
