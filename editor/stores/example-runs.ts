import { create } from 'zustand';
import type { SimulationOutcome } from '@twinloom/runtime/protocol/simulation';
import { exampleFlow, exampleTraces } from '@twinloom/runtime/graph/example-flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { simulator } from '../client/simulation.ts';

/** What came of running a node's example; `running` until then. */
type ExampleRun = { kind: 'running' } | SimulationOutcome;

/** Rows of a preview: about one per px. */
const ROWS = 400;

/** Examples that were run on this page, by node type. */
export const useExampleRuns = create<Readonly<Record<string, ExampleRun>>>(() => ({}));

/** Runs the example of a node in the simulation worker, once; the outcome is in the store. */
export async function runExample(descriptor: NodeDescriptor): Promise<void> {
  const { type, example } = descriptor;
  const flow = exampleFlow(descriptor);
  if (!flow || !example || useExampleRuns.getState()[type]) return;
  useExampleRuns.setState({ [type]: { kind: 'running' } });
  const outcome = await simulator.run({
    flow,
    seconds: example.seconds,
    every: example.seconds / ROWS,
    record: exampleTraces(descriptor).map(({ port }) => port),
  });
  useExampleRuns.setState({ [type]: outcome });
}
