import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import { Twin } from '@twinloom/runtime/run/twin';
import { FLAGS, inputOf, machine } from './flow.ts';

/** Many twins of the machine: `tick` gives each its sample at second k, runs it, and sums up what comes out. */
export interface Fleet {
  tick(k: number): number;
}

export type MakeFleet = (count: number) => Fleet;

/** The product's twins. */
export const ourFleet: MakeFleet = (count) => {
  const { flow } = parseFlow(machine);
  const { plan, diagnostics } = compileFlow(flow!, catalog);
  if (!plan) throw new Error(diagnostics.map(({ says }) => says).join('\n'));
  const twins = Array.from({ length: count }, (_, i) => new Twin(plan, { id: `m${i}` }));
  const total = twins[0]!.portIndex('total.out');
  const flags = FLAGS.map(([port, weight]) => [twins[0]!.portIndex(port), weight] as const);
  return {
    tick(k) {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const twin = twins[i]!;
        twin.deliver(k, [{ node: 'u', value: inputOf(i, k) }]);
        sum += twin.value(total);
        for (let j = 0; j < flags.length; j++) sum += twin.value(flags[j]![0]) * flags[j]![1];
      }
      return sum;
    },
  };
};
