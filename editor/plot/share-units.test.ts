import { describe, expect, it } from 'vitest';
import { shareUnits } from './share-units.ts';

describe('the units that traces are drawn in', () => {
  it('are those of the first trace of their dimension', () => {
    const [first, second, other] = shareUnits(['m3/h', 'm3/s', 'Cel']);
    expect(first).toEqual({ unit: 'm3/h', factor: 1, offset: 0 });
    expect(second).toMatchObject({ unit: 'm3/h', offset: 0 });
    expect(second!.factor).toBeCloseTo(3600, 9);
    expect(other).toEqual({ unit: 'Cel', factor: 1, offset: 0 });
  });

  it('stay as they are where there is none, or none that is known', () => {
    expect(shareUnits(['', 'furlongs?']).map(({ unit }) => unit)).toEqual(['', 'furlongs?']);
  });
});
