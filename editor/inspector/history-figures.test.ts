import { describe, expect, it } from 'vitest';
import { historyFigures, withStanding } from './history-figures.ts';

const recorded = {
  unit: 'm3/h',
  t: [0, 10, 20, 30],
  min: [1, 0.5, null, 3],
  max: [4, 5, null, 3],
  mean: [2, 2.5, null, 3],
  quality: ['good' as const, 'good' as const, 'bad' as const, 'good' as const],
};

describe('what a recorded stretch comes to', () => {
  it('is its least, greatest and last good value, and how much is bad', () => {
    expect(historyFigures(recorded, false)).toEqual({
      least: '0.5 m³/h',
      greatest: '5 m³/h',
      last: '3 m³/h',
      bad: '25 % of the stretch is bad',
    });
  });

  it('is true or false of a switch', () => {
    const switched = { ...recorded, unit: '', min: [0, 0], max: [0, 1], mean: [0, 1], quality: [] };
    expect(historyFigures(switched, true)).toEqual({
      least: 'false',
      greatest: 'true',
      last: 'true',
      bad: '',
    });
  });

  it('is nothing where nothing is good', () => {
    expect(historyFigures({ ...recorded, min: [null], max: [null], mean: [null] }, false)).toBeUndefined();
  });

  it('is the value that stands where nothing was said in it', () => {
    const silent = { unit: 'm', t: [], min: [], max: [], mean: [], quality: [] };
    const said = { value: 7, t: 50, quality: 0, type: 'number' };
    expect(historyFigures(withStanding(silent, 100, said), false)?.last).toBe('7 m');
    expect(withStanding(silent, 40, said)).toBe(silent);
    expect(withStanding(silent, 100, { ...said, quality: 2 })).toBe(silent);
    expect(withStanding(recorded, 100, said)).toBe(recorded);
  });
});
