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

/** s: so long the plant takes for a part. */
const PART = 120;
const ROUGHING = 55;
const FINISHING = 30;
const CUTTING = ROUGHING + FINISHING;
/** 1/min. */
const [ROUGH, FINISH] = [6000, 8000];
/** Wear of a tool by a part, by Taylor: 45 min of life at 6000/min, n = 0.25. */
const PER_PART = (ROUGHING + FINISHING * (FINISH / ROUGH) ** 4) / 2700;
/** The housing stores 6 kJ/K and gives 20 W/K to the jacket; that stores 9 kJ/K and gives 120 W/K to the coolant and 6 W/K to the room. */
const [HOUSING, TO_JACKET, JACKET, TO_COOLANT, TO_ROOM] = [6000, 20, 9000, 120, 6];
const [COOLANT, ROOM] = [22, 23];
/** Steady surroundings, and an accelerometer that rests: most of a run is its 500 samples a second. */
const QUIET = ['wander=0', 'sampling=1'];

const plant = (run: Partial<ExampleRun> & { record: string[] }) =>
  runExample('cnc-spindle', 'plant', { for: '40min', every: '60 s', set: QUIET, ...run });

/** Friction torque of the two front bearings, N·m, at a speed in 1/min, by Palmgren: f0 = 2, 15 mm²/s, pitch diameter 82.5 mm; 0.1 N·m of preload. */
const frictionAt = (rpm: number): number => 0.1 + 2 * 1e-7 * 2 * (15 * rpm) ** (2 / 3) * 82.5 ** 3 * 1e-3;
const turnsAt = (rpm: number): number => (2 * Math.PI * rpm) / 60;

describe('the spindle', () => {
  const LONG = [
    'programme.wear',
    'programme.made',
    'spindle.power',
    'spindle.speed',
    'spindle.used',
    'spindle.cut',
    'spindle.rubbed',
    'housing.temperature',
    'depth.out',
  ];
  const long = lazy(() => {
    const replay = 'time,commandOffset\n0,0\n1200,5';
    const run = plant({ for: '1h', every: '1 s', replay, record: LONG });
    return Object.fromEntries(LONG.map((port) => [port, numbersOf(run, port)])) as Record<string, number[]>;
  });
  /** At 115 % for 25 min, then at rest. */
  const rest = (coolant: boolean) => {
    const replay = `time,commandOverride,commandCoolant\n0,115,${coolant}\n1500,0,${coolant}`;
    const record = ['programme.wear', 'programme.made', 'housing.temperature', 'jacket.temperature'];
    return plant({ for: '45min', every: '1 s', replay, record });
  };
  const sound = lazy(() => rest(true));
  const of = (port: string): number[] => long()[port]!;

  it('takes the power of the chip it cuts and of the friction by Palmgren, more by 40 % of the cutting for a worn tool', () => {
    const [power, wear] = [of('spindle.power'), of('programme.wear')];
    // 18 mm deep, 2.5 mm wide, 4 teeth of 0.07 mm, 2500 N/mm².
    const chip = (18 * 2.5 * 4 * 0.07 * ROUGH * 2500) / 6e4;
    const roughing = (1 + 0.4 * wear[80]!) * chip + frictionAt(ROUGH) * turnsAt(ROUGH);
    expect(Math.abs(power[80]! / roughing - 1)).toBeLessThan(0.003);
    const finishing = (1 + 0.4 * wear[119]! + frictionAt(FINISH)) * turnsAt(FINISH);
    expect(Math.abs(power[119]! / finishing - 1)).toBeLessThan(0.001);
  });

  it('keeps its energy: what it took was cut, rubbed, or turns with the shaft', () => {
    const [used, cut, rubbed, speed] = ['used', 'cut', 'rubbed', 'speed'].map((name) =>
      of(`spindle.${name}`),
    );
    const lost = used!.map((energy, i) => {
      const turning = 0.5 * 0.008 * (2 * Math.PI) ** 2 * (speed![i]! ** 2 - 5 ** 2);
      return Math.abs(energy - cut![i]! - rubbed![i]! - turning);
    });
    expect(used!.at(-1)).toBeGreaterThan(5e6);
    expect(Math.max(...lost)).toBeLessThan(100);
  });

  it('wears its tool as Taylor has it, with n = 0.25, and takes a new one after the fifteenth part', () => {
    const [wear, made] = [of('programme.wear'), of('programme.made')];
    expect(made[7 * PART + 1]).toBe(7);
    expect(Math.abs((wear[7 * PART + 1]! - 0.2775) / (7 * PER_PART) - 1)).toBeLessThan(0.005);
    expect(wear[10 * PART + 1]).toBe(0);
    expect(Math.abs(wear[25 * PART - 1]! / (15 * PER_PART) - 1)).toBeLessThan(0.005);
  });

  it('at 115 % of the speed makes a part in 108.9 s and wears the tool by 1.15³ as much with it', () => {
    const faster = 1.15;
    const run = sound();
    const [wear, made] = [numbersOf(run, 'programme.wear'), numbersOf(run, 'programme.made')];
    const after = made.indexOf(7);
    expect(after).toBe(Math.ceil(7 * (PART - CUTTING * (1 - 1 / faster))));
    expect(Math.abs((wear[after]! - 0.2775) / (7 * PER_PART * faster ** 3) - 1)).toBeLessThan(0.005);
  });

  it('is in the long run as warm as its mean friction and two conductances make it', () => {
    const temperature = of('housing.temperature').slice(-PART);
    const rubbed = of('spindle.rubbed');
    const heat = (rubbed.at(-1)! - rubbed.at(-1 - PART)!) / PART;
    const jacket = (heat + TO_COOLANT * COOLANT + TO_ROOM * ROOM) / (TO_COOLANT + TO_ROOM);
    expect(Math.abs(mean(temperature) - (jacket + heat / TO_JACKET))).toBeLessThan(0.02);
  });

  it('grows by 11 µm per m and K over 150 mm from its datum at 40 °C, and the offset is added', () => {
    const [temperature, depth] = [of('housing.temperature'), of('depth.out')];
    for (const at of [60, 600, 1140, 1800, 3600]) {
      const offset = at > 1200 ? 5e-6 : 0;
      expect(depth[at]).toBeCloseTo(11e-6 * 0.15 * (temperature[at]! - 40) + offset, 9);
    }
  });

  it('at rest cools by the two exponentials of its two masses, with the coolant and without', () => {
    for (const coolant of [true, false]) {
      const run = coolant ? sound() : rest(false);
      // Two minutes after the override is 0 the shaft stands in whichever block it was.
      const [housing, jacket] = ['housing.temperature', 'jacket.temperature'].map((port) =>
        numbersOf(run, port).slice(1620),
      );
      const away = coolant ? TO_COOLANT + TO_ROOM : TO_ROOM;
      const still = coolant ? (TO_COOLANT * COOLANT + TO_ROOM * ROOM) / away : ROOM;
      const [a, b, c, d] = [
        -TO_JACKET / HOUSING,
        TO_JACKET / HOUSING,
        TO_JACKET / JACKET,
        -(TO_JACKET + away) / JACKET,
      ];
      const root = Math.sqrt(((a - d) / 2) ** 2 + b * c);
      const [slow, fast] = [(a + d) / 2 + root, (a + d) / 2 - root];
      const [first, other] = [housing![0]! - still, jacket![0]! - still];
      const slope = a * first + b * other;
      const [atSlow, atFast] = [
        (slope - fast * first) / (slow - fast),
        (slow * first - slope) / (slow - fast),
      ];
      expect(first).toBeGreaterThan(10);
      for (const [i, measured] of housing!.entries()) {
        const wanted = still + atSlow * Math.exp(slow * i) + atFast * Math.exp(fast * i);
        expect(Math.abs(measured - wanted), `${i} s after it stood, coolant ${coolant}`).toBeLessThan(0.02);
      }
    }
  });
});

