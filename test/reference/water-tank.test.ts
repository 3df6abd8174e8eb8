import { describe, expect, it } from 'vitest';
import {
  lastOf,
  numbersOf,
  risesOf,
  runExample,
  runTwinBesidePlant,
  type ExampleRun,
} from './plant-and-twin.ts';

const G = 9.80665;
const RHO = 998.2;
/** Density of water at 15 °C, to which Kv belongs, kg/m³. */
const RHO_OF_KV = 999.1;
const AREA = 4;
const STEADY = 'demandWander=0';
/** The tank begins at the second tick, s: at the first its level waits for the opening, which comes after it in order. */
const BEGINS = 0.5;

/** Flow through a hole of so many cm² under a level, m³/s (Torricelli, sharp edge). */
const leakOf = (hole: number, level: number): number => 0.62 * hole * 1e-4 * Math.sqrt(2 * G * level);

const plant = (run: Partial<ExampleRun> & { record: string[] }) =>
  runExample('water-tank', 'plant', { for: '2h', every: '60 s', ...run });

describe('the water tank', () => {
  it('holds its level beside a hole: as much flows in as is taken and leaks, through a valve open as its curve says', () => {
    const run = plant({
      set: [STEADY],
      replay: 'time,commandLeak\n0,1',
      record: ['tank.level', 'fouled.out', 'opening.out'],
    });
    const inflow = 12 / 3600 + leakOf(1, 2);
    const fullyOpen = (25 / 3600) * Math.sqrt(((RHO * G * 30) / 1e5) * (RHO_OF_KV / RHO));
    expect(lastOf(run, 'tank.level')).toBeCloseTo(2, 5);
    expect(lastOf(run, 'fouled.out')).toBeCloseTo(inflow, 8);
    expect(lastOf(run, 'opening.out')).toBeCloseTo(1 + Math.log(inflow / fullyOpen) / Math.log(50), 5);
  });

  it('keeps its water: what came in stands in the tank, was taken or leaked', () => {
    const run = plant({
      replay: 'time,commandLeak\n0,0\n1000,2',
      record: ['tank.volume', 'mains.drawn', 'taken.out', 'leaked.out'],
    });
    const [volume, drawn, taken, leaked] = ['tank.volume', 'mains.drawn', 'taken.out', 'leaked.out'].map(
      (port) => numbersOf(run, port).slice(1),
    );
    const lost = volume!.map((stored, i) =>
      Math.abs(AREA * 2 + drawn![i]! - taken![i]! - leaked![i]! - stored),
    );
    expect(leaked!.at(-1)).toBeGreaterThan(4);
    expect(Math.max(...lost)).toBeLessThan(1e-4);
  });

  it('without main and demand empties through the hole as Torricelli has it: √h falls in a straight line', () => {
    const run = plant({
      for: '20min',
      set: [STEADY, 'demand=0'],
      replay: 'time,commandMains,commandLeak\n0,false,20',
      record: ['tank.level'],
    });
    const level = numbersOf(run, 'tank.level');
    const slope = ((0.62 * 20e-4) / AREA) * Math.sqrt(G / 2);
    for (const [i, time] of numbersOf(run, 'time').entries()) {
      if (time === 0) continue;
      expect(level[i], `at ${time} s`).toBeCloseTo((Math.sqrt(2) - slope * (time - BEGINS)) ** 2, 5);
    }
  });
});

describe('the twin of the water tank', () => {
  const record = [
    'missing.out',
    'holeSize.out',
    'costPerDay.out',
    'leakAlarm.active',
    'valveAlarm.active',
    'levelAlarm.active',
  ];

  it('finds no leak in an hour in which the demand wanders and nothing is broken', () => {
    const run = runTwinBesidePlant('water-tank', { for: '1h' }, record);
    const alarms = ['leakAlarm', 'valveAlarm', 'levelAlarm'];
    expect(alarms.filter((alarm) => risesOf(run, `${alarm}.active`).length > 0)).toEqual([]);
  });

  it('finds a hole of 1 cm² within three minutes, and how large it is, from noisy meters', () => {
    const run = runTwinBesidePlant(
      'water-tank',
      { for: '40min', replay: 'time,commandLeak\n0,0\n1200,1' },
      record,
    );
    const raised = risesOf(run, 'leakAlarm.active');
    expect(raised).toHaveLength(1);
    expect(raised[0]).toBeGreaterThan(1200);
    expect(raised[0]).toBeLessThan(1200 + 180);
    // The window of 2 min is past the beginning of the leak; then the mean of 15 min.
    const mean = (port: string) =>
      numbersOf(run, port)
        .slice(-900)
        .reduce((sum, value) => sum + value, 0) / 900;
    expect(Math.abs(mean('missing.out') - leakOf(1, 2) * 3600)).toBeLessThan(0.05);
    expect(Math.abs(mean('holeSize.out') - 1)).toBeLessThan(0.05);
    expect(Math.abs(mean('costPerDay.out') - leakOf(1, 2) * 86_400 * 2)).toBeLessThan(3);
    expect(risesOf(run, 'valveAlarm.active')).toEqual([]);
  });

  it('tells a fouled valve from a leak, and a main that failed by the level', () => {
    const fouled = runTwinBesidePlant(
      'water-tank',
      { for: '30min', replay: 'time,commandFouling\n0,100\n900,70' },
      record,
    );
    expect(risesOf(fouled, 'valveAlarm.active')).toHaveLength(1);
    expect(risesOf(fouled, 'leakAlarm.active')).toEqual([]);
    const dry = runTwinBesidePlant(
      'water-tank',
      { for: '40min', replay: 'time,commandMains\n0,true\n600,false' },
      record,
    );
    // 4 m² times 1 m last 20 min at 12 m³/h.
    expect(Math.abs(risesOf(dry, 'levelAlarm.active')[0]! - 1800)).toBeLessThan(180);
  });
});
