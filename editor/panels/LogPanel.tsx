import './log.css';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import type { NoticeMessage } from '@twinloom/runtime/protocol/stream';
import { useLive } from '../stores/live-store.ts';
import { showNode } from '../stores/session-store.ts';
import { dayAndTime } from '../ui/format-time.ts';
import { filterNotices, type NoticeFilter } from './filter-notices.ts';
import { logWords } from '../words/log.ts';

type Notice = NoticeMessage['notice'];

const LEVELS = [
  { level: 'info', label: logWords.all },
  { level: 'warning', label: logWords.warnings },
  { level: 'error', label: logWords.errors },
] as const;
const ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert } as const;
const PAGE = 200;

/** What the nodes of the twin on the screen said, and the server, since the page was opened: by level, node and text. */
export function LogPanel(): ReactElement {
  const notices = useLive((state) => state.notices);
  const twin = useLive((state) => state.twin);
  const [filter, setFilter] = useState<NoticeFilter>({ level: 'info', node: '', text: '' });
  const [most, setMost] = useState(PAGE);
  const nodes = useMemo(
    () => [...new Set(notices.flatMap(({ node }) => node ?? []))].toSorted((a, b) => a.localeCompare(b)),
    [notices],
  );
  const found = useMemo(() => filterNotices(notices, filter), [notices, filter]);
  return (
    <div className="log">
      <LogTools filter={filter} nodes={nodes} onFilter={setFilter} count={found.length} />
      {found.length === 0 ? (
        <p className="empty">{emptyText(notices.length, twin)}</p>
      ) : (
        <ol className="log-list" aria-label={logWords.list}>
          {found.slice(0, most).map((notice, i) => (
            // Lines have no identity of their own, and the newest comes first.
            // oxlint-disable-next-line react/no-array-index-key
            <LogLine key={`${notices.length} ${i}`} notice={notice} />
          ))}
          {found.length > most && (
            <li>
              <button type="button" className="link-button" onClick={() => setMost(most + PAGE)}>
                {logWords.showEarlier}
              </button>
            </li>
          )}
        </ol>
      )}
    </div>
  );
}

interface LogToolsProps {
  filter: NoticeFilter;
  nodes: readonly string[];
  count: number;
  onFilter(filter: NoticeFilter): void;
}

function LogTools({ filter, nodes, count, onFilter }: LogToolsProps): ReactElement {
  return (
    <div className="log-tools">
      <div className="segments" role="group" aria-label={logWords.level}>
        {LEVELS.map(({ level, label }) => (
          <button
            key={level}
            type="button"
            className="segment"
            aria-pressed={filter.level === level}
            onClick={() => onFilter({ ...filter, level })}
          >
            {label}
          </button>
        ))}
      </div>
      <select
        className="input log-node"
        aria-label={logWords.node}
        value={filter.node}
        onChange={(event) => onFilter({ ...filter, node: event.currentTarget.value })}
      >
        <option value="">{logWords.everyNode}</option>
        {nodes.map((node) => (
          <option key={node}>{node}</option>
        ))}
      </select>
      <input
        className="input log-text"
        type="search"
        aria-label={logWords.text}
        placeholder={logWords.search}
        value={filter.text}
        onChange={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
      />
      <span className="muted">{logWords.lines(count)}</span>
    </div>
  );
}

function LogLine({ notice: { t, level, node, says } }: { notice: Notice }): ReactElement {
  const Icon = ICONS[level];
  return (
    <li className="log-line" data-level={level}>
      <Icon size={14} aria-label={level} />
      <time className="muted" dateTime={new Date(t * 1000).toISOString()}>
        {dayAndTime(t)}
      </time>
      {node === undefined ? (
        <span className="muted">{logWords.server}</span>
      ) : (
        <button type="button" className="link-button log-name" onClick={() => showNode(node)}>
          {node}
        </button>
      )}
      <span className="log-says">{says}</span>
    </li>
  );
}

function emptyText(all: number, twin: string | undefined): string {
  if (all > 0) return logWords.noneFits;
  return twin === undefined ? logWords.noTwin : logWords.empty;
}
