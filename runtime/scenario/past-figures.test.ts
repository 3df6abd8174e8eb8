import { expect, it } from 'vitest';
import { compileFlow } from '../compile/compile.ts';
import { compileKpis } from '../compile/kpi.ts';
import type { Plan } from '../compile/plan.ts';
import type { Flow } from '../graph/flow.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { number } from '../node/ports.ts';
import type { LogEntry } from '../run/log-entry.ts';
import { Twin } from '../run/twin.ts';
import { z } from 'zod';
import { KpiMeter } from './kpi-meter.ts';
import { pastFigures } from './past-figures.ts';

const decay = defineNode({
  type: 'physics/decay',
  version: 1,
  title: 'Decay',
  docs: 'Falls as exp(-t/1000).',
  icon: 'dot',
  params: z.object({}),
  inputs: {},
  outputs: { level: number('m') },
  states: { h: { unit: 'm', initial: 1 } },
  equations: ['der(h) = -h/1000', 'level = h'],
});
const flow: Flow = {
  twinloom: 1,
  nodes: { tank: { type: 'physics/decay' } },
  kpis: { mean: { expression: 'mean(tank.level)' }, last: { expression: 'last(tank.level)' } },
};

const planOf = (): Plan => {
  const { plan } = compileFlow(flow, catalogOf([decay]), { twin: 't' });
  if (!plan) throw new Error('it does not compile');
  return plan;
};

it.each([
  ['before it stood still', 5],
  ['while it stood still', 300],
])('figures that begin %s have nothing in them of ticks that nobody ran', (_, from) => {
  const plan = planOf();
  const kpis = compileKpis(flow.kpis, plan.ports, new Map(), []);
  const entries: LogEntry[] = [];
  const live = new Twin(plan, { id: 't', onEntry: (entry) => entries.push(entry) });
  const snapshot = live.snapshot();
  live.advance(10);
  live.mark(10);
  live.advance(610, true);
  live.advance(620);
  expect(entries.map(({ kind }) => kind)).toContain('merge');

  const folding = pastFigures({ plan, twin: 't', snapshot, entries, from, to: 620 }, kpis);
  let step = folding.next();
  while (!step.done) step = folding.next();
  expect(step.value.last!.value).toBe(live.value(plan.ports.findIndex(({ port }) => port === 'tank.level')));
});

it('figures of a past of many ticks make room between, and come to what one go comes to', () => {
  const plan = planOf();
  const kpis = compileKpis(flow.kpis, plan.ports, new Map(), []);
  const snapshot = new Twin(plan, { id: 't' }).snapshot();
  const [from, to] = [200.03, 1_200.03];

  const folding = pastFigures({ plan, twin: 't', snapshot, entries: [], from, to }, kpis);
  let breaths = 0;
  let step = folding.next();
  for (; !step.done; step = folding.next()) breaths++;
  expect(breaths).toBeGreaterThan(30);

  const seen: KpiMeter[] = [];
  const twin = Twin.restore(plan, snapshot, {
    id: 't',
    onInstant: (at) => seen[0]?.observe(at, at.t - from),
  });
  twin.advance(from);
  seen.push(new KpiMeter(kpis, twin, [], { seconds: to - from, points: 1 }));
  twin.advance(to);
  expect(step.value).toEqual(seen[0]!.results(to - from));
  expect(step.value.last!.value).toBeCloseTo(Math.exp(-1.2), 4);
});
