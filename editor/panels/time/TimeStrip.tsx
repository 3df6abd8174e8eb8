import './time.css';
import { ChevronLeft, ChevronRight, History, Pause, Play, Radio } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { PastReachBody } from '@twinloom/runtime/protocol/past';
import { whileVisible } from '../../client/while-visible.ts';
import { useLive } from '../../stores/live-store.ts';
import { goLive, goTo, pause, play, refreshReach, SPEEDS, step, usePast } from '../../stores/past-store.ts';
import { dayAndTime } from '../../ui/format-time.ts';
import { readTimeText } from '../../ui/read-time-text.ts';
import { exactTime } from './exact-time.ts';
import { stripWords } from '../../words/strip.ts';

const SPANS = [
  { seconds: 600, label: '10 min' },
  { seconds: 3_600, label: '1 h' },
  { seconds: 6 * 3_600, label: '6 h' },
  { seconds: 86_400, label: '1 d' },
  { seconds: Infinity, label: stripWords.all },
] as const;
const REACH_MS = 10_000;
/** A page that was just opened has more urgent things to do. */
const FIRST_MS = 3_000;
const PAGE_SECONDS = 60;
const LEAST_SECONDS = 10;
const PARTS = 5_000;
/** A mark closer than this is the one that is shown. */
const NEAR = 1e-3;

/** Rewinds the page: a slider over what is kept with alarms and deploys on it, an instant at a time, or at a speed. */
export function TimeStrip(): ReactElement | null {
  const twin = useLive((state) => state.twin);
  const { time, reach, instant, isPlaying, speed } = usePast();
  const [span, setSpan] = useState<number>(3_600);
  const isPast = time !== undefined;
  const [now, setNow] = useState(() => Date.now() / 1000);
  // Asking starts the process that answers: so that it is there when the slider is dragged.
  const wake = (): void => {
    if (!isPast) setNow(Date.now() / 1000);
    void refreshReach();
  };
  useEffect(() => {
    if (twin === undefined) return undefined;
    if (isPast) return whileVisible(refreshReach, REACH_MS);
    setNow(Date.now() / 1000);
    const timer = setTimeout(() => void refreshReach(), FIRST_MS);
    return () => clearTimeout(timer);
  }, [twin, isPast]);
  if (twin === undefined) return null;
  const window_ = windowOf(reach, now, span, time);
  return (
    <section
      className="time-strip"
      aria-label={stripWords.strip}
      data-past={isPast || undefined}
      onPointerEnter={wake}
      onFocus={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) wake();
      }}
    >
      <button
        type="button"
        className="button button-small time-live"
        aria-pressed={!isPast}
        title={isPast ? stripWords.goLiveMeans : stripWords.isLiveMeans}
        onClick={goLive}
      >
        <Radio size={14} aria-hidden="true" />
        {stripWords.liveButton}
      </button>
      <div className="time-steps" role="group" aria-label={stripWords.instants}>
        <button
          type="button"
          className="icon-button icon-button-small"
          aria-label={stripWords.instantBack}
          title={stripWords.instantBackWithKey}
          onClick={() => step(-1)}
        >
          <ChevronLeft size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button icon-button-small"
          aria-label={isPlaying ? stripWords.pause : stripWords.play}
          title={stripWords.withPlayKey(isPlaying ? stripWords.pause : stripWords.play)}
          disabled={!isPast}
          onClick={isPlaying ? pause : play}
        >
          {isPlaying ? <Pause size={14} aria-hidden="true" /> : <Play size={14} aria-hidden="true" />}
        </button>
        <button
          type="button"
          className="icon-button icon-button-small"
          aria-label={stripWords.instantOn}
          title={stripWords.instantOnWithKey}
          disabled={!isPast || typeof instant?.next !== 'number'}
          onClick={() => step(1)}
        >
          <ChevronRight size={16} aria-hidden="true" />
        </button>
      </div>
      <select
        className="input time-choice"
        aria-label={stripWords.speed}
        title={stripWords.speedMeans}
        value={speed}
        onChange={({ currentTarget }) => usePast.setState({ speed: Number(currentTarget.value) })}
      >
        {SPEEDS.map((each) => (
          <option key={each} value={each}>
            {each}×
          </option>
        ))}
      </select>
      <Track {...window_} reach={reach} time={time} />
      <select
        className="input time-choice"
        aria-label={stripWords.reach}
        value={span}
        onChange={({ currentTarget }) => setSpan(Number(currentTarget.value))}
      >
        {SPANS.map(({ seconds, label }) => (
          <option key={label} value={seconds}>
            {label}
          </option>
        ))}
      </select>
      <TimeField time={time} now={window_.to} />
    </section>
  );
}

