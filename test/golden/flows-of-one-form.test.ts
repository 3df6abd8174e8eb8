import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow, type Compiled } from '@twinloom/runtime/compile/compile';
import type { Plan } from '@twinloom/runtime/compile/plan';
import { sourceOf } from '@twinloom/runtime/emit/generate';
import type { Flow, FlowNode } from '@twinloom/runtime/graph/flow';
import { catalogOf } from '@twinloom/runtime/node/catalog';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { Twin } from '@twinloom/runtime/run/twin';
import { randomFlow, tablesFor, type RandomFlow } from './random-flow.ts';
import { paramsOf } from './random-params.ts';
import { trialNodes } from './trial-nodes.ts';

const FLOWS = 50;
const VARIANTS = 7;
const everything = catalogOf([...catalog.values(), ...trialNodes]);

const FACTORS = [2, 0.5, -1, 0, 1.25];

/** The flow with other values of some of its params: mostly numbers, now and then anything. */
function varied(flow: Flow, random: RandomStream): Flow {
  const nodes = Object.entries(flow.nodes).map(([id, node]) => {
    const params = Object.entries(node.params ?? {}).map(([name, value]) => [name, changed(value, random)]);
    return [id, { ...node, params: Object.fromEntries(params) as FlowNode['params'] }];
  });
  return { ...flow, nodes: Object.fromEntries(nodes) as Flow['nodes'] };
}

function changed(value: unknown, random: RandomStream): unknown {
  if (random.uniform() > 0.3) return value;
  const factor = FACTORS[Math.floor(random.uniform() * FACTORS.length)]!;
  if (typeof value === 'number') return value * factor;
  if (typeof value === 'boolean') return !value;
  return random.uniform() < 0.02 ? undefined : value;
}

const bits = new DataView(new ArrayBuffer(8));

function exact(value: number): string {
  bits.setFloat64(0, value);
  return Number.isNaN(value) ? 'NaN' : bits.getBigUint64(0).toString(16);
}

/** All of a plan that can be written, numbers as their bits; `definition` and the form itself are other objects in another catalog. */
function written(plan: Plan): string {
  return JSON.stringify({ ...plan, form: undefined }, (key, value: unknown) => {
    if (key === 'definition') return (value as { type: string }).type;
    if (key === 'evaluate') return undefined;
    if (value instanceof Float64Array) return Array.from(value, exact);
    return typeof value === 'number' ? exact(value) : value;
  });
}

/** Everything that can be seen of a run. */
function record(plan: Plan, { deliveries }: RandomFlow): string[] {
  const seen: string[] = [];
  const twin = new Twin(plan, {
    id: 'trial',
    onEmit: ({ node, bytes, t }) => seen.push(`${node} sends ${new TextDecoder().decode(bytes)} at ${t}`),
    onNotice: ({ node, t, says }) => seen.push(`${node} says ${says} at ${t}`),
    onInstant: (at) => {
      for (const port of at.takeChanged())
        seen.push(`${at.t} ${plan.ports[port]!.port} ${exact(at.value(port))} ${at.quality(port)}`);
    },
  });
  for (const { at, inputs } of deliveries) twin.deliver(at, inputs);
  twin.advance((deliveries.at(-1)?.at ?? 0) + 5);
  return [...seen, JSON.stringify(twin.snapshot()), JSON.stringify(twin.status())];
}

/** All that is known of a compiled flow, and of how it runs. */
function told({ plan, diagnostics }: Compiled, random: RandomFlow): string[] {
  const about = diagnostics.map((diagnostic) => JSON.stringify(diagnostic));
  return plan ? [...about, written(plan), sourceOf(plan), ...record(plan, random)] : about;
}

describe('flows of one form', () => {
  it(`are what each would be by itself, in ${VARIANTS} variants of ${FLOWS} random flows`, () => {
    let [flows, shared, apart, refused] = [0, 0, 0, 0];
    for (let k = 0; flows < FLOWS; k++) {
      const random = randomFlow(k, everything, paramsOf);
      if (!random) continue;
      flows++;
      const stream = new RandomStream(k, 'variants');
      const forms: object[] = [];
      for (let i = 0; i < VARIANTS; i++) {
        const flow = varied(random.flow, stream);
        const tables = tablesFor(flow, everything);
        const warm = compileFlow(flow, everything, {}, tables);
        // Nothing was made for a catalog that is new.
        const cold = compileFlow(flow, new Map(everything), {}, tables);
        const [said, wanted] = [told(warm, random), told(cold, random)];
        if (said.join('\n') !== wanted.join('\n'))
          expect(said, `flow ${k}: ${JSON.stringify(flow)}`).toEqual(wanted);
        if (!warm.plan) refused++;
        else if (forms.includes(warm.plan.form)) shared++;
        else apart++;
        if (warm.plan) forms.push(warm.plan.form);
      }
    }
    // Each of these happens often enough to say something.
    expect(Math.min(shared, apart, refused)).toBeGreaterThan(FLOWS / 2);
  }, 300_000);
});
