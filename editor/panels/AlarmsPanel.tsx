import './alarms.css';
import { BellOff, Check, Undo2 } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import type { AlarmBody, AlarmEventBody } from '@twinloom/runtime/protocol/bodies';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { server } from '../client/server.ts';
import { acknowledge, isUnseen, shelve, unshelve, useAlarms } from '../stores/alarm-store.ts';
import { useLive } from '../stores/live-store.ts';
import { showNode } from '../stores/session-store.ts';
import { dayAndTime, timeOfDay } from '../ui/format-time.ts';
import { alarmsWords } from '../words/alarms.ts';

const SHELVES = [
  { minutes: 15, label: '15 min' },
  { minutes: 60, label: '1 h' },
  { minutes: 480, label: '8 h' },
] as const;

/** How the alarms of all twins stand, the most urgent first: seen, put away, and what happened to them. */
export function AlarmsPanel(): ReactElement {
  const { alarms, flood, problem, refused } = useAlarms();
  const [comment, setComment] = useState('');
  const [view, setView] = useState<'now' | 'journal'>('now');
  const unseen = alarms.filter(isUnseen);
  const said = async (action: Promise<boolean>): Promise<void> => {
    if (await action) setComment('');
  };
  return (
    <div className="alarms">
      <div className="alarm-tools">
        <div className="segments" role="group" aria-label={alarmsWords.view}>
          <button
            type="button"
            className="segment"
            aria-pressed={view === 'now'}
            onClick={() => setView('now')}
          >
            {alarmsWords.now}
          </button>
          <button
            type="button"
            className="segment"
            aria-pressed={view === 'journal'}
            onClick={() => setView('journal')}
          >
            {alarmsWords.journal}
          </button>
        </div>
        <input
          className="input alarm-comment"
          aria-label={alarmsWords.comment}
          placeholder={alarmsWords.commentExample}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <button
          type="button"
          className="button button-small"
          disabled={unseen.length === 0}
          onClick={() => void said(acknowledge(unseen, comment))}
        >
          <Check size={14} aria-hidden="true" />
          {alarmsWords.acknowledgeAll}
        </button>
        <span className={flood.isFlood ? 'badge badge-bad' : 'muted'}>
          {flood.isFlood ? alarmsWords.flood(flood.count) : alarmsWords.lately(flood.count)}
        </span>
      </div>
      {(problem || refused) && <p className="field-says tone-bad">{problem || refused}</p>}
      {view === 'journal' ? (
        <Journal />
      ) : alarms.length === 0 ? (
        <p className="empty">{alarmsWords.none}</p>
      ) : (
        <ul className="alarm-list">
          {alarms.map((alarm) => (
            <AlarmRow key={`${alarm.twin} ${alarm.node}`} alarm={alarm} comment={comment} said={said} />
          ))}
        </ul>
      )}
    </div>
  );
}

interface AlarmRowProps {
  alarm: AlarmBody;
  comment: string;
  said: (action: Promise<boolean>) => Promise<void>;
}

