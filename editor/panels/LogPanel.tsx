import './log.css';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import type { NoticeMessage } from '@twinloom/runtime/protocol/stream';
import { useLive } from '../stores/live-store.ts';
import { showNode } from '../stores/session-store.ts';
import { dayAndTime } from '../ui/format-time.ts';
import { filterNotices, type NoticeFilter } from './filter-notices.ts';

type Notice = NoticeMessage['notice'];

const LEVELS = [
  { level: 'info', label: 'All' },
  { level: 'warning', label: 'Warnings' },
  { level: 'error', label: 'Errors' },
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
        <ol className="log-list" aria-label="Log, the newest first">
          {found.slice(0, most).map((notice, i) => (
            // Lines have no identity of their own, and the newest comes first.
            // oxlint-disable-next-line react/no-array-index-key
            <LogLine key={`${notices.length} ${i}`} notice={notice} />
          ))}
          {found.length > most && (
            <li>
              <button type="button" className="link-button" onClick={() => setMost(most + PAGE)}>
                Show what was before
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
      <div className="segments" role="group" aria-label="Level">
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
        aria-label="Node"
        value={filter.node}
        onChange={(event) => onFilter({ ...filter, node: event.currentTarget.value })}
      >
        <option value="">Every node</option>
        {nodes.map((node) => (
          <option key={node}>{node}</option>
        ))}
      </select>
      <input
        className="input log-text"
        type="search"
        aria-label="Text"
        placeholder="Search the log"
        value={filter.text}
        onChange={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
      />
      <span className="muted">{count === 1 ? '1 line' : `${count} lines`}</span>
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
        <span className="muted">server</span>
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
  if (all > 0) return 'No line fits: choose another level or node, or search for less.';
  return twin === undefined
    ? 'No twin runs this flow: deploy it, and what its nodes say stands here.'
    : 'Nothing was said since the page was opened. A log node writes here, and so does a node that fails.';
}
