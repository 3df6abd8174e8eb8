import type { Plan } from '../compile/plan.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import type { InputFault } from '../graph/scenario.ts';
import type { FaultAct } from './fault-acts.ts';
import { withPortFaults, type FaultGround } from './fault-ports.ts';
import { sortFaults, type FaultPlace } from './lay-faults.ts';

/** A plan with the faults of a variant in it: what is done to it when, and the faults of its inputs, which their feed makes. */
export function planWithFaults(
  sound: Plan,
  faults: readonly InputFault[],
  ground: FaultGround & Pick<FaultPlace, 'seed' | 'handSets'>,
  diagnostics: Diagnostic[],
): { plan: Plan; acts: FaultAct[]; inputs: InputFault[] } | undefined {
  const { horizon, seed, handSets } = ground;
  const { inputs, ports, acts } = sortFaults(faults, { plan: sound, horizon, seed, handSets, diagnostics });
  if (ports.length === 0) return { plan: sound, acts, inputs };
  const faulty = withPortFaults(sound, ports, ground, diagnostics);
  return faulty && { plan: faulty.plan, acts: [...faulty.acts, ...acts], inputs };
}
