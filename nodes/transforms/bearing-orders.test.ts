import { describe, expect, it } from 'vitest';
import { bearingOrders } from './bearing-orders.ts';

describe('the orders of a bearing', () => {
  it('are those the Case Western Reserve University bearing data center gives for the SKF 6205', () => {
    const { outerRace, innerRace, ball, cage } = bearingOrders({
      balls: 9,
      ballDiameter: 0.3126,
      pitchDiameter: 1.537,
      contactAngle: 0,
    });
    expect(outerRace).toBeCloseTo(3.5848, 3);
    expect(innerRace).toBeCloseTo(5.4152, 3);
    expect(cage).toBeCloseTo(0.39828, 4);
    // Its table counts both races that a flaw of a ball strikes per spin.
    expect(2 * ball).toBeCloseTo(4.7135, 3);
  });

  it('of both races sum to the number of balls, and the cage passes each ball over the outer race', () => {
    const { outerRace, innerRace, cage } = bearingOrders({
      balls: 12,
      ballDiameter: 8,
      pitchDiameter: 50,
      contactAngle: 0.5,
    });
    expect(outerRace + innerRace).toBeCloseTo(12, 12);
    expect(outerRace).toBeCloseTo(12 * cage, 12);
  });

  it('of a thrust bearing, whose contact angle is 90°, are alike on both races', () => {
    const { outerRace, innerRace, cage } = bearingOrders({
      balls: 10,
      ballDiameter: 8,
      pitchDiameter: 50,
      contactAngle: Math.PI / 2,
    });
    expect(outerRace).toBeCloseTo(5, 12);
    expect(innerRace).toBeCloseTo(5, 12);
    expect(cage).toBeCloseTo(0.5, 12);
  });
});
