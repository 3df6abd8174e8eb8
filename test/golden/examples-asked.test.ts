import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { resolvePorts } from '@twinloom/runtime/compile/resolve-ports';
import { descriptorsOf } from '@twinloom/runtime/node/catalog';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import { studyRequestSchema } from '@twinloom/runtime/graph/scenario';
import { prepareStudy } from '@twinloom/runtime/scenario/prepare-study';
import { runVariant } from '@twinloom/runtime/scenario/run-variant';
import { describe, expect, it } from 'vitest';
import { faultTargets, kindsOf } from '../../editor/stores/fault-targets.ts';
import { exampleInLife } from '../reference/run-example.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

describe('the twin of an example, asked what would be', () => {
  it.each(readdirSync(EXAMPLES))(
    '%s goes on from where it stands, and so does each question it ships',
    (id) => {
      const { flow: document } = readFlow(readFileSync(join(EXAMPLES, id, 'twin.flow.json'), 'utf8'));
      if (!document) throw new Error('it cannot be read');
      const { twin, advance } = exampleInLife(id, 0.5);
      advance(120);
      const snapshot = twin.snapshot();
      const ports = twin.plan.ports.filter(({ type }) => type === 'number').slice(0, 20);
      const questions = [
        { record: ports.map(({ port }) => port) },
        ...Object.values(document.scenarios ?? {}),
      ];
      for (const { title: _title, ...question } of questions.map((one) => ({ title: '', ...one }))) {
        const request = studyRequestSchema.parse({ ...question, horizon: 60 });
        const ground = { twin: 'example', base: { document }, parameters: {}, snapshot, request };
        const asked = prepareStudy({ ...ground, versions: new Map(), tablesFor: () => ({}) }, catalog);
        if ('diagnostics' in asked) throw new Error(asked.diagnostics.map(({ says }) => says).join('; '));
        for (const variant of asked.study.variants) {
          const running = runVariant(variant, asked.study.run);
          let step = running.next();
          while (!step.done) step = running.next();
          const { curves, kpis } = step.value;
          expect(Object.keys(kpis)).toEqual(asked.study.kpis.map(({ name }) => name));
          expect(Object.keys(kpis)).toEqual(expect.arrayContaining(Object.keys(document.kpis ?? {})));
          const isGood = (port: string): boolean => twin.quality(twin.portIndex(port)) < 2;
          const lost = Object.keys(curves).filter(
            (port) => isGood(port) && curves[port]!.max.every((value) => value === null),
          );
          expect(lost).toEqual([]);
        }
      }
      expect(twin.snapshot()).toEqual(snapshot);
    },
  );

  it.each(readdirSync(EXAMPLES))('%s lets everything fail that the form of a question offers', (id) => {
    const { flow: document } = readFlow(readFileSync(join(EXAMPLES, id, 'twin.flow.json'), 'utf8'));
    if (!document) throw new Error('it cannot be read');
    const { twin, advance } = exampleInLife(id, 0.5);
    advance(120);
    const byType = descriptorsOf(catalog);
    const targets = faultTargets(document, byType, resolvePorts(document, byType));
    expect(targets.filter(({ kind }) => kind !== 'input').length).toBeGreaterThan(5);
    const faults = targets.flatMap((target) =>
      kindsOf(target).map((kind) => ({ input: target.name, kind, size: 0, at: 10, for: 10 })),
    );
    for (let from = 0; from < faults.length; from += 90) {
      const request = studyRequestSchema.parse({
        horizon: 60,
        variants: { broken: { faults: faults.slice(from, from + 90) } },
      });
      const snapshot = twin.snapshot();
      const ground = { twin: 'example', base: { document }, parameters: {}, snapshot, request };
      const asked = prepareStudy({ ...ground, versions: new Map(), tablesFor: () => ({}) }, catalog);
      const problems = 'diagnostics' in asked ? asked.diagnostics : [];
      // That a param may not be 0 is its own affair.
      expect(problems.filter(({ says }) => !says.includes('after the start'))).toEqual([]);
    }
  });
});
