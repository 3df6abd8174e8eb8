import './changes.css';
import { useMemo, type ReactElement } from 'react';
import { formatEdge } from '@twinloom/runtime/graph/flow';
import { useCatalog } from '../stores/catalog-store.ts';
import type { Compared } from '../stores/comparison-store.ts';
import { documentStore } from '../stores/document-store.ts';
import { showEdge, showNode } from '../stores/session-store.ts';
import { changeLines, type ChangeLine } from './change-lines.ts';
import { changesWords } from '../words/changes.ts';

const SECTIONS = [
  { key: 'logic', title: changesWords.logic, says: changesWords.logicMeans },
  { key: 'params', title: changesWords.params, says: changesWords.paramsMeans },
  { key: 'layout', title: changesWords.layout, says: changesWords.layoutMeans },
] as const;
const SIGNS = { added: '+', changed: '~', removed: '−' } as const;

interface ChangeSectionsProps {
  compared: Compared;
  /** Leaves out what has no difference. */
  isBrief?: boolean;
  /** Called after a click has shown a node or an edge on the canvas. */
  onShown?(): void;
}

/** What differs between two versions, under three headings; a click shows it on the canvas. */
export function ChangeSections({ compared, isBrief = false, onShown }: ChangeSectionsProps): ReactElement {
  const byType = useCatalog((state) => state.byType);
  const sections = useMemo(
    () =>
      SECTIONS.map((section) => ({
        ...section,
        lines: changeLines(compared.changes[section.key], compared, byType),
      })).filter(({ lines }) => !isBrief || lines.length > 0),
    [compared, byType, isBrief],
  );
  return (
    <div className="changes">
      {sections.map(({ key, title, says, lines }) => (
        <section key={key} data-changes={key}>
          <h3 className="changes-title">
            {title} <span className="changes-count">{lines.length}</span>
            <span className="muted">{says}</span>
          </h3>
          {lines.length === 0 && <p className="change-none muted">{changesWords.noDifference}</p>}
          <ul>
            {lines.map((line) => (
              <li key={keyOf(line)} className="change" data-mark={line.mark}>
                <Line line={line} onShown={onShown} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Line({ line, onShown }: { line: ChangeLine; onShown: (() => void) | undefined }): ReactElement {
  const { mark, subject, id, says, values } = line;
  const text = (
    <>
      <span className="change-sign" aria-hidden="true">
        {SIGNS[mark]}
      </span>
      <span className="change-text">
        <b>{subject}</b>
        {id && (
          <>
            {' '}
            <code className="change-id">{id}</code>
          </>
        )}
        {says && <span className="change-says">{` · ${says}`}</span>}
        {values && (
          <span className="change-values">
            {'  '}
            <span className="change-from">{values.from}</span> →{' '}
            <span className="change-to">{values.to}</span>
          </span>
        )}
      </span>
    </>
  );
  if (!isOnCanvas(line)) return <span className="change-line">{text}</span>;
  return (
    <button
      type="button"
      className="change-line"
      title={changesWords.showOnCanvas}
      onClick={() => {
        show(line);
        onShown?.();
      }}
    >
      {text}
    </button>
  );
}

function isOnCanvas({ shows }: ChangeLine): boolean {
  const { draft } = documentStore.getState();
  if (!shows || !draft) return false;
  const node = 'node' in shows ? shows.node : shows.edge.to.node;
  return Object.hasOwn(draft.nodes, node);
}

function show({ shows }: ChangeLine): void {
  if (!shows) return;
  if ('node' in shows) showNode(shows.node);
  else showEdge(formatEdge(shows.edge), shows.edge.to.node);
}

function keyOf({ subject, id, says, values }: ChangeLine): string {
  return JSON.stringify([subject, id, says, values]);
}
