import { describe, expect, it } from 'vitest';
import {
  lastOf,
  numbersOf,
  risesOf,
  runExample,
  runTwinBesidePlant,
  type ExampleRun,
} from './plant-and-twin.ts';
import { readReferenceFigures } from './reference-data.ts';

const FREE_SPEED = 20;
const JAM = 0.2625;
const CELL = 300;
/** What the road carries at most by Greenshields, veh/s. */
const MOST = (FREE_SPEED * JAM) / 4;
const STEADY = 'demandWander=0';

/** Density, veh/m, at which so much flows by Greenshields: the free one, or the congested one. */
const densityAt = (flow: number, branch: 'free' | 'congested'): number =>
  (JAM / 2) * (1 + (branch === 'free' ? -1 : 1) * Math.sqrt(1 - flow / MOST));

const figures = readReferenceFigures() as
  | { traffic: { LWR_greenshields_red_light_shock_mps: number } }
  | undefined;

const plant = (run: Partial<ExampleRun> & { record: string[] }) =>
  runExample('road-segment', 'plant', { for: '1h', every: '30 s', ...run });

/** When a port first goes above a limit, s, along the straight line between its rows. */
function crossing(run: ReturnType<typeof plant>, port: string, limit: number): number {
  const [time, value] = [numbersOf(run, 'time'), numbersOf(run, port)];
  const i = value.findIndex((one) => one > limit);
  const share = (limit - value[i - 1]!) / (value[i]! - value[i - 1]!);
  return time[i - 1]! + share * (time[i]! - time[i - 1]!);
}

describe('the road segment', () => {
  it('is passed in the time of Greenshields’ speed at a steady demand', () => {
    const run = plant({ set: [STEADY], record: ['road.k1', 'road.k10', 'road.travelTime'] });
    const density = densityAt(3000 / 3600, 'free');
    for (const port of ['road.k1', 'road.k10']) expect(lastOf(run, port)).toBeCloseTo(density, 8);
    const speed = FREE_SPEED * (1 - density / JAM);
    expect(lastOf(run, 'road.travelTime')).toBeCloseTo(3000 / speed, 4);
  });

  it.skipIf(!figures)('grows its queue at a red light by the speed of the published shock wave', () => {
    const demand = FREE_SPEED * 0.3 * JAM * (1 - 0.3);
    const run = plant({
      for: '31min',
      every: '2 s',
      set: [STEADY, `demand=${demand * 3600}`],
      replay: 'time,commandOpen\n0,100\n1200,0',
      record: ['road.k3', 'road.k7'],
    });
    // The tail passes the middle of cell 7, then that of cell 3, where the density is half-way to the jam.
    const halfWay = (JAM + 0.3 * JAM) / 2;
    const took = crossing(run, 'road.k3', halfWay) - crossing(run, 'road.k7', halfWay);
    const speed = (-4 * CELL) / took;
    expect(Math.abs(speed - figures!.traffic.LWR_greenshields_red_light_shock_mps)).toBeLessThan(0.01);
  });

  it('behind a bottleneck of half the capacity stands at the congested density, and runs at the free one after it', () => {
    const run = plant({
      set: [STEADY],
      replay: 'time,commandOpen\n0,50',
      record: ['road.k7', 'road.k8', 'road.k9', 'road.k10', 'road.outflow'],
    });
    expect(lastOf(run, 'road.outflow')).toBeCloseTo(MOST / 2, 8);
    for (const port of ['road.k7', 'road.k8'])
      expect(lastOf(run, port)).toBeCloseTo(densityAt(MOST / 2, 'congested'), 6);
    for (const port of ['road.k9', 'road.k10'])
      expect(lastOf(run, port)).toBeCloseTo(densityAt(MOST / 2, 'free'), 6);
  });

  it('keeps its vehicles: who entered and did not leave is on the road, and no cell is beyond the jam', () => {
    const cells = Array.from({ length: 10 }, (_, i) => `road.k${i + 1}`);
    const run = plant({
      set: [STEADY],
      replay: 'time,commandOpen,commandDemand\n0,100,3000\n600,20,4500\n2400,100,2000',
      record: [...cells, 'road.entered', 'road.left', 'road.onRoad', 'road.waiting'],
    });
    const [entered, left, onRoad, waiting] = ['road.entered', 'road.left', 'road.onRoad', 'road.waiting'].map(
      (port) => numbersOf(run, port),
    );
    const lost = onRoad!.map((vehicles, i) => Math.abs(150 + entered![i]! - left![i]! - vehicles));
    expect(Math.max(...lost)).toBeLessThan(1e-6);
    const densities = cells.flatMap((port) => numbersOf(run, port));
    expect(Math.min(...densities)).toBeGreaterThan(0);
    expect(Math.max(...densities)).toBeLessThanOrEqual(JAM);
    // The queue reaches the entry, where the rest of the demand waits.
    const arrived = (3000 * 600 + 4500 * 1800 + 2000 * 1200) / 3600;
    expect(Math.max(...waiting!)).toBeGreaterThan(100);
    expect(Math.abs(entered!.at(-1)! + waiting!.at(-1)! - arrived)).toBeLessThan(1);
  });
});

describe('the twin of the road segment', () => {
  it.skipIf(!figures)(
    'tells the speed of the published shock wave from the flows before and in the bottleneck',
    () => {
      const demand = FREE_SPEED * 0.3 * JAM * (1 - 0.3) * 3600;
      const run = runExample('road-segment', 'twin', {
        for: '10min',
        every: '1s',
        replay: `time,inflow,neckFlow,speed2250\n0,${demand},0,0\n5,${demand},0,0`,
        record: ['wave.now'],
      });
      const wave = numbersOf(run, 'wave.now')[5]!;
      // The model keeps 1 ‰ of the jam density off a division by zero.
      expect(Math.abs(wave - figures!.traffic.LWR_greenshields_red_light_shock_mps)).toBeLessThan(0.02);
    },
  );

  it('raises no alarm while the road is as built', () => {
    const run = runTwinBesidePlant('road-segment', { for: '40min' }, [
      'incidentAlarm.active',
      'queueAlarm.active',
      'delayAlarm.active',
    ]);
    const alarms = ['incidentAlarm', 'queueAlarm', 'delayAlarm'];
    expect(alarms.filter((alarm) => risesOf(run, `${alarm}.active`).length > 0)).toEqual([]);
  });

  it('sees an accident within three minutes, how far the road is open, how many stand on it, and warns before the queue is at the entry', () => {
    const accident = 'time,commandOpen\n0,100\n600,20';
    const truth = plant({
      for: '25min',
      every: '1 s',
      replay: accident,
      record: ['road.onRoad', 'road.waiting'],
    });
    const run = runTwinBesidePlant('road-segment', { for: '25min', replay: accident }, [
      'incidentAlarm.active',
      'queueAlarm.active',
      'delayAlarm.active',
      'open.out',
      'road.onRoad',
    ]);
    const [incident] = risesOf(run, 'incidentAlarm.active');
    const [queue] = risesOf(run, 'queueAlarm.active');
    expect(incident).toBeGreaterThan(600);
    expect(incident).toBeLessThan(780);
    expect(Math.abs(lastOf(run, 'open.out') - 0.2)).toBeLessThan(0.02);
    const atQueue = Math.round(queue!);
    expect(numbersOf(truth, 'road.waiting')[atQueue]).toBeLessThan(1);
    const [estimated, real] = [run, truth].map((one) => numbersOf(one, 'road.onRoad')[atQueue]!);
    expect(Math.abs(estimated! / real! - 1)).toBeLessThan(0.12);
  });
});
