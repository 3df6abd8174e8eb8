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

const DAY = 86_400;
const TOOL_LIFE = 16 * 60;
const TOOL_CHANGE = 2 * 60;
const NEVER_JAMS = 'jamLevel=99';

const figures = readReferenceFigures() as
  | {
      machining: { 'taylor_C400_n0.25': { T200: number; T230: number } };
      queues: { OEE_worked_example: { A: number; P: number; Q: number; OEE: number } };
    }
  | undefined;

const plant = (run: Partial<ExampleRun> & { record: string[] }) =>
  runExample('assembly-line', 'plant', { for: '24h', every: '60 s', ...run });

/** Parts a second of a lathe that is never starved, at the speed s: by Taylor its tool lasts T/s⁴. */
const longRunRate = (s: number): number => (0.5 * s) / (1 + (TOOL_CHANGE / TOOL_LIFE) * s ** 4);

describe('the assembly line', () => {
  it('turns 480 parts with a tool that lasts 16 min, in cycles of 18 min', () => {
    const run = plant({ set: [NEVER_JAMS], record: ['line.turned', 'tool.changes'] });
    expect(lastOf(run, 'line.turned')).toBeCloseTo(80 * 480, 4);
    expect(lastOf(run, 'tool.changes')).toBe(80);
  });

  it('turns no more than r·s/(1 + (t/T)·s⁴) at a higher speed: 6.2 % more parts for 15 % more speed', () => {
    const run = plant({ set: [NEVER_JAMS, 'lineSpeed=115'], record: ['line.turned'] });
    const expected = DAY * longRunRate(1.15);
    // The day does not end with a whole tool.
    expect(Math.abs(lastOf(run, 'line.turned') - expected)).toBeLessThan(480 / 1.15 ** 3 / 2);
    expect(lastOf(run, 'line.turned') / (80 * 480)).toBeCloseTo(1.062, 3);
  });

  it('keeps every part: what is pressed and not turned stands in the buffer', () => {
    const run = plant({ record: ['line.buffer', 'line.pressed', 'line.turned'] });
    const [buffer, pressed, turned] = ['line.buffer', 'line.pressed', 'line.turned'].map((port) =>
      numbersOf(run, port),
    );
    const lost = buffer!.map((parts, i) => Math.abs(20 + pressed![i]! - turned![i]! - parts));
    expect(Math.max(...lost)).toBeLessThan(1e-6);
    expect(Math.min(...buffer!)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...buffer!)).toBeLessThanOrEqual(40);
  });

  it('runs its buffer out when the press stands: half a part a second, and the last ones by e^(−t/2 s)', () => {
    const run = plant({
      for: '60s',
      every: '2s',
      set: [NEVER_JAMS],
      replay: 'time,commandStop\n0,true',
      record: ['line.buffer'],
    });
    const buffer = numbersOf(run, 'line.buffer');
    for (const [i, time] of numbersOf(run, 'time').entries()) {
      const expected = time <= 38 ? 20 - 0.5 * time : Math.exp((38 - time) / 2);
      expect(buffer[i], `at ${time} s`).toBeCloseTo(expected, 5);
    }
  });

  it('blocks the press while the tool is changed: the free places go by e^(−t/2 s) once they are fewer than 1.1', () => {
    const run = plant({ for: '350s', every: '5s', set: [NEVER_JAMS], record: ['line.buffer'] });
    const buffer = numbersOf(run, 'line.buffer');
    // The tool is worn after a quarter of its life; until then the press gains 0.05 parts a second.
    const blockedAt = 240 + (38.9 - 32) / 0.55;
    for (const [i, time] of numbersOf(run, 'time').entries()) {
      let expected = 20 + 0.05 * time;
      if (time > 240) expected = 32 + 0.55 * (time - 240);
      if (time > blockedAt) expected = 40 - 1.1 * Math.exp((blockedAt - time) / 2);
      expect(buffer[i], `at ${time} s`).toBeCloseTo(expected, 3);
    }
  });
});

describe('the twin of the assembly line', () => {
  const askWhatIf = (rise: number) =>
    runExample('assembly-line', 'twin', {
      for: '2s',
      every: '1s',
      set: [`speedRise=${rise}`],
      replay: 'time,speed\n0,100',
      record: ['whatIf.gain', 'toolLife.out'],
    });

  it.skipIf(!figures)('gives the tool life of Taylor’s equation at 15 % more speed', () => {
    const { T200, T230 } = figures!.machining['taylor_C400_n0.25'];
    const run = askWhatIf(15);
    expect(T200 * 60).toBe(TOOL_LIFE);
    expect(lastOf(run, 'toolLife.out')).toBeCloseTo(T230, 5);
    expect(lastOf(run, 'whatIf.gain')).toBeCloseTo(longRunRate(1.15) / longRunRate(1) - 1, 12);
  });

  it('finds the best speed where (t/T)·s⁴ = 1/3', () => {
    const best = (TOOL_LIFE / TOOL_CHANGE / 3) ** 0.25 - 1;
    const [below, at, above] = [best - 0.02, best, best + 0.02].map((rise) =>
      lastOf(askWhatIf(rise * 100), 'whatIf.gain'),
    );
    expect(best).toBeCloseTo(0.278, 3);
    expect(at).toBeGreaterThan(below!);
    expect(at).toBeGreaterThan(above!);
  });

  it.skipIf(!figures)('gives the OEE of the worked example', () => {
    const run = runExample('assembly-line', 'twin', {
      for: '2s',
      every: '1s',
      set: ['idealRate=60'],
      replay: `time,plannedTime,runTime,turned,rejects\n0,${420 * 60},${373 * 60},19271,423`,
      record: ['availability.out', 'performance.out', 'quality.out', 'oeePercent.out'],
    });
    const { A, P, Q, OEE } = figures!.queues.OEE_worked_example;
    expect(lastOf(run, 'availability.out')).toBeCloseTo(A, 9);
    expect(lastOf(run, 'performance.out')).toBeCloseTo(P, 9);
    expect(lastOf(run, 'quality.out')).toBeCloseTo(Q, 9);
    expect(lastOf(run, 'oeePercent.out')).toBeCloseTo(OEE * 100, 7);
  });

  it('raises each alarm when its cause is there, and none of the lathe before', () => {
    const run = runTwinBesidePlant(
      'assembly-line',
      {
        for: '40min',
        replay: 'time,commandStop,commandCondition\n600,true,100\n780,false,100\n1500,false,80',
      },
      ['starvedAlarm.active', 'slowAlarm.active', 'blockedAlarm.active'],
    );
    expect(risesOf(run, 'starvedAlarm.active')[0]).toBeGreaterThan(600);
    expect(risesOf(run, 'starvedAlarm.active')[0]).toBeLessThan(780);
    const slow = risesOf(run, 'slowAlarm.active');
    expect(slow).toHaveLength(1);
    // The lathe stands until its tool is changed at 1,600 s; only then can it be seen to be slow.
    expect(slow[0]).toBeGreaterThan(1500);
    expect(slow[0]).toBeLessThan(1660);
    expect(risesOf(run, 'blockedAlarm.active').length).toBeGreaterThan(0);
  });
});
