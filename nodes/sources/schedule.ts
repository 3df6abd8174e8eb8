import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { unit } from '@twinloom/runtime/node/params';
import { number, unitFrom } from '@twinloom/runtime/node/ports';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const DAY = 86_400;
const WEEK = 7 * DAY;
/** 1 January 1970 was a Thursday: so many s of the week had gone by since Monday. */
const EPOCH_IN_WEEK = 3 * DAY;

/**
 * A weekly timetable: at each entry's time on its days the value becomes that of the entry and stays until the next. Times count from UTC
 * plus `utcOffset`. Before the first entry of a week the last of the week before holds. Later entries win where two fall together.
 */
export const schedule = defineNode({
  type: 'sources/schedule',
  version: 1,
  title: 'Schedule',
  icon: 'clock',
  keywords: ['timetable', 'week', 'shift', 'setpoint', 'night setback', 'occupancy', 'tariff'],
  docs: 'A value that follows a weekly timetable: shifts, night setback, a tariff, occupancy. It speaks at the start and at each change.',
  doesNotModel: 'Holidays; the change to and from summer time: the offset from UTC is fixed.',
  source: 'Weekly timetable of local time at a fixed offset from UTC',
  params: z.object({
    entries: z
      .array(
        z.object({
          at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is written as 06:30'),
          value: z.number(),
          days: z.array(z.enum(DAYS)).min(1).optional(),
        }),
      )
      .min(1)
      .max(1_000)
      .describe(
        'What begins when: { "at": "06:00", "value": 21, "days": ["Mon", "Tue"] }; without days, every day',
      ),
    unit: unit().optional().describe('Unit of the values'),
    utcOffset: z
      .number()
      .min(-14)
      .max(14)
      .default(0)
      .describe('Hours by which local time is ahead of UTC, such as 1 for Central European Time'),
  }),
  inputs: {},
  outputs: { value: number(unitFrom('unit'), { doc: 'What holds now' }) },
  step: (y, _x, _u, { entries, utcOffset }, instant) => {
    const now = secondOfWeek(instant.epoch + instant.t + utcOffset * 3_600);
    let [since, value, until] = [Infinity, Number.NaN, Infinity];
    for (const entry of entries) {
      const [hours = 0, minutes = 0] = entry.at.split(':').map(Number);
      for (const day of entry.days ?? DAYS) {
        const begins = DAYS.indexOf(day) * DAY + hours * 3_600 + minutes * 60;
        const ago = (now - begins + WEEK) % WEEK;
        if (ago <= since) [since, value] = [ago, entry.value];
        until = Math.min(until, WEEK - ago);
      }
    }
    y.value = value;
    instant.wakeAt(instant.t + until);
  },
  example: {
    shows: 'Heat to 21 °C from six in the morning to ten at night, to 17 °C in between; the time is UTC.',
    params: {
      entries: [
        { at: '06:00', value: 21 },
        { at: '22:00', value: 17 },
      ],
      unit: 'Cel',
    },
    seconds: 172_800,
  },
  card: { port: 'value', look: 'value' },
});

/** s since Monday 00:00, to the millisecond: at a change it must not fall short of it by rounding. */
function secondOfWeek(seconds: number): number {
  const rounded = Math.round(seconds * 1_000) / 1_000;
  return (((rounded + EPOCH_IN_WEEK) % WEEK) + WEEK) % WEEK;
}
