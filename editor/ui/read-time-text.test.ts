import { describe, expect, it } from 'vitest';
import { readTimeText } from './read-time-text.ts';

const at = (...parts: [number, number, number, number?, number?, number?]): number =>
  new Date(...(parts as [number, number, number])).getTime() / 1000;
/** 27 November 2026, 14:00:00, where the test runs. */
const NOW = at(2026, 10, 27, 14, 0, 0);

describe('a time that a person types', () => {
  it.each([
    ['13:59:58.25', NOW - 1.75],
    ['13:59', NOW - 60],
    // Later today is no past: yesterday is meant.
    ['14:30', NOW + 1_800 - 86_400],
    ['2026-11-26 08:15:30', at(2026, 10, 26, 8, 15, 30)],
    ['2026-11-26T08:15', at(2026, 10, 26, 8, 15)],
    ['2026-11-27T12:00:00Z', Date.UTC(2026, 10, 27, 12) / 1000],
    ['2026-11-27T12:00:00+02:00', Date.UTC(2026, 10, 27, 10) / 1000],
    ['10 min', NOW - 600],
    ['-1.5 h', NOW - 5_400],
    ['30 s ago', NOW - 30],
    ['5 minutes ago', NOW - 300],
    ['2 Hours', NOW - 7_200],
    ['1 day ago', NOW - 86_400],
  ])('%s', (text, t) => expect(readTimeText(text, NOW)).toBeCloseTo(t, 6));

  it.each(['', 'soon', '25:00', '14:61', '2026-13-01 08:00', '2026-02-30 08:00', '12', '5 months'])(
    'is not: %s',
    (text) => expect(readTimeText(text, NOW)).toBeUndefined(),
  );
});
