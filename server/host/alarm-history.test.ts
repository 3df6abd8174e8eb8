import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlarmBody, AlarmEventBody } from '@twinloom/runtime/protocol/bodies';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listAlarmEvents, listAlarmsAt, writeAlarm } from '../storage/alarms.ts';
import { alarmStates } from '../storage/migrations/010-alarm-states.ts';
import { openStorage, type Storage } from '../storage/open-storage.ts';
import { AlarmDesk } from './alarm-desk.ts';
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

let dataDir: string;
let storage: Storage;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'alarm-history-'));
  const opened = await openStorage(dataDir);
  if ('problem' in opened) throw new Error(opened.problem.says);
  ({ storage } = opened);
});

afterEach(async () => {
  await storage.destroy();
  rmSync(dataDir, { recursive: true, force: true });
});

type Kept = Parameters<ConstructorParameters<typeof AlarmDesk>[0]['keep']>;

/** So many things that happen to the alarms of a twin, a second apart, and how the alarms stood after each. */
function lived(seed: number, steps: number) {
  const random = new RandomStream(seed, 'alarms');
  const one = <T>(of: readonly T[]): T => of[Math.floor(random.uniform() * of.length)]!;
  const timers = new HeldTimers(START);
  const kept: Kept[] = [];
  const stood: { t: number; alarms: AlarmBody[] }[] = [];
  const desk = new AlarmDesk({ timers, alarms: [], keep: (...all) => void kept.push(all) });
  for (let step = 0; step < steps; step++) {
    const key = { twin: `pump-${seed}`, node: one(NODES) };
    const now = timers.now();
    // The plant tells of what happened a moment ago, after what people did meanwhile.
    const t = now - random.uniform();
    const word = { title: key.node, priority: 'high', text: 'do', t, value: 8, unit: 'bar' } as const;
    const alarms = [{ ...word, node: key.node, state: one(STATES) }];
    const act = random.uniform();
    if (act < 0.6) desk.take({ twin: key.twin, isWhole: false, alarms });
    else if (act < 0.8) desk.acknowledge(key, { author: 'ann' });
    else if (act < 0.9) desk.shelve(key, 100, { author: 'ann' });
    else desk.unshelve(key, { author: 'ann' });
    stood.push({ t: now, alarms: desk.list().alarms });
    timers.advance(1);
  }
  desk.close();
  return { kept, stood };
}

async function write(kept: readonly Kept[], most?: number): Promise<void> {
  for (const [key, alarm, event] of kept) await writeAlarm(storage, key, alarm, event, most);
}

const byNode = (alarms: readonly AlarmBody[]): AlarmBody[] =>
  alarms.toSorted((a, b) => (a.node < b.node ? -1 : 1));

describe('alarms as they stood', () => {
  it('are told for any time as the desk listed them then, whatever happened', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { kept, stood } = lived(seed, 60);
      await write(kept);
      for (const { t, alarms } of stood) {
        const own = (await listAlarmsAt(storage, t)).filter(({ twin }) => twin === `pump-${seed}`);
        expect(byNode(own)).toEqual(byNode(alarms));
      }
    }
    expect(await listAlarmsAt(storage, START - 1)).toEqual([]);
  });

  it('are worked out for what an earlier server wrote down, but for how long a shelf lasts and what it hid', async () => {
    const { kept, stood } = lived(3, 200);
    await write(kept);
    await sql`DROP INDEX alarm_events_alarm`.execute(storage);
    await sql`ALTER TABLE alarm_events DROP COLUMN alarm`.execute(storage);
    await alarmStates.up(storage);
    // To the second: a shelf of 100 s is told as one of 8 h, and what lies on it may have been seen or not.
    const plain = (alarms: readonly AlarmBody[]) =>
      byNode(alarms).map((alarm) => ({
        named: [alarm.twin, alarm.node, alarm.title, alarm.priority, alarm.text],
        stands: [alarm.isRaised, alarm.isUnknown, alarm.suppressed],
        shelvedUntil: alarm.shelvedUntil !== undefined,
        isAcknowledged: alarm.shelvedUntil === undefined && alarm.isAcknowledged,
        since: Math.ceil(alarm.since),
      }));
    for (const { t, alarms } of stood) expect(plain(await listAlarmsAt(storage, t))).toEqual(plain(alarms));
  });

  it('that were raised long before the oldest event that is kept are told too, until they cleared', async () => {
    const named = { title: 'High', priority: 'high', text: '' } as const;
    const key = { twin: 'pump', node: 'old' };
    const raised: AlarmBody = {
      ...key,
      ...named,
      since: START,
      isRaised: true,
      isAcknowledged: false,
      isUnknown: false,
    };
    const event = (t: number, what: AlarmEventBody['event'], node = 'old'): AlarmEventBody => ({
      ...named,
      twin: 'pump',
      node,
      t,
      event: what,
    });
    await writeAlarm(storage, key, raised, event(START, 'raised'), 50);
    for (let i = 1; i <= 200; i++) {
      const isUp = i % 2 === 1;
      const [now, what] = [
        { ...raised, node: 'often', since: START + i },
        isUp ? 'raised' : 'cleared',
      ] as const;
      await writeAlarm(
        storage,
        { twin: 'pump', node: 'often' },
        isUp ? now : undefined,
        event(START + i, what, 'often'),
        50,
      );
    }
    await writeAlarm(storage, key, undefined, event(START + 201, 'cleared'), 50);
    const standing = async (t: number) => byNode(await listAlarmsAt(storage, t)).map(({ node }) => node);
    expect(await standing(START + 5)).toEqual(['old']);
    expect(await standing(START + 199)).toEqual(['often', 'old'].toSorted());
    expect(await standing(START + 200)).toEqual(['old']);
    expect(await standing(START + 201)).toEqual([]);
    // The newest 50, and how each of the two stood before them.
    expect(await listAlarmEvents(storage, { limit: 1_000 })).toHaveLength(52);
  });

  it('stand as they do today where nothing is told of them', async () => {
    const named = { twin: 'pump', node: 'high', title: 'High', priority: 'high', text: '' } as const;
    const old = { ...named, since: START, isRaised: true, isAcknowledged: true, isUnknown: false };
    await storage
      .insertInto('alarms')
      .values({ twin: 'pump', node: 'high', alarm: JSON.stringify(old) })
      .execute();
    expect(await listAlarmsAt(storage, START + 5)).toEqual([old]);
    expect(await listAlarmsAt(storage, START - 5)).toEqual([]);
  });
});
