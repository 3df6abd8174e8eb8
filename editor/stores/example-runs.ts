import { create } from 'zustand';
import type { SimulationOutcome } from '@twinloom/runtime/protocol/simulation';
import { EXAMPLE_NODE, exampleFlow } from '@twinloom/runtime/graph/example-flow';
import { edgesOf } from '@twinloom/runtime/graph/flow';
import { declaredOutputs } from '@twinloom/runtime/node/declared-ports';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { simulator } from '../client/simulation.ts';

/** A port of an example that is drawn: the source of an input under the input's name, or the node's own output. */
export interface ExampleTrace {
  name: string;
  /** `node.port`. */
  port: string;
}

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

/** What of an example is drawn: what is wired to the node, and the port its card shows (else its first output). */
export function exampleTraces(descriptor: NodeDescriptor): ExampleTrace[] {
  const flow = exampleFlow(descriptor);
  if (!flow) return [];
  const inputs = edgesOf(flow)
    .filter(({ to }) => to.node === EXAMPLE_NODE)
    .map(({ from, to }) => ({ name: to.port, port: `${from.node}.${from.port}` }));
  const { card, example, outputs } = descriptor;
  const names = [
    ...Object.keys(outputs),
    ...Object.keys(declaredOutputs({ params: example?.params }, descriptor)),
  ];
  const shown = card.port !== undefined && names.includes(card.port) ? card.port : names[0];
  return shown === undefined ? inputs : [...inputs, { name: shown, port: `${EXAMPLE_NODE}.${shown}` }];
}
