import type { AlarmsWord } from './words.ts';

/** What of the server itself may raise an alarm. */
export type ServerAlarm = 'disk' | 'journal';

/** In the place of a twin, which cannot be called so. */
const SERVER = 'this server';

const ALARMS = {
  disk: {
    title: 'Disk almost full',
    priority: 'high',
    text: 'Make room on the disk of the data folder. Until then history is not recorded.',
  },
  journal: {
    title: 'Journal not written',
    priority: 'critical',
    text: 'Make room on the disk of the data folder, or mend it. Until then nothing is sent, set or deployed.',
  },
} as const;

/** How an alarm of the server itself stands from a time on, s since 1970; for the list of all alarms. */
export function serverAlarm(
  alarm: ServerAlarm,
  isRaised: boolean,
  t: number,
  reading?: { value: number; unit: string },
): AlarmsWord {
  const state = isRaised ? 'raised' : 'clear';
  return { twin: SERVER, isWhole: false, alarms: [{ node: alarm, ...ALARMS[alarm], state, t, ...reading }] };
}
