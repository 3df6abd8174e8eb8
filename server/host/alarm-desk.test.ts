import type { AlarmBody, AlarmEventBody } from '@twinloom/runtime/protocol/bodies';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { describe, expect, it } from 'vitest';
import { AlarmDesk } from './alarm-desk.ts';
import type { AlarmWord } from './words.ts';

const START = 1_700_000_000;
const KEY = { twin: 'pump-1', node: 'high' };
const ANN = { author: 'ann', comment: 'seen' };

function begin(alarms: AlarmBody[] = []) {
  const timers = new HeldTimers(START);
  const events: string[] = [];
  const kept = new Map<string, AlarmBody | undefined>();
  const desk = new AlarmDesk({
    timers,
    alarms,
    keep: ({ twin, node }, alarm, { event, author }: AlarmEventBody) => {
      events.push(author === undefined ? event : `${event} by ${author}`);
      kept.set(`${twin}.${node}`, alarm);
    },
  });
  const say = (state: AlarmWord['state'], node = 'high', priority: AlarmWord['priority'] = 'high') =>
    desk.take({
      twin: 'pump-1',
      isWhole: false,
      alarms: [{ node, title: node, priority, text: 'do', state, t: timers.now(), value: 8, unit: 'bar' }],
    });
  const shown = () =>
    desk
      .list()
      .alarms.map(({ node, isRaised, isAcknowledged, isUnknown, shelvedUntil }) =>
        [
          node,
          isRaised ? 'raised' : 'back',
          isAcknowledged ? 'seen' : 'unseen',
          ...(isUnknown ? ['unknown'] : []),
          ...(shelvedUntil === undefined ? [] : ['shelved']),
        ].join(' '),
      );
  return { timers, events, kept, desk, say, shown };
}

describe('an alarm', () => {
  it('is raised, seen, back and gone', () => {
    const { events, kept, desk, say, shown } = begin();
    say('raised');
    expect(shown()).toEqual(['high raised unseen']);
    expect(desk.acknowledge(KEY, ANN)).toBe(true);
    expect(shown()).toEqual(['high raised seen']);
    expect(desk.list().alarms[0]).toMatchObject({ author: 'ann', comment: 'seen', value: 8, since: START });
    say('clear');
    expect(shown()).toEqual([]);
    expect(kept.get('pump-1.high')).toBeUndefined();
    expect(events).toEqual(['raised', 'acknowledged by ann', 'cleared']);
  });

  it('that is back before anybody saw it stays until somebody has', () => {
    const { desk, say, shown } = begin();
    say('raised');
    say('clear');
    expect(shown()).toEqual(['high back unseen']);
    say('raised');
    expect(shown()).toEqual(['high raised unseen']);
    say('clear');
    expect(desk.acknowledge(KEY, ANN)).toBe(true);
    expect(shown()).toEqual([]);
  });

  it('that comes again after it was seen is unseen again', () => {
    const { desk, say, shown } = begin();
    say('raised');
    desk.acknowledge(KEY, ANN);
    say('clear');
    say('raised');
    expect(shown()).toEqual(['high raised unseen']);
    expect(desk.list().alarms[0]?.comment).toBeUndefined();
  });

  it('is neither raised nor cleared by a bad input', () => {
    const { say, shown, events } = begin();
    say('unknown');
    expect(shown()).toEqual([]);
    say('raised');
    say('unknown');
    expect(shown()).toEqual(['high raised unseen unknown']);
    say('raised');
    expect(shown()).toEqual(['high raised unseen']);
    expect(events).toEqual(['raised', 'unknown', 'known']);
  });

  it('that is shelved is quiet until its time is over, and then as it stands', () => {
    const { timers, desk, say, shown, events } = begin();
    say('raised');
    expect(desk.shelve(KEY, 60, ANN)).toBe(true);
    say('clear');
    say('raised');
    expect(shown()).toEqual(['high raised unseen shelved']);
    expect(desk.acknowledge(KEY, ANN)).toBe(false);
    timers.advance(59);
    expect(shown()).toEqual(['high raised unseen shelved']);
    timers.advance(2);
    expect(shown()).toEqual(['high raised unseen']);
    desk.shelve(KEY, 60, ANN);
    say('clear');
    expect(desk.unshelve(KEY, ANN)).toBe(true);
    expect(shown()).toEqual([]);
    expect(events).toEqual([
      'raised',
      'shelved by ann',
      'cleared',
      'raised',
      'unshelved',
      'shelved by ann',
      'cleared',
      'unshelved by ann',
    ]);
  });

  it('outlives the server: what stood goes on, what changed meanwhile is noticed', () => {
    const first = begin();
    first.say('raised');
    first.say('raised', 'low');
    first.desk.acknowledge(KEY, ANN);
    const alarms = [...first.kept.values()].filter((alarm) => alarm !== undefined);
    const second = begin(alarms);
    expect(second.shown()).toEqual(['low raised unseen', 'high raised seen']);
    second.say('raised');
    expect(second.events).toEqual([]);
    second.say('clear', 'low');
    expect(second.shown()).toEqual(['low back unseen', 'high raised seen']);
  });

  it('goes with its node and its twin', () => {
    const { desk, say, shown, events } = begin();
    say('raised');
    say('raised', 'low');
    desk.take({ twin: 'pump-1', isWhole: true, alarms: [] });
    expect(shown()).toEqual([]);
    say('raised');
    desk.forget('pump-1');
    expect(events.slice(-1)).toEqual(['removed']);
  });
});

