import { ABSENT, GOOD } from '@twinloom/runtime/signal/quality';
import { describe, expect, it } from 'vitest';
import type { Band } from './bands.ts';
import { padBand, shiftBand } from './shift-band.ts';

const said: Band = {
  mean: [1, null, 3],
  low: [0, null, 2],
  high: [2, null, 4],
  quality: [GOOD, ABSENT, GOOD],
};

describe('a prediction', () => {
  it('lies at the time that it speaks of, and ends with what was said last', () => {
    const moved = shiftBand({ times: [0, 10, 20], traces: [said] }, 0, 60, 25, [50, 60, 70, 80, 85, 90]);
    expect(moved.mean).toEqual([null, 1, null, 3, 3, null]);
    expect(moved.low).toEqual([null, 0, null, 2, 2, null]);
    expect(moved.quality).toEqual([ABSENT, GOOD, ABSENT, GOOD, GOOD, ABSENT]);
  });

  it('reaches beyond now, where other traces have nothing', () => {
    expect(padBand(said, 5)).toMatchObject({
      mean: [1, null, 3, null, null],
      quality: [GOOD, ABSENT, GOOD, ABSENT, ABSENT],
    });
    expect(padBand(said, 2).mean).toEqual(said.mean);
  });
});
