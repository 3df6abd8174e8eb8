import { describe, expect, it } from 'vitest';
import { sliderOf, slidValue } from './param-slider.ts';

describe('the slider of a param', () => {
  it('reaches from the least to the greatest value', () => {
    expect(sliderOf({ type: 'number', minimum: 0, maximum: 1 })).toEqual({ min: 0, max: 1, step: 0.005 });
  });

  it('leaves out a limit that is not allowed itself', () => {
    const slider = sliderOf({ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 })!;
    expect([slider.min, slider.max]).toEqual([0.005, 0.995]);
  });

  it('moves by whole numbers where only those are allowed', () => {
    expect(sliderOf({ type: 'integer', minimum: 2, maximum: 16 })?.step).toBe(1);
  });

  it('is not there without both limits, over too many whole numbers, and for times', () => {
    expect(sliderOf({ type: 'number', minimum: 0 })).toBeUndefined();
    expect(sliderOf({ type: 'integer', minimum: 2, maximum: 100_000 })).toBeUndefined();
    expect(sliderOf({ type: 'number', widget: 'duration', minimum: 0.1, maximum: 300 })).toBeUndefined();
  });

  it('says numbers as a person would write them', () => {
    const slider = sliderOf({ type: 'number', minimum: 0, maximum: 1 })!;
    expect(slidValue(slider, 0.1 + 0.2)).toBe(0.3);
    expect(slidValue(sliderOf({ type: 'number', minimum: -14, maximum: 14 })!, 5.5)).toBe(5.5);
  });
});