describe('the twin of the spindle', () => {
  const ALARMS = ['toolAlarm', 'coolantAlarm', 'bearingAlarm'];
  const record = [
    ...ALARMS.map((alarm) => `${alarm}.active`),
    'wear.out',
    'partsLeft.out',
    'growth.out',
    'depthError.value',
    'saved.out',
    'partEnergyWh.out',
    'strikes.out',
    'outerMedian.out',
    'inner.out',
    'warmerSmooth.out',
    'cooled.bearing',
    'zone.out',
  ];
  const beside = (run: Partial<ExampleRun>) =>
    runTwinBesidePlant('cnc-spindle', { for: '25min', ...run }, record);
  const raisedIn = (run: Recording) => ALARMS.filter((alarm) => risesOf(run, `${alarm}.active`).length > 0);

  it('raises nothing in an undisturbed hour, and knows wear, growth and parts left from noisy sensors', () => {
    const run = beside({ for: '1h' });
    expect(raisedIn(run)).toEqual([]);
    expect(new Set(run['bearingAlarm.active']!.slice(60))).toEqual(new Set(['false']));
    // In the middle of the tenth part from the beginning 9.5 parts have worn the tool, of 18.02 that it lasts.
    const at = 9 * PART + 85;
    const worn = 0.2775 + 9 * PER_PART + ROUGHING / 2700;
    // The mean of 30 s lags by 15.
    expect(Math.abs(numbersOf(run, 'wear.out')[at]! / 100 - (worn - 15 / 2700))).toBeLessThan(0.015);
    expect(Math.abs(numbersOf(run, 'partsLeft.out')[at]! - (1 - worn) / PER_PART)).toBeLessThan(1);
    const [growth, error] = [numbersOf(run, 'growth.out'), numbersOf(run, 'depthError.value')];
    const off = growth.map((value, i) => Math.abs(value - error[i]!)).filter((value) => !Number.isNaN(value));
    expect(mean(off)).toBeLessThan(0.8);
    expect(Math.abs(lastOf(run, 'saved.out') - 72)).toBeLessThan(15);
    expect(Math.abs(mean(numbersOf(run, 'warmerSmooth.out').slice(600)))).toBeLessThan(0.1);
    // The first part: what was cut and rubbed in both blocks, Wh; the changes of speed add little.
    const roughing = (5 * (1 + 0.4 * (0.2775 + 27 / 2700)) + frictionAt(ROUGH)) * turnsAt(ROUGH) * ROUGHING;
    const finishing = (1 + 0.4 * 0.316 + frictionAt(FINISH)) * turnsAt(FINISH) * FINISHING;
    const energy = (roughing + finishing) / 3600;
    expect(Math.abs(numbersOf(run, 'partEnergyWh.out')[140]! / energy - 1)).toBeLessThan(0.03);
  });

  it('finds a race damaged by 60 % in the next slow turn, by the 33.7 Hz at which balls pass the outer one', () => {
    const run = beside({ for: '7min', replay: 'time,commandRace\n0,0\n340,60' });
    expect(raisedIn(run)).toEqual(['bearingAlarm']);
    const raised = risesOf(run, 'bearingAlarm.active');
    expect(raised).toHaveLength(1);
    expect(raised[0]).toBeGreaterThan(340);
    expect(raised[0]).toBeLessThan(340 + 60);
    const slip = 0.99;
    const passes = (16 / 2) * (1 - (12.7 / 82.5) * Math.cos((15 * Math.PI) / 180)) * (300 / 60) * slip;
    expect(Math.abs(mean(numbersOf(run, 'strikes.out').slice(-30)) - passes)).toBeLessThan(0.5);
    expect(mean(numbersOf(run, 'outerMedian.out').slice(-30))).toBeGreaterThan(
      5 * mean(numbersOf(run, 'inner.out').slice(-30)),
    );
  });

  it('finds that a warm spindle lost its coolant within seven minutes by the warmth the friction does not explain, before a part is out of tolerance', () => {
    const run = beside({ for: '17min', replay: 'time,commandCoolant\n0,true\n600,false' });
    expect(raisedIn(run)).toEqual(['coolantAlarm']);
    const [raised] = risesOf(run, 'coolantAlarm.active');
    expect(raised).toBeGreaterThan(600);
    expect(raised).toBeLessThan(600 + 420);
    expect(Math.max(...numbersOf(run, 'depthError.value').slice(600, raised))).toBeLessThan(10);
  });

  it('finds a tool blunted by 80 % in the next roughing, and neither coolant nor bearing', () => {
    const run = beside({ for: '6min', replay: 'time,commandChipped\n0,0\n240,80' });
    expect(raisedIn(run)).toEqual(['toolAlarm']);
    expect(risesOf(run, 'toolAlarm.active')[0]).toBeLessThan(240 + PART);
    // Two parts and the roughing of the third are behind it; the mean of 30 s lags by 15.
    const worn = 0.2775 + 2 * PER_PART + (ROUGHING - 15) / 2700 + 0.8;
    expect(Math.abs(lastOf(run, 'wear.out') / 100 - worn)).toBeLessThan(0.015);
  });

  it('at an override of 115 % asks for a new tool before the planned change, for it wears 1.52 times as much with each part', () => {
    const run = beside({ replay: 'time,commandOverride\n0,115', set: ['sampling=1'], for: '18min' });
    expect(raisedIn(run)).toEqual(['toolAlarm']);
    const [perPart, part] = [1.15 ** 3 * PER_PART, PART - CUTTING * (1 - 1 / 1.15)];
    const blunt = ((0.95 - 0.2775) / perPart) * part;
    expect(Math.abs(risesOf(run, 'toolAlarm.active')[0]! - blunt)).toBeLessThan(part);
    // After the roughing of the fourth part.
    const worn = 0.2775 + 3 * perPart + (ROUGHING * 1.15 ** 3) / 2700;
    const left = numbersOf(run, 'partsLeft.out')[Math.round(4 * part - 5)]!;
    expect(Math.abs(left - (1 - worn) / perPart)).toBeLessThan(1);
  });

  it('started beside a spindle that is warm already, takes its warmth for no loss of coolant', () => {
    const rows = Array.from({ length: 600 }, (_, s) => `${s},300,41,22`);
    const run = runExample('cnc-spindle', 'twin', {
      for: '10 s',
      every: '1 s',
      replay: ['time,speed,temperature,coolantTemperature', ...rows].join('\n'),
      record: ['cooled.bearing'],
    });
    expect(Math.abs(lastOf(run, 'cooled.bearing') - 41)).toBeLessThan(1);
  });
});

/** The value, made when it is first asked for. */
function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function mean(values: number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
