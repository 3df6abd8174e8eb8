import { describe, expect, it } from 'vitest';
import {
  lastOf,
  numbersOf,
  risesOf,
  runExample,
  runTwinBesidePlant,
  type ExampleRun,
  type Recording,
} from './plant-and-twin.ts';

/** Ohm: of the transformer by its nameplate (400 kVA, 4 %, 4600 W at 400 V), then of the cables up to each node. */
const [R_T, X_T] = [0.0046, Math.sqrt(0.016 ** 2 - 0.0046 ** 2)] as const;
const [R_1, X_1] = [0.2 * 0.0625, 0.2 * 0.04] as const;
const [R_3, X_3] = [R_1 + 0.25 * 0.0625 + 0.25 * 0.125, X_1 + 0.25 * 0.04 + 0.25 * 0.08] as const;

const STEADY = ['wander=0', 'gridWander=0', 'cloudWander=0'];
const plant = (run: Partial<ExampleRun> & { record: string[] }) =>
  runExample('power-feeder', 'plant', { for: '24min', every: '10 s', ...run });

/** Phase-to-phase voltage, V, at the end of R + jX that is fed with `source` volts and loaded with P and Q, W: the root of the biquadratic two-bus equation. */
function twoBus(source: number, [R, X]: [number, number], P: number, Q: number): number {
  const b = source ** 2 - 2 * (R * P + X * Q);
  return Math.sqrt((b + Math.sqrt(b ** 2 - 4 * (R ** 2 + X ** 2) * (P ** 2 + Q ** 2))) / 2);
}

describe('the power feeder', () => {
  it('drops as much voltage and loses as much power as the two-bus equation says', () => {
    const run = plant({
      for: '10s',
      set: [...STEADY, 'houses=0', 'workshop=0', 'cars=2'],
      replay: 'time,commandLimit,commandPvLimit\n0,150,0',
      record: ['feeder.u0', 'feeder.u3', 'feeder.u4', 'feeder.lineLoss', 'feeder.fromGrid'],
    });
    const [P, Q] = [150_000, 0.14 * 150_000];
    const u3 = twoBus(400, [R_T + R_3, X_T + X_3], P, Q);
    const ampsSquared = (P ** 2 + Q ** 2) / (3 * u3 ** 2);
    expect(lastOf(run, 'feeder.u3')).toBeCloseTo(u3, 3);
    expect(lastOf(run, 'feeder.u4')).toBeCloseTo(u3, 3);
    expect(lastOf(run, 'feeder.lineLoss')).toBeCloseTo((3 * R_3 * ampsSquared) / 1000, 4);
    expect(lastOf(run, 'feeder.fromGrid')).toBeCloseTo((P + 3 * (R_3 + R_T) * ampsSquared + 430) / 1000, 4);
    // (R·P + X·Q)/U, without what stands at right angles to the voltage.
    const drop = (R_3 * P + X_3 * Q) / u3;
    expect(Math.abs(lastOf(run, 'feeder.u0') - lastOf(run, 'feeder.u3') - drop)).toBeLessThan(0.2);
  });

  it('keeps its energy: what comes from the grid is used, lost in the line or in the transformer', () => {
    const record = [
      'feeder.fromGrid',
      'houses.out',
      'workshop.out',
      'park.out',
      'pv.out',
      'feeder.lineLoss',
      'feeder.load',
    ];
    const run = plant({ replay: 'time,commandTheft,commandTheftAt\n0,0,2\n600,20,4', record });
    const [grid, houses, workshop, park, pv, line, load] = record.map((port) => numbersOf(run, port));
    const left = numbersOf(run, 'time').map((time, i) => {
      const used = houses![i]! + workshop![i]! + park![i]! - pv![i]! + (time < 600 ? 0 : 20);
      // 430 W without load, 4600 W at the rated current.
      return grid![i]! - used - line![i]! - 0.43 - 4.6 * load![i]! ** 2;
    });
    expect(Math.max(...left.map(Math.abs))).toBeLessThan(1e-6);
    expect(Math.max(...pv!)).toBeGreaterThan(120);
    expect(Math.max(...line!)).toBeGreaterThan(10);
  });

  // At the rated current the voltage behind it follows from a right triangle: 400² = (U + √3·I·R)² + (√3·I·X)².
  const rated = 1000 * (Math.sqrt(400 ** 2 - (1000 * (X_T + X_1)) ** 2) - 1000 * (R_T + R_1));
  const load = (kilowatts: number) => ({
    set: [...STEADY, 'houses=0', 'workshop=0', 'cars=0', 'airMean=20', 'airSwing=0'],
    replay: `time,commandPvLimit,commandTheftAt,commandTheft\n0,0,1,${kilowatts}`,
    record: [
      'feeder.load',
      'transformer.oil',
      'transformer.hotSpot',
      'transformer.ageing',
      'transformer.lost',
    ],
  });

  it('has at its rated current in air of 20 °C a hot spot of 98 °C, and ages by an hour an hour', () => {
    const run = plant({ for: '60min', ...load(rated / 1000) });
    expect(lastOf(run, 'feeder.load')).toBeCloseTo(1, 6);
    expect(lastOf(run, 'transformer.oil')).toBeCloseTo(75, 4);
    expect(lastOf(run, 'transformer.hotSpot')).toBeCloseTo(98, 4);
    expect(lastOf(run, 'transformer.ageing')).toBeCloseTo(1, 4);
    const lost = numbersOf(run, 'transformer.lost');
    expect(lost.at(-1)! - lost.at(-7)!).toBeCloseTo(1, 4);
  });

  it('warms up with 3 h of its day, by the exponents of IEC 60076-7', () => {
    const run = plant({ for: '60min', ...load(250) });
    const K = lastOf(run, 'feeder.load');
    const oil = 20 + 55 * ((1 + 10.7 * K ** 2) / 11.7) ** 0.8;
    const hotSpot = oil + 23 * K ** 1.6;
    expect(K).toBeGreaterThan(0.6);
    expect(lastOf(run, 'transformer.oil')).toBeCloseTo(oil, 4);
    expect(lastOf(run, 'transformer.hotSpot')).toBeCloseTo(hotSpot, 4);
    expect(lastOf(run, 'transformer.ageing')).toBeCloseTo(2 ** ((hotSpot - 98) / 6), 6);
    const after3h = numbersOf(run, 'transformer.oil')[18]!;
    expect(after3h).toBeCloseTo(oil + (29 - oil) * Math.exp(-1), 2);
  });
});

