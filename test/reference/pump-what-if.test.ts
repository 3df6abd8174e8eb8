import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { studyRequestSchema } from '@twinloom/runtime/graph/scenario';
import { Twin } from '@twinloom/runtime/run/twin';
import { AS_IT_IS, prepareStudy } from '@twinloom/runtime/scenario/prepare-study';
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
});