describe('an alarm that is suppressed', () => {
  it.each([
    ['by-design', 'suppressed', 'unsuppressed'],
    ['out-of-service', 'out-of-service', 'in-service'],
  ] as const)('%s is listed and not raised, and new if it is raised afterwards', (state, event, back) => {
    const { desk, say, shown, events } = begin();
    say('raised');
    say(state);
    say(state);
    expect(desk.list().alarms.map(({ suppressed, isRaised }) => [suppressed, isRaised])).toEqual([
      [state, false],
    ]);
    expect(desk.acknowledge(KEY, ANN)).toBe(false);
    say('raised');
    expect(shown()).toEqual(['high raised unseen']);
    expect(events).toEqual(['raised', event, back, 'raised']);
    expect(desk.list().flood.count).toBe(2);
  });

  it('before it ever was raised is listed, last, counts in no flood, and is gone when it comes back clear or unknown', () => {
    const { desk, say, shown, events } = begin();
    say('by-design');
    say('raised', 'low', 'low');
    expect(desk.list().alarms.map(({ node }) => node)).toEqual(['low', 'high']);
    expect(desk.list().flood.count).toBe(1);
    say('clear');
    say('out-of-service');
    say('unknown');
    expect(shown()).toEqual(['low raised unseen']);
    expect(events).toEqual(['suppressed', 'raised', 'unsuppressed', 'out-of-service', 'in-service']);
  });

  it('goes from the one to the other, and the journal tells both', () => {
    const { say, events } = begin();
    say('out-of-service');
    say('by-design');
    expect(events).toEqual(['out-of-service', 'in-service', 'suppressed']);
  });

  it('stays so when the time of its shelf is over', () => {
    const { timers, desk, say } = begin();
    say('raised');
    desk.shelve(KEY, 60, ANN);
    say('out-of-service');
    timers.advance(61);
    expect(desk.list().alarms.map(({ suppressed, shelvedUntil }) => [suppressed, shelvedUntil])).toEqual([
      ['out-of-service', undefined],
    ]);
  });
});

describe('the list of alarms', () => {
  it('begins with what is raised and unseen, the most urgent first; what is shelved comes last', () => {
    const { timers, desk, say, shown } = begin();
    for (const [node, priority] of [
      ['a', 'low'],
      ['b', 'critical'],
      ['c', 'medium'],
      ['d', 'high'],
      ['e', 'critical'],
    ] as const) {
      say('raised', node, priority);
      timers.advance(0.1);
    }
    desk.acknowledge({ twin: 'pump-1', node: 'd' }, ANN);
    desk.shelve({ twin: 'pump-1', node: 'e' }, 60, ANN);
    say('clear', 'c', 'medium');
    expect(shown().map((text) => text[0])).toEqual(['b', 'a', 'c', 'd', 'e']);
  });

  it('says that it is a flood where more than ten were raised in ten minutes', () => {
    const { timers, desk, say } = begin();
    for (let i = 0; i < 11; i++) {
      expect(desk.list().flood).toEqual({ count: i, isFlood: false });
      say('raised', `n${i}`);
    }
    expect(desk.list().flood).toEqual({ count: 11, isFlood: true });
    timers.advance(601);
    expect(desk.list().flood).toEqual({ count: 0, isFlood: false });
  });

  it('takes no acknowledgement of what is not there', () => {
    const { desk } = begin();
    expect([desk.acknowledge(KEY, ANN), desk.shelve(KEY, 60, ANN), desk.unshelve(KEY, ANN)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
