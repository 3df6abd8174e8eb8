import { describe, expect, it } from 'vitest';
import { BAD, GOOD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';
import { addStretch, emitTotal, holdSample, startAgain } from './running-total.ts';

describe('a running total', () => {
  it('takes a known stretch times its gain, and counts an unknown one as missing', () => {
    const x = { total: 10, missing: 1 };
    addStretch(x, 6, 3, 0.5);
    expect(x).toEqual({ total: 13, missing: 1 });
    addStretch(x, Number.NaN, 3, 0.5);
    expect(x).toEqual({ total: 13, missing: 4 });
  });

  it('starts again at its initial value with nothing missing', () => {
    const x = { total: 10, missing: 1 };
    startAgain(x, 5);
    expect(x).toEqual({ total: 5, missing: 0 });
  });

  it('keeps the last good value beside whether the last sample was good', () => {
    const x = { value: 0, held: 0 };
    holdSample(x, 4);
    expect(x).toEqual({ value: 4, held: 1 });
    holdSample(x, Number.NaN);
    expect(x).toEqual({ value: 4, held: 0 });
  });

  it.each<[QualityCode, QualityCode]>([
    [GOOD, GOOD],
    [UNCERTAIN, UNCERTAIN],
    [BAD, UNCERTAIN],
  ])('on an input of quality %i is emitted with quality %i', (quality, expected) => {
    const y = { out: 0, missing: 0 };
    const marks: QualityCode[] = [];
    emitTotal(y, { total: 3, missing: 2 }, { quality: () => quality, mark: (mark) => void marks.push(mark) });
    expect(y).toEqual({ out: 3, missing: 2 });
    expect(marks).toEqual([expected]);
  });
});
