import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { Twin } from '@twinloom/runtime/run/twin';

/** Makes a twin of built-in nodes, in simulated time. */
export function twinOf(flow: Pick<Flow, 'nodes' | 'edges' | 'clock'>): Twin {
  const { plan, diagnostics } = compileFlow({ twinloom: 1, ...flow }, catalog);
  if (!plan) throw new Error(diagnostics.map(({ says }) => says).join('; '));
  return new Twin(plan, { id: 'reference' });
}

/** The number that stands on a port now, in the port's unit. */
export function valueOf(twin: Twin, port: string): number {
  return twin.value(twin.portIndex(port));
}
