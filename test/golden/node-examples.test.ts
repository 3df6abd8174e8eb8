import { describe, expect, it } from 'vitest';
import { exampleFlow, exampleTraces } from '@twinloom/runtime/graph/example-flow';
import type { NodeDefinition } from '@twinloom/runtime/node/definition';
import type { SimulationOutcome } from '@twinloom/runtime/protocol/simulation';
import { simulateFlow } from '@twinloom/runtime/run/simulate-flow';
import { GOOD } from '@twinloom/runtime/signal/quality';
import { catalog } from '@twinloom/nodes/catalog';

/** As many points as a plot in the help has. */
const POINTS = 200;

/** What holds one value, until a person or a server says another. */
const STANDS = new Set([
  'sources/constant',
  'sources/manual',
  'sources/mqtt',
  'sources/http-poll',
  'sources/twin',
]);

/** What reads a file has none: a flow brings no file; nor has what asks forks of its twin, of which a simulation has none. */
const WITHOUT = ['sources/csv-replay', 'predictors/run-ahead'];

const shown = [...catalog.values()].filter(({ descriptor }) => descriptor.example);

/** What the help of a node would draw. */
function drawn({ descriptor }: NodeDefinition): SimulationOutcome {
  const { seconds } = descriptor.example!;
  const running = simulateFlow(
    {
      flow: exampleFlow(descriptor),
      seconds,
      every: seconds / POINTS,
      record: exampleTraces(descriptor).map(({ port }) => port),
    },
    catalog,
  );
  for (;;) {
    const step = running.next();
    if (step.done) return step.value;
  }
}

describe('the example in the help', () => {
  it('stands with every node but those that need more than a flow', () => {
    const without = [...catalog.values()].filter(({ descriptor }) => !descriptor.example);
    expect(without.map(({ type }) => type)).toEqual(WITHOUT);
  });

  it.each(shown.map((node) => [node.type, node] as const))(
    'of %s runs, and something happens',
    (type, node) => {
      const run = drawn(node);
      if (run.kind !== 'done') return expect(run).toHaveProperty('kind', 'done');
      expect(run.diagnostics).toEqual([]);
      const [own] = run.columns.slice(-1);
      expect([...own!.quality].filter((quality) => quality === GOOD).length).toBeGreaterThan(POINTS / 10);
      if (STANDS.has(type) || own!.last !== undefined) return;
      expect(new Set([...own!.values].filter((value) => !Number.isNaN(value))).size).toBeGreaterThan(1);
    },
  );
});
