import { describe, expect, it } from 'vitest';
import { readFirstTime, readTime } from './read-time.ts';

/** 2020-03-09 00:00:00 UTC, s since 1970: 18 330 days. */
const DAY = 18_330 * 86_400;
const MICROS = 1e6;

describe('a time in a file', () => {
  it.each([
    ['2020-03-09', 0],
    ['2020-03-09T10:14:33', 36_873],
    ['2020-03-09 10:14:33', 36_873],
    ['2020-03-09 10:14', 36_840],
    ['2020-03-09T10:14:33Z', 36_873],
    ['2020-03-09T10:14:33+01:00', 33_273],
    ['2020-03-09T10:14:33-0330', 49_473],
    ['2020-03-09 10:14:33 +01', 33_273],
    ['2020-03-09T10:14:33.25', 36_873.25],
    ['2020-03-09T10:14:33,123456789', 36_873.123457],
  ])('%s is ISO 8601, UTC where it names no zone', (text, seconds) => {
    expect(readFirstTime(text)).toEqual({ micros: Math.round((DAY + seconds) * MICROS), isAbsolute: true });
  });

  it.each(['2020-02-30', '2020-13-01', '2020-03-09T25:00:00', '2020-03-09T10:60:00', '9.3.2020', 'now', ''])(
    '"%s" is none',
    (text) => {
      expect(readFirstTime(text)).toHaveProperty('problem');
    },
  );

  it('counts from the origin up to 1e8 s, and since 1970 above', () => {
    expect(readFirstTime('100000000')).toEqual({ micros: 1e14, isAbsolute: false });
    expect(readFirstTime('100000001')).toEqual({ micros: 100_000_001e6, isAbsolute: true });
    expect(readFirstTime('-1.5')).toEqual({ micros: -1.5e6, isAbsolute: false });
  });

  it('in milliseconds since 1970 is refused, not read as the year 52000', () => {
    expect(readFirstTime('1583748873000')).toMatchObject({ problem: expect.stringContaining('1000') });
  });

  it('is a date only in a file that began with one', () => {
    expect(readTime('2020-03-09', false)).toHaveProperty('problem');
    expect(readTime('2020-03-09', true)).toBe(DAY * MICROS);
  });
});
