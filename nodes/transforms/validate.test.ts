import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { validate } from './validate.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];

const each = (values: readonly number[], every = 1): Samples => values.map((value, k) => [k * every, value]);

function run(params: Record<string, unknown>, samples: Samples, unit = 'Cel') {
  const { samples: of, diagnostics } = trace(validate, {
    params,
    inputs: { in: samples },
    units: { in: unit },
    for: 1000,
  });
  expect(diagnostics).toEqual([]);
  return { out: of('out'), valid: of('valid'), reason: of('reason') };
}

const reasons = (...given: Parameters<typeof run>): unknown[] =>
  run(...given).reason.map(({ value }) => value);

describe('a validation', () => {
  it('passes everything while no check is asked for', () => {
    const { out, valid, reason } = run({}, each([1, 1, 500, -40]));
    expect(out.map(({ value, quality }) => [value, quality])).toEqual(
      [1, 1, 500, -40].map((value) => [value, 'good']),
    );
    expect(valid.every(({ value }) => value === true)).toBe(true);
    expect(reason.every(({ value }) => value === '')).toBe(true);
  });

  it('fails what lies outside the range, not its ends', () => {
    expect(reasons({ min: 0, max: 100 }, each([0, -0.1, 100, 100.1, 50]))).toEqual([
      '',
      'below min',
      '',
      'above max',
      '',
    ]);
    expect(reasons({ max: '373.15 K' }, each([99.9, 100.1]))).toEqual(['', 'above max']);
  });

  it('makes a value that fails bad, and says so with answers that are good', () => {
    const { out, valid, reason } = run({ max: 10 }, each([5, 11, 6]));
    expect(out.map(({ value, quality }) => [value, quality])).toEqual([
      [5, 'good'],
      [undefined, 'bad'],
      [6, 'good'],
    ]);
    expect(valid[1]).toEqual({ t: 1, value: false, quality: 'good' });
    expect(reason[1]).toEqual({ t: 1, value: 'above max', quality: 'good' });
  });

  it('lets a value that fails through as uncertain, where that is asked', () => {
    const { out, valid } = run({ max: 10, mark: 'uncertain' }, each([5, 11, 6]));
    expect(out.map(({ value, quality }) => [value, quality])).toEqual([
      [5, 'good'],
      [11, 'uncertain'],
      [6, 'good'],
    ]);
    expect(valid[1]?.value).toBe(false);
  });

  it('fails what is faster than maxRate since the last valid sample, at irregular times', () => {
    const samples: Samples = [
      [0, 0],
      [0.5, 1],
      // 3 more in 1 s, then 3 more in 1.5 s and in 2 s than the 1 at 0.5 s.
      [1.5, 4],
      [2, 4.1],
      [2.5, 4],
      [4.5, 0],
      [5, -1.1],
    ];
    const expected = ['', '', 'too fast', 'too fast', '', '', 'too fast'];
    expect(reasons({ maxRate: 2 }, samples)).toEqual(expected);
    expect(reasons({ maxRate: '120 K/min' }, samples)).toEqual(expected);
  });

  it('measures the rate from the first sample on', () => {
    expect(reasons({ maxRate: 2 }, each([0, 2.1]))).toEqual(['', 'too fast']);
  });

  it('allows no change between two samples of one time, where the rate is checked', () => {
    // Times that fall on one microsecond are one time.
    const samples: Samples = [
      [1, 5],
      [1.0000001, 5],
      [1.0000002, 5.1],
    ];
    expect(reasons({ maxRate: 2 }, samples)).toEqual(['', '', 'too fast']);
  });

  it('sees a single spike by the median of the last five, and lets the next one pass', () => {
    // Median of 10, 10.2, 9.9, 10.1, 10: 10. The spike enters: median of 10.2, 9.9, 10.1, 10, 13: 10.1.
    expect(reasons({ spike: 2 }, each([10, 10.2, 9.9, 10.1, 10, 13, 11.9]))).toEqual([
      '',
      '',
      '',
      '',
      '',
      'spike',
      '',
    ]);
  });

  it('knows the median of the last five of a ramp, three steps behind, up or down', () => {
    const up = Array.from({ length: 9 }, (_, k) => k);
    for (const ramp of [up, up.toReversed()]) {
      expect(reasons({ spike: 3 }, each(ramp))).toEqual(Array(9).fill(''));
      const expected = [...Array<string>(5).fill(''), ...Array<string>(4).fill('spike')];
      expect(reasons({ spike: 2.9 }, each(ramp))).toEqual(expected);
    }
  });

  it('believes a step that it has seen three times', () => {
    expect(reasons({ spike: 2 }, each([1, 1, 1, 1, 1, 9, 9, 9, 9, 9]))).toEqual([
      ...Array<string>(5).fill(''),
      ...Array<string>(3).fill('spike'),
      '',
      '',
    ]);
  });

  it('judges no spike before it knows five samples in range', () => {
    expect(reasons({ spike: 2, max: 50 }, each([1, 9, 60, 1, 9, 1, 9]))).toEqual([
      '',
      '',
      'above max',
      '',
      '',
      '',
      'spike',
    ]);
  });

  it('takes a line for flat once it has stayed within the tolerance for the time', () => {
    const params = { flatFor: '3 s', flatWithin: 0.1 };
    expect(reasons(params, each([5, 5.05, 4.95, 5.1, 5, 5.2, 5.2, 5.2, 5.2]))).toEqual([
      '',
      '',
      '',
      'flat',
      'flat',
      '',
      '',
      '',
      'flat',
    ]);
    // A slow drift leaves the tolerance in time.
    expect(reasons(params, each([0, 0.06, 0.12, 0.18, 0.24, 0.3, 0.36]))).toEqual(Array(7).fill(''));
  });

  it('takes only equal values for flat without a tolerance', () => {
    expect(reasons({ flatFor: 0.2 }, each([7, 7, 7, 7.001, 7.001], 0.1))).toEqual(['', '', 'flat', '', '']);
    expect(reasons({ flatFor: 0.2 }, each([0, 0, 0], 0.1))).toEqual(['', '', 'flat']);
  });

  it('names a bad input, and starts the flat line anew after it', () => {
    const samples: Samples = [
      [0, 5],
      [1, 5],
      [2, 0, 'bad'],
      [3, 5],
      [4, 5],
      [5, 5],
    ];
    const { out, valid, reason } = run({ flatFor: 2, mark: 'uncertain' }, samples);
    expect(reason.map(({ value }) => value)).toEqual(['', '', 'bad input', '', '', 'flat']);
    expect(out[2]).toEqual({ t: 2, value: undefined, quality: 'bad' });
    expect(valid[2]).toEqual({ t: 2, value: false, quality: 'good' });
  });

  it('measures the rate over a stretch of bad samples', () => {
    const samples: Samples = [
      [0, 0],
      [1, 0, 'bad'],
      [4, 4],
      [5, 5.5],
    ];
    expect(reasons({ maxRate: 1 }, samples)).toEqual(['', 'bad input', '', 'too fast']);
  });

  it('keeps an uncertain input uncertain', () => {
    const { out, valid } = run({ max: 10 }, [[0, 5, 'uncertain']]);
    expect(out[0]).toEqual({ t: 0, value: 5, quality: 'uncertain' });
    expect(valid[0]?.value).toBe(true);
  });

  it.each([
    [{ min: 5, max: 5 }, 'max'],
    [{ spike: 0 }, 'spike'],
    [{ maxRate: '3 K' }, 'maxRate'],
    [{ flatWithin: -1 }, 'flatWithin'],
    [{ flatFor: 0 }, 'flatFor'],
    [{ mark: 'good' }, 'mark'],
  ])('refuses %j', (params, param) => {
    const { diagnostics } = trace(validate, { params, inputs: { in: 1 }, units: { in: 'Cel' }, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});
