import type { Diagnostic } from '../graph/diagnostic.ts';
import type { Flow } from '../graph/flow.ts';
import { parseDuration } from '../signal/quantity.ts';
import * as says from './diagnostics.ts';
import type { Plan } from './plan.ts';

const DEFAULT_TICK = 0.1;

/** The tick, s, and the solver of a flow; a tick that is no good is said, and the default stands. */
export function readClock(
  { tick = DEFAULT_TICK, solver }: NonNullable<Flow['clock']>,
  diagnostics: Diagnostic[],
): Pick<Plan, 'tick' | 'solver'> {
  const parsed = parseDuration(tick);
  if ('problem' in parsed) diagnostics.push(says.badClock('tick', parsed.problem));
  else if (parsed.seconds < 0.001 || parsed.seconds > 3600)
    diagnostics.push(says.badClock('tick', `${parsed.seconds} s is out of range`));
  return {
    tick: 'seconds' in parsed ? parsed.seconds : DEFAULT_TICK,
    solver: { method: solver?.method ?? 'auto', rtol: solver?.rtol ?? 1e-6, atol: solver?.atol ?? 1e-9 },
  };
}
