import { constant } from '@twinloom/nodes/sources/constant';
import { bearingWear } from '@twinloom/nodes/physics/bearing-wear';
import { pipe } from '@twinloom/nodes/physics/pipe';
import { pump } from '@twinloom/nodes/physics/pump';
import { tank } from '@twinloom/nodes/physics/tank';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { catalogOf } from '@twinloom/runtime/node/catalog';
import { Twin } from '@twinloom/runtime/run/twin';

/** Makes a twin of constants, pump, pipe, tank and bearing wear, in simulated time. */
export function twinOf(flow: Pick<Flow, 'nodes' | 'edges' | 'clock'>): Twin {
  const { plan, diagnostics } = compileFlow(
    { twinloom: 1, ...flow },
    catalogOf([constant, pump, pipe, tank, bearingWear]),
  );
  if (!plan) throw new Error(diagnostics.map(({ says }) => says).join('; '));
  return new Twin(plan, { id: 'reference' });
}

/** The number that stands on a port now, in the port's unit. */
export function valueOf(twin: Twin, port: string): number {
  return twin.value(twin.portIndex(port));
}