interface TrackProps {
  from: number;
  to: number;
  reach: PastReachBody | undefined;
  time: number | undefined;
}

function Track({ from, to, reach, time }: TrackProps): ReactElement {
  const shown = Math.min(Math.max(time ?? to, from), to);
  const place = (t: number): number => ((t - from) / (to - from)) * 100;
  const marks = (reach?.marks ?? []).filter(({ t }) => t >= from && t <= to);
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey) return;
    const isDone = runKey(event) || runMove(event, shown, marks, from, reach?.from ?? from);
    if (!isDone) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="time-track">
      {marks.map(({ t, kind, says }, index) => (
        <span
          // Two of a kind may stand at one time.
          // oxlint-disable-next-line react/no-array-index-key
          key={`${t} ${index}`}
          className="time-mark"
          data-kind={kind}
          style={{ left: `calc(8px + (100% - 16px) * ${place(t) / 100})` }}
          title={`${kind === 'alarm' ? stripWords.alarm : stripWords.deploy}: ${says}, ${dayAndTime(t)}`}
          aria-hidden="true"
        />
      ))}
      <input
        id="time-slider"
        className="slider time-slider"
        type="range"
        aria-label={stripWords.slider}
        aria-valuetext={time === undefined ? stripWords.live : exactTime(time)}
        title={stripWords.sliderKeys}
        min={0}
        max={PARTS}
        step={1}
        value={Math.round((place(shown) / 100) * PARTS)}
        onChange={({ currentTarget }) => {
          const part = Number(currentTarget.value);
          const t = from + ((to - from) * part) / PARTS;
          goTo(part >= PARTS ? Infinity : Math.max(t, reach?.from ?? t));
        }}
        onKeyDown={onKey}
      />
    </div>
  );
}

/** The keys that step and play also where the slider has the focus. */
function runKey({ key }: KeyboardEvent): boolean {
  switch (key) {
    case ',':
      step(-1);
      return true;
    case '.':
      step(1);
      return true;
    case 'P':
      if (usePast.getState().isPlaying) pause();
      else play();
      return true;
    default:
      return false;
  }
}

function runMove(
  { key, altKey, shiftKey }: KeyboardEvent,
  shown: number,
  marks: PastReachBody['marks'],
  from: number,
  oldest: number,
): boolean {
  const arrow = shiftKey ? 10 : 1;
  const toward: Readonly<Record<string, number>> = {
    ArrowRight: arrow,
    ArrowUp: arrow,
    ArrowLeft: -arrow,
    ArrowDown: -arrow,
    PageUp: PAGE_SECONDS,
    PageDown: -PAGE_SECONDS,
  };
  const seconds = toward[key];
  if (key === 'Home') goTo(Math.max(from, oldest));
  else if (key === 'End') goTo(Infinity);
  else if (seconds === undefined) return false;
  else if (altKey && seconds > 0) goTo(marks.find(({ t }) => t > shown + NEAR)?.t ?? Infinity);
  else if (altKey) goTo(marks.findLast(({ t }) => t < shown - NEAR)?.t ?? Math.max(from, oldest));
  else goTo(Math.max(shown + seconds, oldest));
  return true;
}

const HOW_TO_WRITE = stripWords.timeRule;

function TimeField({ time, now }: { time: number | undefined; now: number }): ReactElement {
  const [typed, setTyped] = useState<string>();
  const isWrong = typed !== undefined && typed.trim() !== '' && readTimeText(typed, now) === undefined;
  const leave = (): void => setTyped(undefined);
  return (
    <form
      className="time-field"
      onSubmit={(event) => {
        event.preventDefault();
        const t = typed === undefined ? undefined : readTimeText(typed, Date.now() / 1000);
        if (t === undefined) return;
        goTo(t);
        leave();
      }}
    >
      <History size={14} aria-hidden="true" />
      <input
        className="input"
        aria-label={stripWords.goToTime}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? 'time-says' : undefined}
        title={HOW_TO_WRITE}
        placeholder={stripWords.goToTime}
        value={typed ?? (time === undefined ? '' : exactTime(time))}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={leave}
      />
      {isWrong && (
        <span id="time-says" className="time-says">
          {HOW_TO_WRITE}
        </span>
      )}
    </form>
  );
}

/** What the slider spans: up to now; around the time that is shown where that lies before. */
function windowOf(
  reach: PastReachBody | undefined,
  now: number,
  span: number,
  time: number | undefined,
): { from: number; to: number } {
  const first = reach?.from ?? now - Math.min(span, 3_600);
  const length = Math.max(Math.min(span, now - first), LEAST_SECONDS);
  if (time === undefined || time >= now - length) return { from: now - length, to: now };
  const from = Math.max(time - length / 2, first);
  return { from, to: from + length };
}
