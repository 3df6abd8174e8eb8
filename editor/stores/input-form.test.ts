import { inputPolicySchema } from '@twinloom/runtime/graph/scenario';
import { describe, expect, it } from 'vitest';
import type { FaultTarget } from './fault-targets.ts';
import { describePoints, inputFormOf, inputOf, inputProblem, newInput } from './input-form.ts';

const NOW = 1_800_000_000;
const speed: FaultTarget = {
  name: 'speed.value',
  label: 'Speed',
  kind: 'input',
  type: 'number',
  unit: '1/min',
  forecasts: ['trend.value'],
};
const typed = (change: object) => ({ ...newInput([]), input: 'speed.value', ...change });

describe('the form of how an input is fed', () => {
  it.each([
    { policy: 'hold' as const, every: '2 s' },
    { policy: 'ramp' as const, to: 1600, over: '10 min' },
    { policy: 'ramp' as const, to: '20 Hz', over: '10 min', note: 'kept' },
    {
      policy: 'profile' as const,
      points: [[0, 1450] as [number, number], [600, 1600] as [number, number]],
      between: 'line' as const,
    },
    { policy: 'scaled' as const, factor: 1.15 },
    { policy: 'forecast' as const, by: 'trend.value' },
    { policy: 'replay' as const, from: NOW - 3_600 },
  ])('asks for a kept policy what the flow keeps: %o', (kept) => {
    const form = inputFormOf('speed.value', kept, 0);
    expect(inputOf(form, speed, NOW)).toEqual(kept);
    expect(inputProblem(form, speed, NOW)).toBeUndefined();
    expect(inputPolicySchema.safeParse(inputOf(form, speed, NOW)).success).toBe(true);
  });

  it('reads times of the past as people write them', () => {
    const from = (text: string) => inputOf(typed({ policy: 'replay', from: text }), speed, NOW);
    expect(from('2 h')).toEqual({ policy: 'replay', from: NOW - 7_200 });
    expect(from('2027-01-15T07:00:00Z')).toEqual({ policy: 'replay', from: 1_799_996_400 });
    expect(from(String(NOW - 60))).toEqual({ policy: 'replay', from: NOW - 60 });
  });

  it.each([
    [{ input: '' }, /Choose the input/],
    [{ policy: 'ramp', to: '', over: '1 h' }, /Where it goes: it is empty.*1\/min/],
    [{ policy: 'ramp', to: '3 bar', over: '1 h' }, /bar/],
    [{ policy: 'ramp', to: '1500', over: '' }, /over how long/],
    [{ policy: 'scaled', factor: 'twice' }, /such as 1\.15/],
    [{ policy: 'profile' }, /CSV file/],
    [{ policy: 'profile', problem: 'Line 3 is no time. Mend it.' }, /Line 3/],
    [{ policy: 'replay', from: 'then' }, /how long ago/],
    [{ policy: 'replay', from: '2099-01-01T00:00:00Z' }, /not past/],
    [{ policy: 'forecast' }, /Choose the predictor/],
  ])('says of %o what to do', (change, says) => {
    expect(inputProblem(typed(change), speed, NOW)).toMatch(says);
  });

  it('says that nothing forecasts an input of which no predictor looks ahead', () => {
    const form = typed({ policy: 'forecast', by: 'x.value' });
    expect(inputProblem(form, { ...speed, forecasts: [] }, NOW)).toMatch(/No predictor/);
  });

  it('tells of a profile how long it is', () => {
    expect(describePoints({ points: [], file: '' })).toBe('');
    expect(describePoints({ points: [[0, 1]], file: 'a.csv' })).toBe('1 point of a.csv, to 0 s');
  });
});
