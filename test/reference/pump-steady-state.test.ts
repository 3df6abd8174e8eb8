import { describe, expect, it } from 'vitest';
import { twinOf, valueOf } from './run-flow.ts';

const G = 9.80665;
const PUMP = { ratedSpeed: '1450 1/min', ratedFlow: '18 m3/h', ratedHead: 15, shutoffHead: 20 };
const LINE = { length: 120, diameter: 0.08, frictionFactor: 0.02, lossCoefficient: 6, lift: 10 };
const TANK = { area: 0.3, orifice: 0.00166, dischargeCoefficient: 0.62 };

/** H_pump = H₀·r² − k·Q² */
const CURVE = (20 - 15) / (18 / 3600) ** 2;
/** H_system = lift + R·Q² */
const RESISTANCE = ((0.02 * 120) / 0.08 + 6) / (2 * G * ((Math.PI * 0.08 ** 2) / 4) ** 2);

const relative = (got: number, expected: number): number => Math.abs(got / expected - 1);

describe('steady state of pump and line', () => {
  it.each([1450, 1650])('at %i 1/min lies where the pump curve crosses the system curve', (speed) => {
    const twin = twinOf({
      nodes: {
        speed: { type: 'sources/constant', params: { value: speed, unit: '1/min' } },
        pump: { type: 'physics/pump', params: PUMP },
        pipe: { type: 'physics/pipe', params: LINE },
      },
      edges: ['speed.value -> pump.speed', 'pipe.flow -> pump.flow', 'pump.head -> pipe.head'],
    });
    twin.advance(300);
    const shutoff = 20 * (speed / 1450) ** 2;
    const flow = Math.sqrt((shutoff - 10) / (CURVE + RESISTANCE));
    expect(relative(valueOf(twin, 'pipe.flow'), flow)).toBeLessThan(1e-6);
    expect(relative(valueOf(twin, 'pump.head'), shutoff - CURVE * flow ** 2)).toBeLessThan(1e-6);
    expect(relative(valueOf(twin, 'pump.head'), 10 + RESISTANCE * flow ** 2)).toBeLessThan(1e-6);
  });

  it.each([1450, 1650])('at %i 1/min has the tank drain what the pump delivers', (speed) => {
    const twin = twinOf({
      nodes: {
        speed: { type: 'sources/constant', params: { value: speed, unit: '1/min' } },
        pump: { type: 'physics/pump', params: PUMP },
        pipe: { type: 'physics/pipe', params: LINE },
        tank: { type: 'physics/tank', params: TANK },
      },
      edges: [
        'speed.value -> pump.speed',
        'pipe.flow -> pump.flow',
        'pump.head -> pipe.head',
        'pipe.flow -> tank.inflow',
        'tank.level -> pipe.backHead',
      ],
    });
    twin.advance(7200);
    // The level stands at Q²/(2·g·(C_d·a)²) and so adds to the system curve.
    const back = 1 / (2 * G * (0.62 * 0.00166) ** 2);
    const flow = Math.sqrt((20 * (speed / 1450) ** 2 - 10) / (CURVE + RESISTANCE + back));
    expect(relative(valueOf(twin, 'pipe.flow'), flow)).toBeLessThan(1e-6);
    expect(relative(valueOf(twin, 'tank.drain'), flow)).toBeLessThan(1e-6);
    expect(relative(valueOf(twin, 'tank.level'), back * flow ** 2)).toBeLessThan(1e-6);
  });

  it('delivers nothing where the shut-off head does not reach the lift', () => {
    const twin = twinOf({
      nodes: {
        speed: { type: 'sources/constant', params: { value: 1000, unit: '1/min' } },
        pump: { type: 'physics/pump', params: PUMP },
        pipe: { type: 'physics/pipe', params: LINE },
      },
      edges: ['speed.value -> pump.speed', 'pipe.flow -> pump.flow', 'pump.head -> pipe.head'],
    });
    twin.advance(60);
    expect(valueOf(twin, 'pipe.flow')).toBe(0);
    expect(valueOf(twin, 'pump.head')).toBeCloseTo(20 * (1000 / 1450) ** 2, 9);
  });
});
