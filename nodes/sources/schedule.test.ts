import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { schedule } from './schedule.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const heating = [
  { at: '06:00', value: 21, days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'] },
  { at: '22:00', value: 16 },
  { at: '08:30', value: 20, days: ['Sat', 'Sun'] },
];

/** [hour since the origin, value] of each change. Simulated time begins on Thursday, 1 January 1970, 00:00 UTC. */
function changes(params: Record<string, unknown>, days: number): unknown[] {
  const run = trace(schedule, { params: { unit: 'Cel', entries: heating, ...params }, for: days * DAY });
  expect(run.diagnostics).toEqual([]);
  return run.samples('value').map(({ t, value }) => [t / HOUR, value]);
}

describe('a schedule', () => {
  it('follows the days of the week', () => {
    expect(changes({}, 4)).toEqual([
      [0, 16],
      [6, 21],
      [22, 16],
      [30, 21],
      [46, 16],
      [56.5, 20],
      [70, 16],
      [80.5, 20],
      [94, 16],
    ]);
  });

  it('begins a week with what held at the end of the last', () => {
    const entries = [{ at: '12:00', value: 5, days: ['Wed'] }];
    expect(changes({ entries }, 7)).toEqual([
      [0, 5],
      [6 * 24 + 12, 5],
    ]);
  });

  it('takes the later of two entries that fall together', () => {
    const entries = [
      { at: '06:00', value: 1 },
      { at: '06:00', value: 2 },
    ];
    expect(changes({ entries }, 1)).toEqual([
      [0, 2],
      [6, 2],
    ]);
  });

  it('is ahead of UTC by its offset', () => {
    expect(changes({ utcOffset: 1 }, 1)).toEqual([
      [0, 16],
      [5, 21],
      [21, 16],
    ]);
    // Local time begins on Wednesday at 18:30 with Wednesday's 21.
    expect(changes({ utcOffset: -5.5 }, 0.6)).toEqual([
      [0, 21],
      [3.5, 16],
      [11.5, 21],
    ]);
  });

  it.each([[[]], [[{ at: '25:00', value: 1 }]], [[{ at: '06:00', value: 1, days: ['Someday'] }]]])(
    'refuses the entries %j',
    (entries) => {
      const { diagnostics } = trace(schedule, { params: { entries }, for: 1 });
      expect(diagnostics[0]?.at[0]?.param).toBe('entries');
    },
  );
});
