import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { Twin, type TwinOptions } from '@twinloom/runtime/run/twin';

/**
 * A ball under a lift, whose bounces a counter outside counts; from the third on a switch outside opens a valve, and the tank beside the
 * ball's energy, in the same island, runs out by it.
 */
const FLOW: Flow = {
  twinloom: 1,
  clock: { tick: '100ms' },
  nodes: {
    lift: {
      type: 'sources/waveform',
      params: { shape: 'square', amplitude: 2, period: '7 s', every: '1 s' },
    },
    ball: {
      type: 'physics/equations',
      params: {
        inputs: { lift: {}, damp: { default: 0 } },
        constants: { g: 9.81, e: 0.8 },
        states: { h: 1, v: 0, bounces: 0, z: { initial: 1, algebraic: true } },
        equations: ['der(h) = v', 'der(v) = lift - g - damp*v', 'der(bounces) = 0', '0 = z^3 + z - h'],
        events: [{ when: 'h', direction: 'falling', set: { h: '0', v: '-e*v', bounces: 'bounces + 1' } }],
      },
    },
    third: { type: 'transforms/compare', params: { threshold: 2.5 } },
    damping: {
      type: 'transforms/expression',
      params: { inputs: ['on'], expression: 'if(on, 3, 0)', unit: '1' },
    },
    follower: { type: 'physics/integrator', params: {} },
  },
  edges: [
    'lift.value -> ball.lift',
    'ball.bounces -> third.in',
    'third.out -> damping.on',
    'damping.out -> ball.damp',
    'ball.z -> follower.in',
  ],
};

interface Row {
  t: number;
  values: unknown[];
}

function follow(rows: Row[], options: Partial<TwinOptions> = {}): TwinOptions {
  return {
    id: 'ball',
    ...options,
    onInstant: (twin) =>
      rows.push({
        t: twin.t,
        values: twin.plan.ports.map((_, port) => [twin.value(port), twin.quality(port), twin.isFresh(port)]),
      }),
  };
}

const { plan, diagnostics } = compileFlow(FLOW, catalog);

describe('a flow with events', () => {
  it('is right', () => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan!.islands.length).toBe(1);
  });

  it('answers a bounce outside at once: what it brings about counts from then on', () => {
    const rows: Row[] = [];
    new Twin(plan!, follow(rows)).advance(4);
    const column = (port: string) => plan!.ports.findIndex((one) => one.port === port);
    const at = (row: Row, port: string) => (row.values[column(port)] as [number])[0];
    const third = rows.find((row) => at(row, 'ball.bounces') === 3)!;
    expect(Number.isInteger(third.t * 10)).toBe(false);
    expect(at(third, 'damping.out')).toBe(3);
    // With the damping on from the bounce, v falls as dv/dt = a − 3v from there to the next tick.
    const next = rows[rows.indexOf(third) + 1]!;
    const pull = at(third, 'lift.value') - 9.81;
    const since = next.t - third.t;
    const wanted = pull / 3 + (at(third, 'ball.v') - pull / 3) * Math.exp(-3 * since);
    expect(at(next, 'ball.v')).toBeCloseTo(wanted, 5);
  });

  it('does the same by functions as by walking the plan, bit for bit', () => {
    const functions: Row[] = [];
    const walked: Row[] = [];
    new Twin(plan!, follow(functions)).advance(12);
    new Twin(plan!, follow(walked, { interpreted: true })).advance(12);
    expect(functions).toEqual(walked);
    expect(functions.length).toBeGreaterThan(130);
  });

  it('goes on bit for bit from a snapshot at any instant and between', () => {
    const whole: Row[] = [];
    new Twin(plan!, follow(whole)).advance(6);
    for (let k = 0; k < 40; k++) {
      const until = 0.3 + k * 0.137;
      const rows: Row[] = [];
      const first = new Twin(plan!, follow(rows));
      first.advance(until);
      const snapshot = JSON.parse(JSON.stringify(first.snapshot()));
      Twin.restore(plan!, snapshot, follow(rows)).advance(6);
      expect(rows).toEqual(whole);
    }
  });
});
