import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import { studyRequestSchema } from '@twinloom/runtime/graph/scenario';
import { prepareStudy } from '@twinloom/runtime/scenario/prepare-study';
import { runVariant } from '@twinloom/runtime/scenario/run-variant';
import { describe, expect, it } from 'vitest';
import { exampleInLife } from './run-example.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const ALIVE_SECONDS = 120;

/** The figures of each variant of a question that an example ships, by the name of the variant. */
function figuresOf(id: string, scenario: string, horizon: number) {
  const { flow: document } = readFlow(readFileSync(join(EXAMPLES, id, 'twin.flow.json'), 'utf8'));
  const { title: _title, ...question } = document!.scenarios![scenario]!;
  const { twin, advance } = exampleInLife(id, 0.5);
  advance(ALIVE_SECONDS);
  const request = studyRequestSchema.parse({ ...question, horizon });
  const ground = { twin: 'example', base: { document }, parameters: {}, snapshot: twin.snapshot(), request };
  const asked = prepareStudy({ ...ground, versions: new Map(), tablesFor: () => ({}) }, catalog);
  if ('diagnostics' in asked) throw new Error(asked.diagnostics.map(({ says }) => says).join('; '));
  const figures = asked.study.variants.map((variant) => {
    const running = runVariant(variant, asked.study.run);
    let step = running.next();
    while (!step.done) step = running.next();
    const { failures, plannedReplacements } = step.value.kpis;
    return [variant.name, [failures?.value, plannedReplacements?.value]];
  });
  return Object.fromEntries(figures) as Record<string, [failures: number, planned: number]>;
}

/** How often something happens within `seconds` that takes so long from one time to the next. */
function times(first: number, cycle: number, seconds: number): number {
  return Math.floor((seconds - first) / cycle) + 1;
}

describe('a question of maintenance that an example ships', () => {
  it('the pump: 50 000 turns of a bearing that wears 20 000 times as fast as C/P = 10 has it', () => {
    const horizon = 2 * 3_600;
    const figures = figuresOf('pump', 'bearing', horizon);
    const life = 50_000 / (1_450 / 60);
    // Vibration 0.71·(4.5/0.71)^D reaches 2.8 mm/s at D = 0.743.
    const noticed = (life * Math.log(2.8 / 0.71)) / Math.log(4.5 / 0.71);
    expect(figures).toEqual({
      'as it is': [times(life - ALIVE_SECONDS, life + 120, horizon), 0],
      'every 25 min': [0, times(25 * 60, 25 * 60 + 40, horizon)],
      'at 2.8 mm/s': [0, times(noticed - ALIVE_SECONDS, noticed + 40, horizon)],
    });
  });

  it('the line: a tool of 16 min, 1.15 times as fast by Taylor with n = 0.25, breaks before the change of today', () => {
    const horizon = 8 * 3_600;
    const figures = figuresOf('assembly-line', 'tool', horizon);
    const life = 960 / 1.15 ** 4;
    const broken = times(life - ALIVE_SECONDS, life + 480, horizon);
    expect(life).toBeLessThan(14 * 60);
    expect(figures).toEqual({
      'as it is': [broken, 0],
      'every 14 min, as today': [broken, 0],
      'every 8 min': [0, times(480, 600, horizon)],
      'at 95 % of its life': [0, times(0.95 * life - ALIVE_SECONDS, 0.95 * life + 120, horizon)],
    });
  });
});
