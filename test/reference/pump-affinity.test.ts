import { describe, expect, it } from 'vitest';
import { readReferenceFigures } from './reference-data.ts';
import { twinOf, valueOf } from './run-flow.ts';

interface Figures {
  pump_affinity_plus15pct: { Q: number; H: number; P: number };
}

const figures = readReferenceFigures() as Figures | undefined;

describe('affinity laws', () => {
  it.skipIf(!figures)('15 % more speed gives the published factors of flow, head and power', () => {
    const factor = figures!.pump_affinity_plus15pct;
    const slow = workingPoint(1450);
    const fast = workingPoint(1450 * 1.15);
    expect(fast.flow / slow.flow).toBeCloseTo(factor.Q, 6);
    expect(fast.head / slow.head).toBeCloseTo(factor.H, 6);
    expect(fast.power / slow.power).toBeCloseTo(factor.P, 6);
    expect(fast.efficiency / slow.efficiency).toBeCloseTo(1, 6);
  });
});

/** Steady working point on a line without lift, whose curve H = R·Q² goes through points of equal efficiency. */
function workingPoint(speed: number) {
  const twin = twinOf({
    nodes: {
      speed: { type: 'sources/constant', params: { value: speed, unit: '1/min' } },
      pump: { type: 'physics/pump', params: { ratedSpeed: '1450 1/min' } },
      pipe: { type: 'physics/pipe', params: { lift: 0 } },
    },
    edges: ['speed.value -> pump.speed', 'pipe.flow -> pump.flow', 'pump.head -> pipe.head'],
  });
  twin.advance(300);
  return {
    flow: valueOf(twin, 'pipe.flow'),
    head: valueOf(twin, 'pump.head'),
    power: valueOf(twin, 'pump.power'),
    efficiency: valueOf(twin, 'pump.efficiency'),
  };
}
