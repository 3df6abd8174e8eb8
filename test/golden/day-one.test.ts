import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { EXAMPLE_NODE, exampleFlow } from '@twinloom/runtime/graph/example-flow';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { Twin } from '@twinloom/runtime/run/twin';

const shadow = (initialFrom?: string): Flow => ({
  twinloom: 1,
  nodes: {
    gauge: { type: 'sources/mqtt', params: { topic: 'level', unit: 'm', staleAfter: 'never' } },
    inflow: { type: 'sources/mqtt', params: { topic: 'inflow', unit: 'L/s', staleAfter: 'never' } },
    tank: { type: 'physics/tank', params: { area: '2 m2', ...(initialFrom && { initialFrom }) } },
    apart: {
      type: 'transforms/expression',
      params: { inputs: ['real', 'model'], expression: 'abs(real - model)' },
    },
    alarm: { type: 'sinks/alarm', params: { above: '10 cm' } },
  },
  edges: [
    'inflow.value -> tank.inflow',
    'gauge.value -> apart.real',
    'tank.level -> apart.model',
    'apart.out -> alarm.in',
  ],
});

/** A tank that stands at 1.8 m and gets 2 l/s into 2 m², for ten minutes, as its gauge says it each second. */
function firstDay(flow: Flow): { level: number; raised: number } {
  const { plan, diagnostics } = compileFlow(flow, catalog);
  expect(diagnostics).toEqual([]);
  let raised = 0;
  const twin = new Twin(plan!, {
    id: 'day-one',
    onNotice: ({ says }) => (raised += says.startsWith('raised') ? 1 : 0),
  });
  for (let t = 0; t <= 600; t++) {
    twin.deliver(t, [
      { node: 'gauge', value: 1.8 + 0.001 * t },
      { node: 'inflow', value: 2 },
    ]);
  }
  return { level: twin.value(twin.portIndex('tank.level')), raised };
}

describe('a twin on its first day', () => {
  it('starts where its tank stands, follows it, and raises no alarm', () => {
    const { level, raised } = firstDay(shadow('gauge.value'));
    expect(level).toBeCloseTo(2.4, 6);
    expect(raised).toBe(0);
  });

  it('is apart from its tank where it starts empty, and says so', () => {
    expect(firstDay(shadow())).toMatchObject({ raised: 1 });
  });

  const anchored = [...catalog.values()].filter(
    ({ descriptor }) => descriptor.params.initialFrom?.widget === 'flow-port',
  );

  it.each(anchored.map((node) => [node.type, node.descriptor] as const))(
    'starts %s where its port stands, in its own unit',
    (_, descriptor) => {
      const example = exampleFlow(descriptor)!;
      const own = example.nodes[EXAMPLE_NODE]!;
      const declared = descriptor.params.initialFrom?.unit ?? '';
      const unit = declared.startsWith('like:') ? '' : declared;
      const { plan, diagnostics } = compileFlow(
        {
          ...example,
          nodes: {
            ...example.nodes,
            [EXAMPLE_NODE]: { ...own, params: { ...own.params, initialFrom: 'probe.value' } },
            probe: { type: 'sources/constant', params: { value: 0.4, ...(unit && { unit }) } },
          },
        },
        catalog,
      );
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      const twin = new Twin(plan!, { id: 'trial' });
      twin.advance(0);
      const state = plan!.nodes.find(({ id }) => id === EXAMPLE_NODE)!.states.find(({ anchor }) => anchor)!;
      expect(twin.snapshot().nodes[EXAMPLE_NODE]?.states[state.name]).toEqual([0.4]);
    },
  );

  it('starts single states of equations and of a state space at ports', () => {
    const { plan, diagnostics } = compileFlow(
      {
        twinloom: 1,
        nodes: {
          level: { type: 'sources/constant', params: { value: 150, unit: 'cm' } },
          other: { type: 'sources/constant', params: { value: -3, unit: '1' } },
          model: {
            type: 'physics/equations',
            params: {
              states: {
                h: { initial: 9, unit: 'm', initialFrom: 'level.value' },
                v: { initial: 2, unit: 'm/s' },
              },
              equations: ['der(h) = v', 'der(v) = 0'],
              constants: {},
            },
          },
          linear: {
            type: 'physics/state-space',
            params: {
              A: [
                [0, 1],
                [-1, 0],
              ],
              B: [[0], [1]],
              C: [[1, 0]],
              initial: [5, 6],
              initialFrom: ['', 'other.value'],
            },
          },
        },
        edges: ['other.value -> linear.in'],
      },
      catalog,
    );
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const twin = new Twin(plan!, { id: 'trial' });
    twin.advance(0);
    const { nodes } = twin.snapshot();
    expect([nodes.model?.states, nodes.linear?.states]).toEqual([
      { h: [1.5], v: [2] },
      { x1: [5], x2: [-3] },
    ]);
  });

  it('starts a transfer function at rest at what is measured', () => {
    const { plan, diagnostics } = compileFlow(
      {
        twinloom: 1,
        nodes: {
          power: { type: 'sources/constant', params: { value: 0, unit: 'kW' } },
          sensor: { type: 'sources/constant', params: { value: 40, unit: 'Cel' } },
          oven: {
            type: 'physics/transfer-function',
            params: { numerator: [1, 8], denominator: [2, 6, 4], unit: 'Cel', initialFrom: 'sensor.value' },
          },
        },
        edges: ['power.value -> oven.in'],
      },
      catalog,
    );
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const twin = new Twin(plan!, { id: 'oven' });
    const out = () => twin.value(twin.portIndex('oven.out'));
    twin.advance(0);
    expect(out()).toBeCloseTo(40, 12);
    // x₁(0) = 2/8·40 = 10, x₂(0) = 0, poles −1 and −2: y = (8·x₁ + x₂)/2 with x₁ = 20e^(−t) − 10e^(−2t), x₂ = x₁'.
    twin.advance(1);
    const [slow, fast] = [Math.exp(-1), Math.exp(-2)];
    expect(out()).toBeCloseTo((8 * (20 * slow - 10 * fast) + (-20 * slow + 20 * fast)) / 2, 5);
  });
});
