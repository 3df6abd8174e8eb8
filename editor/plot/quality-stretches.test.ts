import { ABSENT, BAD, GOOD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';
import { describe, expect, it } from 'vitest';
import { qualityStretches } from './quality-stretches.ts';

describe('stretches of doubtful quality', () => {
  it('reach to the next row that is good, put together, the last to the end', () => {
    const quality: QualityCode[] = [GOOD, BAD, BAD, GOOD, UNCERTAIN];
    expect(qualityStretches([0, 1, 2, 3, 4], [quality], 6)).toEqual([
      { from: 1, to: 3, quality: 'bad' },
      { from: 4, to: 6, quality: 'uncertain' },
    ]);
  });

  it('are of the worst trace, and what is not recorded is no reason', () => {
    const [one, other] = [
      [UNCERTAIN, BAD, ABSENT, ABSENT],
      [GOOD, UNCERTAIN, GOOD, ABSENT],
    ] as const;
    expect(qualityStretches([0, 1, 2, 3], [one, other], 4)).toEqual([
      { from: 0, to: 1, quality: 'uncertain' },
      { from: 1, to: 2, quality: 'bad' },
    ]);
  });

  it('can ask for as many traces as make it a matter of the whole picture', () => {
    const [one, other] = [
      [BAD, BAD],
      [GOOD, UNCERTAIN],
    ] as const;
    expect(qualityStretches([0, 1], [one, other], 2, 2)).toEqual([{ from: 1, to: 2, quality: 'uncertain' }]);
  });
});
