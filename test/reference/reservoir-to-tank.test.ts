import { describe, expect, it } from 'vitest';
import { twinOf, valueOf } from './run-flow.ts';

const G = 9.80665;
const RHO = 998.2;
const KV = 40;
/** Head lost in the valve is 1 bar/(ρ₀·g)·(Q/Kv)², Q in m³/s: ρ₀ = 999.1 kg/m³ is that of IEC 60534. */
const VALVE = 1e5 / (999.1 * G * (KV / 3600) ** 2);
/** Of a tank, Q²/(2·g·(C_d·a)²) stands above the orifice. */
const TANK = 1 / (2 * G * (0.62 * 0.002) ** 2);

const relative = (got: number, expected: number): number => Math.abs(got / expected - 1);
const tank = { type: 'physics/tank', params: { area: 0.2, orifice: 0.002, dischargeCoefficient: 0.62 } };
const valve = { type: 'physics/valve', params: { kv: KV, characteristic: 'linear', density: RHO } };

describe('from a reservoir to a tank', () => {
  it('through a valve into the air, by its own head: Kv·√(p/1 bar·ρ₀/ρ), and as much is drawn', () => {
    const twin = twinOf({
      nodes: {
        reservoir: { type: 'physics/reservoir', params: { outletDepth: 3, density: RHO } },
        valve,
        tank,
      },
      edges: [
        'reservoir.pressure -> valve.pressureDrop',
        'valve.flow -> tank.inflow',
        'valve.flow -> reservoir.outflow',
      ],
    });
    twin.advance(3600);
    const flow = Math.sqrt(3 / VALVE);
    expect(relative(valueOf(twin, 'valve.flow'), flow)).toBeLessThan(1e-9);
    expect(relative(valueOf(twin, 'tank.drain'), flow)).toBeLessThan(1e-6);
    expect(relative(valueOf(twin, 'reservoir.drawn'), flow * 3600)).toBeLessThan(1e-6);
  });

  it('through a pump, a pipe, a vessel and a valve, where the heads add up', () => {
    const twin = twinOf({
      nodes: {
        reservoir: { type: 'physics/reservoir', params: { outletDepth: 2, density: RHO } },
        speed: { type: 'sources/constant', params: { value: 1450, unit: '1/min' } },
        pump: {
          type: 'physics/pump',
          params: { ratedSpeed: '1450 1/min', ratedFlow: '18 m3/h', ratedHead: 15, shutoffHead: 20 },
        },
        // Suction head and what the pump adds.
        discharge: {
          type: 'transforms/expression',
          params: { inputs: ['suction', 'pump'], expression: 'suction + pump' },
        },
        pipe: {
          type: 'physics/pipe',
          params: { length: 120, diameter: 0.08, frictionFactor: 0.02, lossCoefficient: 6, lift: 8 },
        },
        // The pipe sets the flow up to here, the valve from here: the level of a small vessel stands between them.
        vessel: { type: 'physics/tank', params: { area: 0.02 } },
        drop: {
          type: 'transforms/expression',
          params: { inputs: ['before', 'behind'], expression: 'before - behind' },
        },
        pressure: { type: 'transforms/gain', params: { gain: RHO * G, unit: 'Pa' } },
        valve,
        tank,
        drained: { type: 'physics/integrator' },
      },
      edges: [
        'tank.drain -> drained.in',
        'speed.value -> pump.speed',
        'reservoir.head -> discharge.suction',
        'pump.head -> discharge.pump',
        'discharge.out -> pipe.head',
        'pipe.flow -> pump.flow',
        'pipe.flow -> reservoir.outflow',
        'pipe.flow -> vessel.inflow',
        'vessel.level -> pipe.backHead',
        'vessel.level -> drop.before',
        'tank.level -> drop.behind',
        'drop.out -> pressure.in',
        'pressure.out -> valve.pressureDrop',
        'valve.flow -> vessel.outflow',
        'valve.flow -> tank.inflow',
      ],
    });
    twin.advance(3600);
    // 2 + 20 − k·Q² = 8 + R·Q² + valve·Q² + tank·Q²
    const curve = 5 / (18 / 3600) ** 2;
    const line = ((0.02 * 120) / 0.08 + 6) / (2 * G * ((Math.PI * 0.08 ** 2) / 4) ** 2);
    const flow = Math.sqrt((2 + 20 - 8) / (curve + line + VALVE + TANK));
    const flows = ['pipe.flow', 'valve.flow', 'tank.drain'].map((port) => valueOf(twin, port));
    expect(Math.max(...flows.map((found) => relative(found, flow)))).toBeLessThan(1e-6);
    expect(relative(valueOf(twin, 'tank.level'), TANK * flow ** 2)).toBeLessThan(1e-6);
    expect(relative(valueOf(twin, 'vessel.level'), (TANK + VALVE) * flow ** 2)).toBeLessThan(1e-6);
    const kept = ['vessel.volume', 'tank.volume', 'drained.out'].map((port) => valueOf(twin, port));
    const total = kept.reduce((sum, volume) => sum + volume, 0);
    expect(relative(valueOf(twin, 'reservoir.drawn'), total)).toBeLessThan(1e-6);
  });
});
