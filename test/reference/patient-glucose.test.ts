import { describe, expect, it } from 'vitest';
import {
  lastOf,
  numbersOf,
  risesOf,
  runExample,
  runTwinBesidePlant,
  type ExampleRun,
} from './plant-and-twin.ts';

const [SG, SI, GB, IB] = [0.026, 5e-4, 92, 11];
const [KE, VI] = [0.138, 8.4];
/** A day of the patient takes 24 min: 1 s of the flow is a minute. */
const DAY = '24min';

const patient = (run: Partial<ExampleRun> & { record: string[] }) =>
  runExample('patient-glucose', 'plant', { for: DAY, every: '1 s', ...run });

/** ∫ over the minutes by trapezoids. */
const integralOf = (values: readonly number[]): number =>
  values.slice(1).reduce((sum, value, i) => sum + (value + values[i]!) / 2, 0);

describe('the patient', () => {
  it('without meals settles where insulin and glucose balance', () => {
    const run = patient({
      for: '60min',
      replay: 'time,commandMeals,commandBasal\n0,false,1.5',
      record: ['patient.insulin', 'patient.glucose'],
    });
    const insulin = 1.5e3 / 60 / (KE * VI);
    expect(lastOf(run, 'patient.insulin')).toBeCloseTo(insulin, 5);
    expect(lastOf(run, 'patient.glucose')).toBeCloseTo((SG * GB) / (SG + SI * (insulin - IB)), 4);
  });

  it('without meals at the usual rate stays at the basal levels', () => {
    const run = patient({
      replay: 'time,commandMeals\n0,false',
      record: ['patient.insulin', 'patient.glucose'],
    });
    expect(lastOf(run, 'patient.insulin')).toBeCloseTo(IB, 3);
    expect(lastOf(run, 'patient.glucose')).toBeCloseTo(GB, 2);
  });

  it('takes up 80 % of what was eaten, and clears all the insulin that was given', () => {
    const run = patient({ for: '47min', record: ['patient.appearing', 'patient.insulin'] });
    // Two days without the last hour: six meals of 174 g a day, of which the last is taken up but for 1e-6.
    const eaten = 2 * (45 + 60 + 69);
    expect(integralOf(numbersOf(run, 'patient.appearing')) / 1e3).toBeCloseTo(0.8 * eaten, 1);
    const beyond = integralOf(numbersOf(run, 'patient.insulin').map((level) => level - IB));
    expect((beyond * KE * VI) / 1e3).toBeCloseTo(eaten / 9, 1);
  });
});

describe('the twin of the patient', () => {
  const causes = ['mealAlarm', 'missingAlarm', 'strongAlarm'];
  const alarms = [...causes, 'lowAlarm', 'soonAlarm', 'highAlarm'];
  const record = [
    ...alarms.map((alarm) => `${alarm}.active`),
    'glucose.value',
    'timeInRange.out',
    'gmiPercent.out',
  ];
  const besides = (replay?: string) =>
    runTwinBesidePlant('patient-glucose', { for: DAY, ...(replay !== undefined && { replay }) }, record);
  const raised = (run: ReturnType<typeof besides>, names = causes) =>
    names.filter((alarm) => risesOf(run, `${alarm}.active`).length > 0);

  it('raises nothing on a day on which all is announced', () => {
    expect(raised(besides(), alarms)).toEqual([]);
  });

  it('finds what was eaten in silence within half an hour', () => {
    const run = besides('time,commandSnack\n0,false\n700,true\n715,false');
    expect(raised(run)).toEqual(['mealAlarm']);
    expect(risesOf(run, 'mealAlarm.active')[0]).toBeLessThanOrEqual(730);
  });

  it('finds a blocked infusion set: by the next meal within 70 min of it, without one within 5 h', () => {
    const lunch = besides('time,commandBlocked\n0,false\n300,true');
    expect(raised(lunch)).toEqual(['missingAlarm']);
    const [found] = risesOf(lunch, 'missingAlarm.active');
    expect(found).toBeGreaterThan(390);
    expect(found).toBeLessThan(390 + 70);
    expect(risesOf(lunch, 'highAlarm.active')[0]).toBeGreaterThan(found!);
    const night = besides('time,commandBlocked\n0,false\n900,true');
    expect(raised(night)).toEqual(['missingAlarm']);
    expect(risesOf(night, 'missingAlarm.active')[0]).toBeLessThan(1200);
  });

  it('finds a body that answers more strongly, and says that a low comes before it is there', () => {
    const run = besides('time,commandSensitivity\n0,100\n900,200');
    expect(raised(run)).toEqual(['strongAlarm']);
    const [soon] = risesOf(run, 'soonAlarm.active');
    const [low] = risesOf(run, 'lowAlarm.active');
    expect(low! - soon!).toBeGreaterThan(20);
    expect(soon!).toBeGreaterThan(900);
  });

  it('tells time in range and GMI as they follow from the readings of the day', () => {
    const run = besides('time,commandBlocked\n0,false\n300,true');
    const glucose = numbersOf(run, 'glucose.value').slice(-1440);
    const inRange = glucose.filter((value) => value >= 70 && value <= 180).length / 1440;
    const mean = glucose.reduce((sum, value) => sum + value, 0) / 1440;
    expect(lastOf(run, 'timeInRange.out')).toBeCloseTo(100 * inRange, 6);
    expect(lastOf(run, 'gmiPercent.out')).toBeCloseTo(3.31 + 0.02392 * mean, 6);
  });
});
