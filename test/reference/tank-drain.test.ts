import { describe, expect, it } from 'vitest';
import { twinOf, valueOf } from './run-flow.ts';

const TICK = 0.1;
const tankAt = (time: number): number => {
  const twin = twinOf({
    nodes: {
      inflow: { type: 'sources/constant', params: { value: 0, unit: 'm3/s' } },
      tank: {
        type: 'physics/tank',
        params: { area: 1, orifice: 0.01, dischargeCoefficient: 0.6, initialLevel: 1 },
      },
    },
    edges: ['inflow.value -> tank.inflow'],
  });
  twin.advance(time);
  return valueOf(twin, 'tank.level');
};

describe('a tank of 1 m² that drains from 1 m through 0.01 m² with Cd 0.6', () => {
  it('stands at 0.0411423 m after 60 s', () => {
    expect(tankAt(60)).toBeCloseTo(0.0411423, 7);
  });

  it('is empty at 75.267 s, to one tick', () => {
    expect(tankAt(75.2 - TICK)).toBeGreaterThan(1e-6);
    expect(tankAt(75.3 + TICK)).toBeLessThan(1e-6);
  });
});
