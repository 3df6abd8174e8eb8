import { useEffect, useMemo, useState } from 'react';
import type { AlarmEventBody, TimelineEntry } from '@twinloom/runtime/protocol/bodies';
import { server } from '../../client/server.ts';
import { whileVisible } from '../../client/while-visible.ts';
import { useAlarms } from '../../stores/alarm-store.ts';
import { usePast } from '../../stores/past-store.ts';
import { describeAct } from '../describe-act.ts';

/** Something that happened, as it stands on the time axis. */
export interface ScopeMark {
  key: string;
  /** s since 1970 */
  t: number;
  kind: 'raised' | 'cleared' | 'alarm' | 'act';
  says: string;
  /** The alarm it belongs to; none of an act. */
  node: string | undefined;
}

const MOST = 200;
const AGAIN_MS = 5_000;

/** What happened to the alarms of a twin and what people did to it, in order of time. */
export function useScopeMarks(twin: string | undefined): readonly ScopeMark[] {
  const events = useAlarmEvents(twin);
  const acts = useActs(twin);
  return useMemo(
    () => [...events.map(markOfEvent), ...acts.map(markOfAct)].toSorted((a, b) => a.t - b.t),
    [events, acts],
  );
}

/** Asked for whenever an alarm stands otherwise, and again and again: an event may be written down a moment after it is told. While the past goes by, nothing new happens there. */
function useAlarmEvents(twin: string | undefined): readonly AlarmEventBody[] {
  const isPast = usePast((state) => state.time !== undefined);
  const standing = useAlarms((state) => state.alarms);
  const alarms = isPast ? undefined : standing;
  const [events, setEvents] = useState<readonly AlarmEventBody[]>([]);
  useEffect(() => {
    if (twin === undefined) {
      setEvents([]);
      return undefined;
    }
    let wanted = true;
    const undo = whileVisible(async () => {
      const answer = await server.alarmJournal(twin, MOST);
      if (wanted && answer.ok) setEvents((before) => (isSame(before, answer.value) ? before : answer.value));
    }, AGAIN_MS);
    return () => {
      wanted = false;
      undo();
    };
  }, [twin, alarms]);
  return events;
}

/** The same again is no news. */
function isSame(before: readonly AlarmEventBody[], now: readonly AlarmEventBody[]): boolean {
  const [first, last] = [before[0], before.at(-1)];
  return (
    before.length === now.length &&
    first?.t === now[0]?.t &&
    first?.node === now[0]?.node &&
    last?.t === now.at(-1)?.t
  );
}

function useActs(twin: string | undefined): readonly TimelineEntry[] {
  const [acts, setActs] = useState<readonly TimelineEntry[]>([]);
  useEffect(() => {
    setActs([]);
    if (twin === undefined) return undefined;
    let wanted = true;
    const undo = whileVisible(async () => {
      const answer = await server.timeline(twin, MOST);
      if (!wanted || !answer.ok) return;
      const { entries } = answer.value;
      // The same again is no news.
      setActs((before) => (before[0]?.id === entries[0]?.id ? before : entries));
    }, AGAIN_MS);
    return () => {
      wanted = false;
      undo();
    };
  }, [twin]);
  return acts;
}

function markOfEvent({ t, node, title, event, author, comment }: AlarmEventBody): ScopeMark {
  const why = [author, comment].filter(Boolean).join(': ');
  return {
    key: `${t} ${node} ${event}`,
    t,
    kind: event === 'raised' || event === 'cleared' ? event : 'alarm',
    says: `${title}: ${event}${why === '' ? '' : ` (${why})`}`,
    node,
  };
}

function markOfAct(entry: TimelineEntry): ScopeMark {
  const note = entry.note ? ` (${entry.note})` : '';
  return {
    key: `act ${entry.id}`,
    t: entry.t,
    kind: 'act',
    says: `${entry.author}: ${describeAct(entry)}${note}`,
    node: undefined,
  };
}
