import type { Plan } from '../compile/plan.ts';

/** What may begin a chain of nodes that run in one instant: something is put on a source that listens, the flow's tick comes. */
export interface ReachedBy {
  input: boolean;
  tick: boolean;
}

/** For each node of a plan, which of them can make it run, over whatever edges lead to it. Anything else that does is no matter here. */
export function reachedBy({ nodes, ports }: Plan): ReachedBy[] {
  const owner = new Int32Array(ports.length).fill(-1);
  for (const { index, outputs } of nodes) for (const { port } of outputs) owner[port] = index;
  const found = nodes.map(({ definition, period }) => ({
    input: definition.listen !== undefined,
    tick: period === 0,
  }));
  for (let grew = true; grew;) {
    grew = false;
    for (const { index, inputs } of nodes) {
      const one = found[index]!;
      for (const { from } of inputs) {
        const before = from < 0 ? undefined : found[owner[from]!];
        if (!before) continue;
        if ((before.input && !one.input) || (before.tick && !one.tick)) grew = true;
        one.input ||= before.input;
        one.tick ||= before.tick;
      }
    }
  }
  return found;
}
