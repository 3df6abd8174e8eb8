import { describe, expect, it } from 'vitest';
import {
  pointsOf,
  stepsOf,
  viewOf,
  withAdded,
  withMoved,
  withoutPoint,
  type CurvePoint,
} from './curve-points.ts';

const curve: CurvePoint[] = [
  [0, 0],
  [1, 20],
  [3, 120],
];
const steps = { x: 0.1, y: 1 };

describe('a curve', () => {
  it('is at least two points of numbers whose x grow', () => {
    expect(pointsOf(curve)).toEqual(curve);
    expect(pointsOf([[0, 1]])).toBeUndefined();
    expect(
      pointsOf([
        [0, 1],
        [0, 2],
      ]),
    ).toBeUndefined();
    expect(
      pointsOf([
        [0, 1],
        [1, 'two'],
      ]),
    ).toBeUndefined();
    expect(pointsOf('rubbish')).toBeUndefined();
  });

  it('is shown with air around it, also where all y are alike', () => {
    const { x, y } = viewOf(curve);
    expect([x[0] < 0, x[1] > 3, y[0] < 0, y[1] > 120]).toEqual([true, true, true, true]);
    const flat = viewOf([
      [0, 7],
      [1, 7],
    ]);
    expect(flat.y[0]).toBeLessThan(7);
    expect(flat.y[1]).toBeGreaterThan(7);
  });

  it('moves in steps of which two hundred make the plot', () => {
    expect(stepsOf({ x: [0, 10], y: [0, 200] })).toEqual({ x: 0.05, y: 1 });
  });

  it('moves one point to the nearest step, without noise behind it', () => {
    expect(withMoved(curve, 1, [1.2999, 44.6], steps)).toEqual([
      [0, 0],
      [1.3, 45],
      [3, 120],
    ]);
  });

  it('never lets a point pass its neighbours', () => {
    expect(withMoved(curve, 1, [-5, 20], steps)[1]).toEqual([0.1, 20]);
    expect(withMoved(curve, 1, [9, 20], steps)[1]).toEqual([2.9, 20]);
    const close: CurvePoint[] = [
      [0, 0],
      [0.05, 1],
      [0.1, 2],
    ];
    expect(withMoved(close, 1, [9, 5], steps)[1]).toEqual([0.05, 5]);
  });

  it('takes a further point where its line runs, and beyond its ends', () => {
    expect(withAdded(curve, 2, steps)).toEqual({
      index: 2,
      points: [
        [0, 0],
        [1, 20],
        [2, 70],
        [3, 120],
      ],
    });
    expect(withAdded(curve, 4, steps)?.points.at(-1)).toEqual([4, 120]);
    expect(withAdded(curve, 1, steps)).toBeUndefined();
  });

  it('keeps its last two points', () => {
    expect(withoutPoint(curve, 1)).toEqual([curve[0], curve[2]]);
    expect(withoutPoint(withoutPoint(curve, 1), 0)).toEqual([curve[0], curve[2]]);
  });
});
