import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { pump } from './pump.ts';

const DATA_SHEET = {
  ratedSpeed: 25,
  ratedFlow: 0.005,
  ratedHead: 15,
  shutoffHead: 20,
  bestFlow: 0.006,
  bestEfficiency: 0.72,
  density: 1000,
};
const G = 9.80665;

const at = (inputs: Record<string, number | boolean>, params = {}) => {
  const { last, diagnostics } = trace(pump, { params: { ...DATA_SHEET, ...params }, inputs, for: 0.1 });
  expect(diagnostics).toEqual([]);
  const read = (port: string): number => {
    expect(last(port).quality).toBe('good');
    return Number(last(port).value);
  };
  return {
    head: read('head'),
    power: read('power'),
    efficiency: read('efficiency'),
    hydraulicPower: read('hydraulicPower'),
  };
};

describe('centrifugal pump', () => {
  it('meets its data sheet: rated point, shut-off head, best efficiency', () => {
    expect(at({ speed: 25, flow: 0.005 }).head).toBeCloseTo(15, 12);
    expect(at({ speed: 25, flow: 0 }).head).toBeCloseTo(20, 12);
    const best = at({ speed: 25, flow: 0.006 });
    expect(best.efficiency).toBeCloseTo(0.72, 12);
    // H(0.006) = 20 − 5·(0.006/0.005)² = 12.8 m; P = ρ·g·Q·H/η
    expect(best.power).toBeCloseTo((1000 * G * 0.006 * 12.8) / 0.72, 8);
    expect(best.hydraulicPower).toBeCloseTo(1000 * G * 0.006 * 12.8, 8);
  });

  it('follows the affinity laws: Q ∝ n, H ∝ n², P ∝ n³ at the same efficiency', () => {
    const slow = at({ speed: 25, flow: 0.004 });
    const fast = at({ speed: 37.5, flow: 0.006 });
    expect(fast.head / slow.head).toBeCloseTo(1.5 ** 2, 12);
    expect(fast.power / slow.power).toBeCloseTo(1.5 ** 3, 12);
    expect(fast.efficiency).toBeCloseTo(slow.efficiency, 12);
  });

  it('loses efficiency with the square of the distance from the best point', () => {
    expect(at({ speed: 25, flow: 0.003 }).efficiency).toBeCloseTo(0.72 * (1 - 0.5 ** 2), 12);
    expect(at({ speed: 12.5, flow: 0.0015 }).efficiency).toBeCloseTo(0.72 * (1 - 0.5 ** 2), 12);
  });

  it('needs at no flow the limit of its power curve: half the slope of the hydraulic power at the best efficiency', () => {
    const { power, efficiency } = at({ speed: 25, flow: 0 });
    expect(power).toBeCloseTo((1000 * G * 20 * 0.006) / (2 * 0.72), 8);
    expect(at({ speed: 25, flow: 1e-9 }).power / power).toBeCloseTo(1, 6);
    expect(efficiency).toBe(0);
  });

  it.each([
    ['standing still', { speed: 0, flow: 0.005 }],
    ['switched off', { speed: 25, flow: 0.005, running: false }],
    ['turned backwards', { speed: -3, flow: 0.005 }],
  ])('is a resistance without power when %s', (_, inputs) => {
    expect(at(inputs)).toMatchObject({ power: 0, efficiency: 0 });
    expect(at(inputs).head).toBeCloseTo(-5, 12);
  });

  it('resists a flow that is pushed back through it', () => {
    const { head, power, efficiency } = at({ speed: 25, flow: -0.005 });
    expect(head).toBeCloseTo(25, 12);
    expect(power).toBeGreaterThan(0);
    expect(efficiency).toBe(0);
  });

  it('stays finite far past the end of its curve', () => {
    const { head, power, efficiency } = at({ speed: 25, flow: 0.02 });
    expect(head).toBeCloseTo(20 - 5 * 16, 10);
    expect([power, efficiency]).toEqual([0, 0]);
  });

  it('past twice its best flow takes the power that it takes at 1.9 times that flow', () => {
    // H = 20 − 5·0.9² = 15.95 m at the rated speed; at 1.5 times that 45 − 5·1.4² = 35.2 m
    const over = { bestFlow: 0.002 };
    expect(at({ speed: 25, flow: 0.0045 }, over).power).toBeCloseTo(
      (1000 * G * 15.95 * 0.002) / (0.72 * 0.1),
      6,
    );
    expect(at({ speed: 37.5, flow: 0.007 }, over).power).toBeCloseTo(
      (1000 * G * 35.2 * 0.003) / (0.72 * 0.1),
      6,
    );
  });

  it('has its efficiency in the thinnest liquid too, with less than a watt', () => {
    const thin = at({ speed: 25, flow: 0.006 }, { density: 1e-3 });
    expect(thin.power).toBeLessThan(0.01);
    expect(thin.efficiency).toBeCloseTo(0.72, 12);
  });

  it('loses head and efficiency with wear, the efficiency at the same flow', () => {
    const worn = at({ speed: 25, flow: 0.006, wear: 0.5 }, { wearHeadLoss: 0.1, wearEfficiencyLoss: 0.2 });
    expect(worn.head).toBeCloseTo(0.95 * 20 - 5 * 1.2 ** 2, 12);
    expect(worn.efficiency).toBeCloseTo(0.9 * 0.72, 12);
    expect(at({ speed: 25, flow: 0.006, wear: 7 }).head).toBeCloseTo(0.9 * 20 - 7.2, 12);
  });

  it.each([18, 20])('refuses a curve that does not fall: from %d m to 20 m', (shutoffHead) => {
    const { diagnostics } = trace(pump, {
      params: { ratedHead: 20, shutoffHead },
      inputs: { speed: 25, flow: 0 },
      for: 0.1,
    });
    expect(diagnostics.map(({ code, at: [place] }) => [code, place?.param])).toEqual([
      ['bad-param', 'shutoffHead'],
    ]);
  });
});
