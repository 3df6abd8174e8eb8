import type { AlarmBody, AlarmEventBody } from '@twinloom/runtime/protocol/bodies';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { describe, expect, it } from 'vitest';
import { AlarmDesk } from './alarm-desk.ts';
import { alarmsAfter } from './alarms-after.ts';
import type { AlarmWord } from './words.ts';

const START = 1_700_000_000;
const NODES = ['high', 'low', 'hot'];
const STATES: AlarmWord['state'][] = [
  'raised',
  'clear',
  'raised',
  'clear',
  'unknown',
  'by-design',
  'out-of-service',
];

/** Without how long a shelf lasts, whether somebody had seen what lies on it, and what was read: that is not written down each time. */
function plain(alarms: readonly AlarmBody[]): unknown[] {
  return alarms
    .map(({ twin, node, title, priority, text, since, suppressed, ...alarm }) => ({
      named: { twin, node, title, priority, text, since, suppressed },
      stands: [alarm.isRaised, alarm.isUnknown, alarm.shelvedUntil !== undefined],
      isAcknowledged: alarm.shelvedUntil === undefined && alarm.isAcknowledged,
    }))
    .toSorted((a, b) => (a.named.node < b.named.node ? -1 : 1));
}

describe('alarms as they stood', () => {
  it('follow from what happened to them, whatever that was', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = new RandomStream(seed, 'alarms');
      const one = <T>(of: readonly T[]): T => of[Math.floor(random.uniform() * of.length)]!;
      const timers = new HeldTimers(START);
      const events: AlarmEventBody[] = [];
      const desk = new AlarmDesk({ timers, alarms: [], keep: (_, __, event) => void events.push(event) });
      for (let step = 0; step < 60; step++) {
        const key = { twin: 'pump', node: one(NODES) };
        const t = timers.now();
        const word = { title: key.node, priority: 'high', text: 'do', t, value: 8, unit: 'bar' } as const;
        const alarms = [{ ...word, node: key.node, state: one(STATES) }];
        const act = random.uniform();
        if (act < 0.6) desk.take({ twin: 'pump', isWhole: false, alarms });
        else if (act < 0.8) desk.acknowledge(key, { author: 'ann' });
        else if (act < 0.9) desk.shelve(key, 100, { author: 'ann' });
        else desk.unshelve(key, { author: 'ann' });
        expect(plain(alarmsAfter(events, [], t))).toEqual(plain(desk.list().alarms));
        timers.advance(1);
      }
      desk.close();
    }
  });

  it('stand as they do today where nothing is told of them since', () => {
    const named = { twin: 'pump', node: 'high', title: 'High', priority: 'high', text: '' } as const;
    const old: AlarmBody = {
      ...named,
      since: START,
      isRaised: true,
      isAcknowledged: true,
      isUnknown: false,
    };
    expect(alarmsAfter([], [old], START + 5)).toEqual([old]);
    expect(alarmsAfter([], [old], START - 5)).toEqual([]);
  });
});
