import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { vote } from './vote.ts';

function run(
  params: Record<string, unknown>,
  inputs: TraceOptions['inputs'],
  units?: Record<string, string>,
) {
  const traced = trace(vote, { params, inputs, ...(units && { units }), for: 10 });
  expect(traced.diagnostics).toEqual([]);
  return traced;
}

function outcome(...given: Parameters<typeof run>) {
  const { last } = run(...given);
  const { value, quality } = last('out');
  return { out: value, quality, used: last('used').value, deviating: last('deviating').value };
}

const bad = (value: number): [number, number, 'bad'][] => [[0, value, 'bad']];

describe('a vote', () => {
  it('takes the middle one of three', () => {
    const good = { quality: 'good', used: 3, deviating: false };
    expect(outcome({}, { a: 5, b: 90, c: 6 })).toEqual({ out: 6, ...good });
    expect(outcome({}, { a: -5, b: 5, c: 4 })).toEqual({ out: 4, ...good });
  });

  it.each([
    // Of 1, 2, 4, 9: the middle two are 2 and 4, the sum is 16.
    ['median', 3],
    ['mean', 4],
    ['min', 1],
    ['max', 9],
  ])('takes the %s of four', (method, out) => {
    expect(outcome({ inputs: 4, method }, { a: 4, b: 1, c: 9, d: 2 }).out).toBe(out);
  });

  it('does not mind the order of its inputs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 8, maxLength: 8 }),
        (values) => {
          const named = (list: readonly number[]) =>
            Object.fromEntries(list.map((v, i) => ['abcdefgh'[i]!, v]));
          const sorted = values.toSorted((x, y) => x - y);
          const { out } = outcome({ inputs: 8 }, named(values));
          expect(out).toBe((sorted[3]! + sorted[4]!) / 2);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('leaves out a bad input and is uncertain', () => {
    expect(outcome({}, { a: 5, b: bad(90), c: 6 })).toEqual({
      out: 5.5,
      quality: 'uncertain',
      used: 2,
      deviating: false,
    });
  });

  it('is bad with fewer than are needed, and still says how many there are', () => {
    const { last } = run({}, { a: bad(5), b: bad(5), c: 6 });
    expect(last('out')).toEqual({ t: 0, value: undefined, quality: 'bad' });
    expect(last('used')).toEqual({ t: 0, value: 1, quality: 'uncertain' });
    expect(outcome({ atLeast: 1 }, { a: bad(5), b: bad(5), c: 6 }).out).toBe(6);
    expect(outcome({ atLeast: 1 }, { a: bad(5), b: bad(5), c: bad(6) })).toMatchObject({
      quality: 'bad',
      used: 0,
    });
  });

  it('may need all of them', () => {
    expect(outcome({ atLeast: 3 }, { a: 5, b: 7, c: 6 })).toMatchObject({ out: 6, quality: 'good' });
    expect(outcome({ atLeast: 3 }, { a: 5, b: 7, c: bad(6) }).quality).toBe('bad');
  });

  it('discards one that strays from the median, not one at the limit', () => {
    const params = { method: 'mean', maxDeviation: 2 };
    // Median 6: 8 is 2 away, 8.1 more.
    expect(outcome(params, { a: 5, b: 8, c: 6 })).toMatchObject({ used: 3, deviating: false });
    expect(outcome(params, { a: 5, b: 8.1, c: 6 })).toEqual({
      out: 5.5,
      quality: 'uncertain',
      used: 2,
      deviating: true,
    });
  });

  it('believes neither of two that disagree', () => {
    const params = { inputs: 2, maxDeviation: 1, atLeast: 1 };
    expect(outcome(params, { a: 5, b: 7 })).toMatchObject({ out: 6, used: 2 });
    expect(outcome(params, { a: 5, b: 7.1 })).toEqual({
      out: undefined,
      quality: 'bad',
      used: 0,
      deviating: true,
    });
  });

  it('recovers as soon as the inputs do, at whatever times they come', () => {
    const { samples } = run(
      {},
      {
        a: [
          [0, 1],
          [2, 2],
          [2.5, 0, 'bad'],
        ],
        b: [
          [0, 3],
          [2.5, 0, 'bad'],
          [7, 5],
        ],
        c: [[1, 9]],
      },
    );
    // It begins once all have spoken.
    expect(samples('out').map(({ t, value, quality }) => [t, value, quality])).toEqual([
      [1, 3, 'good'],
      [2, 3, 'good'],
      [2.5, undefined, 'bad'],
      [7, 7, 'uncertain'],
    ]);
  });

  it('is uncertain with an uncertain input', () => {
    expect(outcome({}, { a: [[0, 5, 'uncertain']], b: 5, c: 6 })).toMatchObject({
      quality: 'uncertain',
      used: 3,
    });
  });

  it('brings all to the unit of the first, the deviation as a difference', () => {
    const units = { a: 'Cel', b: 'K', c: 'K' };
    const inputs = { a: 20, b: 294.15, c: 303.15 };
    const { last, unit } = run({ maxDeviation: '5 K' }, inputs, units);
    expect(unit('out')).toBe('Cel');
    expect(last('out').value).toBeCloseTo(20.5, 9);
    expect(last('deviating').value).toBe(true);
  });

  it.each([
    [{ inputs: 2, atLeast: 3 }, 'atLeast'],
    [{ inputs: 9 }, 'inputs'],
    [{ maxDeviation: 0 }, 'maxDeviation'],
    [{ method: 'mode' }, 'method'],
  ])('refuses %j', (params, param) => {
    const { diagnostics } = trace(vote, { params, inputs: { a: 1, b: 2 }, for: 1 });
    expect(diagnostics.map(({ at }) => at[0]?.param)).toContain(param);
  });
});
