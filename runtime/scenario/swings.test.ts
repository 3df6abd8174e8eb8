import { describe, expect, it } from 'vitest';
import { swingsOf } from './swings.ts';

describe('swings of one input at a time', () => {
  it('stand with the longest bar first, also where both ends lie on one side of the middle', () => {
    // KPI = a² + 0.3 b + 0.1 c about 0, each input from −1 to 1: a moves it by 1, the same way at both ends.
    const kpiOf = ([a, b, c]: readonly number[]): number => a! * a! + 0.3 * b! + 0.1 * c!;
    const swings = [
      [0, 0, 0],
      [-1, 0, 0],
      [1, 0, 0],
      [0, -1, 0],
      [0, 1, 0],
      [0, 0, -1],
      [0, 0, 1],
    ];
    const all = new Map(swings.map((at, n) => [n, { n, at, kpis: [kpiOf(at)] }]));
    const axes = ['c', 'b', 'a'].map((name) => ({ kind: 'parameter' as const, name, title: name, unit: '' }));
    const [bars] = swingsOf({ points: [], swings, axes }, all)!;
    expect(bars!.map(({ axis }) => axis)).toEqual([0, 1, 2]);
    expect(bars![0]).toMatchObject({ low: 1, middle: 0, high: 1 });
  });
});
