import { describe, expect, it } from 'vitest';
import type { TimeForm } from './format.ts';
import { dateNumbers, readTime } from './read-time.ts';
import { clockOf } from './zone.ts';

function read(text: string, form: TimeForm, zone = 'UTC', last = -Infinity): string | undefined {
  const micros = readTime(text, { form, decimal: '.', toUtc: clockOf(zone)! }, last);
  return micros === undefined ? undefined : new Date(micros / 1000).toISOString();
}

describe('a time in a cell', () => {
  it.each([
    ['2024-03-09T10:14:33Z', 'iso', '2024-03-09T10:14:33.000Z'],
    ['2024-03-09 10:14:33.25', 'iso', '2024-03-09T10:14:33.250Z'],
    ['2024/3/9 7:05', 'iso', '2024-03-09T07:05:00.000Z'],
    ['2024-03-09', 'iso', '2024-03-09T00:00:00.000Z'],
    ['09.03.2024 10:14', 'day-month-year', '2024-03-09T10:14:00.000Z'],
    ['9.3.24 10:14:33', 'day-month-year', '2024-03-09T10:14:33.000Z'],
    ['09/03/2024 10:14', 'day-month-year', '2024-03-09T10:14:00.000Z'],
    ['03/09/2024 10:14', 'month-day-year', '2024-03-09T10:14:00.000Z'],
    ['3/9/2024 12:05 AM', 'month-day-year', '2024-03-09T00:05:00.000Z'],
    ['3/9/2024 1:05:00 PM', 'month-day-year', '2024-03-09T13:05:00.000Z'],
    ['1709979273', 'epoch-seconds', '2024-03-09T10:14:33.000Z'],
    ['1709979273250', 'epoch-milliseconds', '2024-03-09T10:14:33.250Z'],
    ['12.5', 'seconds', '1970-01-01T00:00:12.500Z'],
  ] as const)('%s read as %s is %s', (text, form, iso) => {
    expect(read(text, form)).toBe(iso);
  });

  it.each([
    ['2024-02-30', 'iso'],
    ['31.04.2024', 'day-month-year'],
    ['13/13/2024', 'month-day-year'],
    ['3/9/2024 13:05 PM', 'month-day-year'],
    ['1.2/2024', 'day-month-year'],
    ['soon', 'seconds'],
  ] as const)('%s read as %s is none', (text, form) => {
    expect(read(text, form)).toBeUndefined();
  });

  it('is meant in the zone that was chosen, unless it names one', () => {
    expect(read('2024-03-09 10:00', 'iso', '+01:00')).toBe('2024-03-09T09:00:00.000Z');
    expect(read('2024-03-09 10:00Z', 'iso', '+01:00')).toBe('2024-03-09T10:00:00.000Z');
    // Berlin keeps summer time (UTC+2) from 31 March 2024, 02:00 to 27 October 2024, 03:00.
    expect(read('30.03.2024 12:00', 'day-month-year', 'Europe/Berlin')).toBe('2024-03-30T11:00:00.000Z');
    expect(read('01.04.2024 12:00', 'day-month-year', 'Europe/Berlin')).toBe('2024-04-01T10:00:00.000Z');
  });

  it('in the hour that comes twice goes on from the time before', () => {
    const first = Date.UTC(2024, 9, 27, 0, 45) * 1000;
    expect(read('27.10.2024 02:45', 'day-month-year', 'Europe/Berlin')).toBe('2024-10-27T00:45:00.000Z');
    expect(read('27.10.2024 02:00', 'day-month-year', 'Europe/Berlin', first)).toBe(
      '2024-10-27T01:00:00.000Z',
    );
  });

  it('knows no zone that is none', () => {
    expect(clockOf('Mars/Olympus')).toBeUndefined();
  });

  it('shows the numbers whose order is open', () => {
    expect(dateNumbers('3/4/2024 10:00')).toEqual({ first: 3, second: 4, between: '/' });
    expect(dateNumbers('2024-03-04')).toBeUndefined();
  });
});
