import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import { Twin } from '@twinloom/runtime/run/twin';
import type { Contender } from '../measure/rounds.ts';
import type { BenchFlow } from './flows.ts';
import { CYCLE, payloads, values } from './inputs.ts';

const SAMPLE_SECONDS = 0.001;

/** The product's engine on a flow file: a delivery a sample, by the clock. */
export function ourNumbers(flow: BenchFlow): Contender {
  const { twin, results } = runningTwin(flow);
  let k = 0;
  return {
    name: 'twinloom',
    run(units) {
      let sum = 0;
      for (let unit = 0; unit < units; unit++) {
        sum = 0;
        for (let i = 0; i < CYCLE; i++) {
          twin.deliver(k++ * SAMPLE_SECONDS, [{ node: 'speed', value: values[i] }]);
          for (let j = 0; j < results.length; j++) sum += twin.value(results[j]!);
        }
      }
      return sum;
    },
  };
}

/** The same from the bytes of a payload on, decoded as the source does it. */
export function ourJson(flow: BenchFlow): Contender {
  const { twin, results } = runningTwin(flow);
  const { node, decode } = twin.plan.sources[0]!;
  let k = 0;
  return {
    name: 'twinloom',
    run(units) {
      let sum = 0;
      for (let unit = 0; unit < units; unit++) {
        sum = 0;
        for (let i = 0; i < CYCLE; i++) {
          twin.deliver(k++ * SAMPLE_SECONDS, [{ node, ...decode(payloads[i]!) }]);
          for (let j = 0; j < results.length; j++) sum += twin.value(results[j]!);
        }
      }
      return sum;
    },
  };
}

function runningTwin({ document, results }: BenchFlow): { twin: Twin; results: readonly number[] } {
  const { flow, diagnostics: unread } = parseFlow(document);
  const { plan, diagnostics } = flow ? compileFlow(flow, catalog) : { diagnostics: unread };
  if (!plan) throw new Error(diagnostics.map(({ says }) => says).join('\n'));
  const twin = new Twin(plan, { id: 'pump-07' });
  return { twin, results: results.map((port) => twin.portIndex(port)) };
}