function AlarmRow({ alarm, comment, said }: AlarmRowProps): ReactElement {
  const { twin, node, title, text, priority, since, shelvedUntil, author } = alarm;
  const shown = useLive((state) => state.twin);
  return (
    <li className="alarm" data-alarm={`${twin}.${node}`} data-state={stateOf(alarm)} data-priority={priority}>
      <span className="alarm-mark" title={alarmsWords.ofPriority(priority)}>
        {priority}
      </span>
      <span className="alarm-state">{WORDS[stateOf(alarm)]}</span>
      {shown === twin ? (
        <button type="button" className="link-button alarm-name" onClick={() => showNode(node)}>
          {title}
        </button>
      ) : (
        <span className="alarm-name">{title}</span>
      )}
      <span className="alarm-text">
        <span className="muted">{twin}</span> {text}
        {alarm.isUnknown && <span className="badge badge-warn">{alarmsWords.inputBad}</span>}
        {alarm.comment && <span className="muted"> “{alarm.comment}”</span>}
      </span>
      <span className="alarm-value">{readingOf(alarm)}</span>
      <time className="muted" dateTime={new Date(since * 1000).toISOString()}>
        {timeOfDay(since)}
      </time>
      <span className="alarm-actions">
        {alarm.suppressed !== undefined ? null : shelvedUntil === undefined ? (
          <>
            {isUnseen(alarm) && (
              <button
                type="button"
                className="button button-small"
                onClick={() => void said(acknowledge([alarm], comment))}
              >
                <Check size={14} aria-hidden="true" />
                {alarmsWords.acknowledge}
              </button>
            )}
            <select
              className="input alarm-shelve"
              aria-label={alarmsWords.shelveAlarm(title)}
              value=""
              onChange={(event) => {
                const minutes = Number(event.currentTarget.value);
                if (minutes > 0) void said(shelve(alarm, minutes, comment));
              }}
            >
              <option value="">{alarmsWords.shelve}</option>
              {SHELVES.map(({ minutes, label }) => (
                <option key={minutes} value={minutes}>
                  {alarmsWords.shelveFor(label)}
                </option>
              ))}
            </select>
          </>
        ) : (
          <button type="button" className="button button-small" onClick={() => void unshelve(alarm)}>
            <Undo2 size={14} aria-hidden="true" />
            {alarmsWords.showAgain}
          </button>
        )}
      </span>
      {shelvedUntil !== undefined && (
        <span className="alarm-until muted">
          <BellOff size={12} aria-hidden="true" /> {alarmsWords.shelvedUntil(timeOfDay(shelvedUntil))}
          {author && alarmsWords.shelvedBy(author)}
        </span>
      )}
    </li>
  );
}

function Journal(): ReactElement {
  const [events, setEvents] = useState<readonly AlarmEventBody[]>();
  const alarms = useAlarms((state) => state.alarms);
  useEffect(() => {
    let wanted = true;
    void server.alarmJournal().then((answer) => {
      if (wanted && answer.ok) setEvents(answer.value);
    });
    return () => {
      wanted = false;
    };
  }, [alarms]);
  if (events?.length === 0) return <p className="empty">{alarmsWords.emptyJournal}</p>;
  return (
    <div className="alarm-journal">
      <table>
        <thead>
          <tr>
            {[
              alarmsWords.when,
              alarmsWords.what,
              alarmsWords.alarm,
              alarmsWords.twin,
              alarmsWords.reading,
              alarmsWords.priority,
              alarmsWords.whoAndWhy,
            ].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {events?.map((event, index) => (
            // Events have no identity of their own; the list is replaced as a whole.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <td>{dayAndTime(event.t)}</td>
              <td>{event.event}</td>
              <td>{event.title}</td>
              <td>{event.twin}</td>
              <td>{readingOf(event)}</td>
              <td>{event.priority}</td>
              <td>{[event.author, event.comment].filter(Boolean).join(': ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type State = 'raised' | 'back' | 'seen' | 'shelved' | NonNullable<AlarmBody['suppressed']>;

const WORDS: Readonly<Record<State, string>> = {
  raised: alarmsWords.raised,
  back: alarmsWords.backUnseen,
  seen: alarmsWords.raisedSeen,
  shelved: alarmsWords.shelved,
  'by-design': alarmsWords.byDesign,
  'out-of-service': alarmsWords.outOfService,
};

function stateOf({ isRaised, isAcknowledged, shelvedUntil, suppressed }: AlarmBody): State {
  if (suppressed !== undefined) return suppressed;
  if (shelvedUntil !== undefined) return 'shelved';
  if (isAcknowledged) return 'seen';
  return isRaised ? 'raised' : 'back';
}

function readingOf({ value, unit = '' }: { value?: number | undefined; unit?: string | undefined }): string {
  return value === undefined ? '' : `${formatValue(value)} ${formatUnit(unit)}`.trim();
}