describe('the twin of the power feeder', () => {
  const alarms = ['missingAlarm', 'loadAlarm', 'hotAlarm', 'lowAlarm', 'highAlarm', 'reverseAlarm'];
  const beside = (run: Omit<ExampleRun, 'record' | 'every'>, ...record: string[]) =>
    runTwinBesidePlant('power-feeder', run, [...alarms.map((alarm) => `${alarm}.active`), ...record]);
  const raised = (run: Recording) => alarms.filter((alarm) => risesOf(run, `${alarm}.active`).length > 0);
  /** The mean of a port between two times, s. */
  const meanOf = (run: Recording, port: string, from: number, to: number) => {
    const values = numbersOf(run, port).slice(from, to);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };

  it('raises nothing in two and a half days in which loads, clouds and grid wander, and follows the plant', () => {
    const run = beside({ for: '1h' }, 'missing.out', 'oilResidual.out', 'dropMean.out');
    expect(raised(run)).toEqual([]);
    expect(Math.abs(meanOf(run, 'missing.out', 60, 3600))).toBeLessThan(0.05);
    expect(Math.abs(meanOf(run, 'dropMean.out', 60, 3600))).toBeLessThan(0.05);
    expect(Math.abs(meanOf(run, 'oilResidual.out', 60, 3600))).toBeLessThan(0.1);
  });

  it('finds 20 kW that nobody metered, or a meter that shows too little, within half a minute, how much and where', () => {
    const thefts = [
      [1, 200],
      [2, 450],
      [3, 700],
      [4, 950],
    ] as const;
    const rows = thefts.map(([node], i) => `${60 + 90 * i},20,${node},100`);
    const run = beside(
      {
        for: '10min',
        replay: [
          'time,commandTheft,commandTheftAt,commandParkMeter',
          '0,0,1,100',
          ...rows,
          '420,0,1,100',
          '480,0,1,80',
        ].join('\n'),
      },
      'missing.out',
      'where.out',
    );
    expect(raised(run)).toEqual(['missingAlarm']);
    const rises = risesOf(run, 'missingAlarm.active');
    expect(rises).toHaveLength(2);
    expect(rises[0]! - 60).toBeLessThan(30);
    expect(rises[1]! - 480).toBeLessThan(30);
    // 24 kW of the park and the losses they make.
    expect(Math.abs(meanOf(run, 'missing.out', 510, 600) - 27)).toBeLessThan(1.5);
    expect(Math.abs(meanOf(run, 'where.out', 510, 600) - 700)).toBeLessThan(60);
    for (const [i, [node, metres]] of thefts.entries()) {
      // Past the mean over 20 s. The loss that the theft makes in the line is missing too.
      const [from, to] = [60 + 90 * i + 25, 60 + 90 * (i + 1)];
      expect(Math.abs(meanOf(run, 'missing.out', from, to) - 21), `node ${node}`).toBeLessThan(1);
      expect(Math.abs(meanOf(run, 'where.out', from, to) - metres), `node ${node}`).toBeLessThan(60);
    }
  });

  it('tells overload, too low and too high a voltage from each other and from energy that is missing', () => {
    const evening = beside({
      for: '4min',
      set: ['startHour=18'],
      replay: 'time,commandTap,commandLimit\n0,2,250\n150,-2,120',
    });
    expect(raised(evening)).toEqual(['loadAlarm', 'lowAlarm']);
    expect(risesOf(evening, 'loadAlarm.active')[0]).toBeLessThan(120);
    expect(risesOf(evening, 'lowAlarm.active')[0]! - 150).toBeGreaterThan(0);
    expect(risesOf(evening, 'lowAlarm.active')[0]! - 150).toBeLessThan(20);
    const high = beside({ for: '3min', replay: 'time,commandTap,commandLimit,commandCloud\n0,2,0,0' });
    expect(raised(high)).toEqual(['highAlarm', 'reverseAlarm']);
  });

  it('tells how an evening of 300 kW of charging wears the transformer, and what that costs', () => {
    const evening = { for: '7min', set: ['startHour=16'], replay: 'time,commandLimit\n0,300' };
    const run = beside(evening, 'model.lost', 'model.ageing', 'wearPerDay.out');
    const told = plant({ ...evening, every: '1 s', record: ['transformer.lost'] });
    expect(raised(run)).toEqual(['loadAlarm', 'hotAlarm', 'lowAlarm']);
    expect(lastOf(told, 'transformer.lost')).toBeGreaterThan(5);
    expect(Math.abs(lastOf(run, 'model.lost') / lastOf(told, 'transformer.lost') - 1)).toBeLessThan(0.02);
    // 15000 € for 180 000 h are 2 € a day at a hot spot of 98 °C.
    expect(lastOf(run, 'wearPerDay.out') / lastOf(run, 'model.ageing')).toBeCloseTo(2, 6);
  });

  it('says how much more charging fits, and what 15 % more would do: the plant then does so', () => {
    const evening = { for: '2min', set: [...STEADY, 'startHour=18.5'] };
    const says = beside(
      { ...evening, replay: 'time,commandTap\n0,2' },
      'headroom.toLowVoltage',
      'headroom.toFullLoad',
      'whatIf.loading',
      'whatIf.parkVoltage',
    );
    const told = (port: string, at: number) => numbersOf(says, port)[at]!;
    // The line has no memory: one run allows now this, now that.
    const rows = [
      [55, told('headroom.toLowVoltage', 60)],
      [75, told('headroom.toFullLoad', 80)],
      [95, 0.15 * 120],
    ] as const;
    const run = plant({
      ...evening,
      every: '1 s',
      replay: [
        'time,commandTap,commandLimit',
        '0,2,120',
        ...rows.map(([t, more]) => `${t},2,${120 + more}`),
      ].join('\n'),
      record: ['feeder.u3', 'feeder.load'],
    });
    const [volts, load] = [numbersOf(run, 'feeder.u3'), numbersOf(run, 'feeder.load')];
    expect(Math.abs(volts[60]! - 360)).toBeLessThan(0.5);
    expect(Math.abs(100 * load[80]! - 100)).toBeLessThan(0.5);
    expect(Math.abs(volts[100]! - told('whatIf.parkVoltage', 100))).toBeLessThan(0.5);
    expect(Math.abs(100 * load[100]! - told('whatIf.loading', 100))).toBeLessThan(0.5);
  });
});
