import './timeline.css';
import { Anchor, Power, PowerOff, Replace } from 'lucide-react';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { assetsOf } from '@twinloom/runtime/graph/flow';
import type { TimelineEntry } from '@twinloom/runtime/protocol/bodies';
import { server } from '../client/server.ts';
import { useDocument } from '../stores/document-store.ts';
import { useLive } from '../stores/live-store.ts';
import { dayAndTime } from '../ui/format-time.ts';
import { CommandDialog, type CommandName } from './CommandDialog.tsx';
import { describeAct } from './describe-act.ts';
import { fill } from '../ui/fill.tsx';
import { timelineWords } from '../words/timeline.ts';

const PAGE = 50;
const POLL_MS = 2_000;

/** What people did to the twin on the screen, and what they may tell it: each with a note. */
export function TimelinePanel(): ReactElement {
  const twin = useLive((state) => state.twin);
  if (twin === undefined) return <p className="empty">{timelineWords.noTwin}</p>;
  return <Timeline key={twin} twin={twin} />;
}

function Timeline({ twin }: { twin: string }): ReactElement {
  const { entries, next, problem, ask, older } = useTimeline(twin);
  const [asked, setAsked] = useState<{ command: CommandName; assets: readonly string[] }>();
  const done = (): void => {
    setAsked(undefined);
    ask();
  };
  return (
    <div className="timeline">
      <Actions onAsk={(command, assets) => setAsked({ command, assets })} />
      {problem && <p className="field-says tone-bad">{problem}</p>}
      {entries?.length === 0 && <p className="empty">{timelineWords.empty}</p>}
      <ol className="timeline-list">
        {entries?.map((entry) => (
          <Act key={entry.id} entry={entry} />
        ))}
        {next !== undefined && (
          <li>
            <button type="button" className="link-button" onClick={older}>
              {timelineWords.showEarlier}
            </button>
          </li>
        )}
      </ol>
      {asked && <CommandDialog twin={twin} {...asked} onClose={() => setAsked(undefined)} onDone={done} />}
    </div>
  );
}

function Actions({ onAsk }: { onAsk(command: CommandName, assets: readonly string[]): void }): ReactElement {
  const deployed = useDocument((state) => state.deployed);
  const out = useLive((state) => state.outOfService);
  const isRunning = useLive((state) => state.twinState === 'running');
  const assets = deployed ? assetsOf(deployed) : [];
  const inService = assets.filter((asset) => !out.includes(asset));
  const named = assets.length > 0 ? undefined : timelineWords.noAssets;
  return (
    <div className="timeline-tools">
      <button
        type="button"
        className="button button-small"
        disabled={!isRunning}
        title={timelineWords.reAnchorHint}
        onClick={() => onAsk('re-anchor', [])}
      >
        <Anchor size={14} aria-hidden="true" />
        {timelineWords.reAnchorAsk}
      </button>
      <button
        type="button"
        className="button button-small"
        disabled={!isRunning || assets.length === 0}
        title={named}
        onClick={() => onAsk('replaced', assets)}
      >
        <Replace size={14} aria-hidden="true" />
        {timelineWords.replacedAsk}
      </button>
      <button
        type="button"
        className="button button-small"
        disabled={!isRunning || inService.length === 0}
        title={named}
        onClick={() => onAsk('out-of-service', inService)}
      >
        <PowerOff size={14} aria-hidden="true" />
        {timelineWords.outAsk}
      </button>
      {out.map((asset) => (
        <span key={asset} className="timeline-out">
          {fill(timelineWords.isOut, <b>{asset}</b>)}{' '}
          <button
            type="button"
            className="button button-small"
            disabled={!isRunning}
            aria-label={timelineWords.putAssetBack(asset)}
            onClick={() => onAsk('in-service', [asset])}
          >
            <Power size={14} aria-hidden="true" />
            {timelineWords.backAsk}
          </button>
        </span>
      ))}
    </div>
  );
}

function Act({ entry }: { entry: TimelineEntry }): ReactElement {
  const { t, author, note, kind } = entry;
  return (
    <li className="act" data-kind={kind}>
      <time className="muted" dateTime={new Date(t * 1000).toISOString()}>
        {dayAndTime(t)}
      </time>
      <span className="act-author">{author}</span>
      <span className="act-what">{describeAct(entry)}</span>
      <span className="act-note muted">{note}</span>
    </li>
  );
}

interface Shown {
  entries: readonly TimelineEntry[] | undefined;
  /** Where what was before begins; undefined at the end. */
  next: number | undefined;
  problem: string;
}

/** The newest acts, asked for again and again; older ones are added once they are wanted. */
function useTimeline(twin: string): Shown & { ask(): void; older(): void } {
  const [shown, setShown] = useState<Shown>({ entries: undefined, next: undefined, problem: '' });
  const ask = useCallback(async (): Promise<void> => {
    const answer = await server.timeline(twin, PAGE);
    setShown((before) => {
      if (!answer.ok) return { ...before, problem: `${answer.problem.says} ${answer.problem.remedy}` };
      const { entries, next } = answer.value;
      const oldest = entries.at(-1)?.id ?? 0;
      const older = (before.entries ?? []).filter(({ id }) => id < oldest);
      return { entries: [...entries, ...older], next: older.length > 0 ? before.next : next, problem: '' };
    });
  }, [twin]);
  useEffect(() => {
    void ask();
    const timer = setInterval(() => void ask(), POLL_MS);
    return () => clearInterval(timer);
  }, [ask]);
  const older = async (): Promise<void> => {
    const answer = await server.timeline(twin, PAGE, shown.next);
    if (!answer.ok) return;
    const { entries, next } = answer.value;
    setShown((before) => ({ ...before, entries: [...(before.entries ?? []), ...entries], next }));
  };
  return { ...shown, ask: () => void ask(), older: () => void older() };
}
