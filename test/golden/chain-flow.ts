import { z } from 'zod';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Plan } from '@twinloom/runtime/compile/plan';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { Catalog } from '@twinloom/runtime/node/catalog';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { boolean, number } from '@twinloom/runtime/node/ports';
import { UNCERTAIN } from '@twinloom/runtime/signal/quality';
import type { ParamsOf, Pick } from './random-flow.ts';

/** Own code with a whim for each stretch of its input: whatever a step may say, do or leave out. */
export const moodyNode = defineNode({
  type: 'transforms/trial-moody',
  version: 1,
  title: 'Moody',
  icon: 'dot',
  docs: 'Does what own code may do.',
  params: z.object({}),
  inputs: { in: number('1'), is: boolean({ optional: true, awaited: false }) },
  outputs: { out: number('1'), high: boolean(), rest: number('1') },
  states: { sum: { unit: '1', initial: 0.25 }, last: { unit: '1', length: () => 2 } },
  step: (y, x, u, _p, instant) => {
    const value = u.in;
    x.sum += value * (u.is === true ? 2 : 1) + instant.dt;
    x.last[1] = x.last[0]!;
    x.last[0] = instant.first ? 1 : value;
    if (value > 4) throw new Error('too high');
    if (value < -4) instant.lack('rest', 'it is too low');
    else y.rest = value < -3 ? Number.NaN : x.sum - x.last[1]!;
    if (value > 3) x.sum = Infinity;
    if (value > 2 && value < 2.5) instant.mark(UNCERTAIN, 'out');
    if (value > 1 && value < 1.5) instant.mark(UNCERTAIN);
    if (value > 0 && value < 0.2) instant.note('info', `it is ${value}`);
    if (value > 0.5 && value < 0.75) instant.wakeAt(instant.t + 0.05);
    if (value < -2.5) instant.mark(instant.quality('is'));
    if (value > -1 || value < -1.5) y.out = x.last[0] + x.last[1]!;
    if (value !== 0) y.high = (value > -2 && value < -1.8 ? 1 : value > instant.random()) as boolean;
  },
});

/** A flow of one source, or two, and nodes that all hang on it: the generated functions run them as blocks. */
export interface ChainFlow {
  flow: Flow;
  plan: Plan;
}

const MOST_NODES = 12;
const TRIES = 3;

/** A chain of nodes of these types. Each takes what one of the last few before it says. */
export function chainFlow(
  pick: Pick,
  types: readonly string[],
  catalog: Catalog,
  paramsOf: ParamsOf,
): ChainFlow | undefined {
  const sources = pick.below(3) === 0 ? ['s0', 's1'] : ['s0'];
  const heard = sources.map((id) => [
    id,
    { type: 'sources/mqtt', params: { topic: id, unit: '1', staleAfter: '2 s' } },
  ]);
  let flow: Flow = { twinloom: 1, nodes: Object.fromEntries(heard) as Flow['nodes'], edges: [] };
  let outputs = sources.map((id) => `${id}.value`);
  const count = 3 + pick.below(MOST_NODES - 2);
  for (let i = 0; i < count; i++) {
    const type = pick.of(types);
    const node = { type, params: paramsOf(type, pick) };
    for (let n = 0; n < TRIES; n++) {
      const edges = Object.entries(catalog.get(type)!.inputs)
        .filter(([, port]) => (port.default === undefined && port.optional !== true) || pick.below(2) === 0)
        .map(([input]) => `${pick.of(outputs.slice(-6))} -> n${i}.${input}`);
      const tried = {
        ...flow,
        nodes: { ...flow.nodes, [`n${i}`]: node },
        edges: [...flow.edges!, ...edges],
      };
      if (compileFlow(tried, catalog).diagnostics.some(({ severity }) => severity === 'error')) continue;
      flow = tried;
      outputs = [...outputs, ...Object.keys(catalog.get(type)!.outputs).map((name) => `n${i}.${name}`)];
      break;
    }
  }
  const { plan } = compileFlow(flow, catalog);
  return plan && { flow, plan };
}
