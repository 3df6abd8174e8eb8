import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { Twin } from '@twinloom/runtime/run/twin';

/** A tank held at 2 m by a PID and a valve, which is one model with the tank and the mains: its flow depends on its opening at once. */
function loop(delay?: Record<string, unknown>): Flow {
  return {
    twinloom: 1,
    nodes: {
      setpoint: { type: 'sources/constant', params: { value: 2, unit: 'm' } },
      mains: { type: 'physics/reservoir', params: { outletDepth: 10 } },
      tank: { type: 'physics/tank', params: { area: 1, orifice: 0.001, initialLevel: 1 } },
      meter: { type: 'transforms/low-pass', params: { timeConstant: 1 } },
      control: { type: 'physics/pid', params: { gain: 2, integralTime: 100, low: 0, high: 1, unit: '1' } },
      valve: { type: 'physics/valve', params: { kv: 50 } },
      ...(delay && { before: { type: 'transforms/delay', params: delay } }),
    },
    edges: [
      'setpoint.value -> control.setpoint',
      'mains.pressure -> valve.pressureDrop',
      'valve.flow -> mains.outflow',
      'tank.level -> meter.in',
      'meter.out -> control.measurement',
      ...(delay
        ? ['control.out -> before.in', 'before.out -> valve.opening']
        : ['control.out -> valve.opening']),
      'valve.flow -> tank.inflow',
    ],
  };
}

describe('a control loop through a model that answers at once', () => {
  it('is named where each waits for the one before, with what to do', () => {
    for (const flow of [loop(), loop({})]) {
      const { diagnostics } = compileFlow(flow, catalog);
      const [waits] = diagnostics.filter(({ code }) => code === 'never-begins');
      expect(waits?.severity).toBe('warning');
      expect(waits?.at.map(({ node }) => node)).toEqual(expect.arrayContaining(['meter', 'control']));
      expect(waits?.remedy).toBe('Put a Delay with an initial value on one of these edges.');
    }
  });

  it.each([{ initial: 0 }, { initial: 0.5, time: '0.3 s' }])(
    'begins with a delay of %j, and holds its level',
    (delay) => {
      const { plan, diagnostics } = compileFlow(loop(delay), catalog);
      expect(diagnostics).toEqual([]);
      const levels = [false, true].map((interpreted) => {
        const twin = new Twin(plan!, { id: 'a', interpreted });
        twin.advance(0.1);
        expect(twin.value(twin.portIndex('tank.level'))).toBe(1);
        twin.advance(3000);
        return twin.value(twin.portIndex('tank.level'));
      });
      expect(levels[0]).toBeCloseTo(2, 3);
      expect(levels[1]).toBe(levels[0]);
    },
  );
});
