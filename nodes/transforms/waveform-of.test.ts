import { describe, expect, it } from 'vitest';
import { waveformOf } from './waveform-of.ts';

describe('a waveform', () => {
  it('is a vector with a spacing', () => {
    expect(waveformOf({ values: [1, 2, 3], spacing: 0.1 }, 3)).toEqual({ values: [1, 2, 3], spacing: 0.1 });
  });

  it('is refused with what was expected and what came: without a spacing, or too short', () => {
    expect(() => waveformOf({ values: [1, 2, 3] }, 2)).toThrow(
      /time between its values; got 3 values without a spacing/,
    );
    expect(() => waveformOf({ values: [1, 2, 3], spacing: 1 }, 8)).toThrow('at least 8 values, got 3');
  });
});
