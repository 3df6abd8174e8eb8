import './problems.css';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { formatPlace, type Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { useDocument } from '../stores/document-store.ts';
import { mendsOf } from '../stores/mends.ts';
import { showNode } from '../stores/session-store.ts';
import { problemsWords } from '../words/problems.ts';

/** What the check found, each with its place and its remedy; a click brings the node to the middle. */
export function ProblemsPanel(): ReactElement {
  const diagnostics = useDocument((state) => state.diagnostics);
  const checking = useDocument((state) => state.checking);
  if (checking === 'failed') {
    return <p className="empty">{problemsWords.couldNotCheck}</p>;
  }
  if (diagnostics.length === 0) {
    return <p className="empty">{checking === 'done' ? problemsWords.none : problemsWords.checking}</p>;
  }
  return (
    <ul className="problems">
      {inOrder(diagnostics).map((diagnostic, index) => (
        // Two diagnostics may read alike; the list is replaced as a whole.
        // oxlint-disable-next-line react/no-array-index-key
        <ProblemRow key={index} diagnostic={diagnostic} />
      ))}
    </ul>
  );
}

function ProblemRow({ diagnostic }: { diagnostic: Diagnostic }): ReactElement {
  const { code, severity, at, says, remedy } = diagnostic;
  const place = at[0];
  const node = place?.node;
  const mends = mendsOf(diagnostic);
  return (
    <li className="problem">
      <span className={severity === 'error' ? 'mark-error' : 'mark-warning'}>
        {severity === 'error' ? (
          <CircleAlert size={16} aria-label={problemsWords.error} />
        ) : (
          <TriangleAlert size={16} aria-label={problemsWords.warning} />
        )}
      </span>
      {node === undefined ? (
        <span className="problem-place">{formatPlace(place)}</span>
      ) : (
        <button type="button" className="problem-place link-button" onClick={() => showNode(node)}>
          {formatPlace(place)}
        </button>
      )}
      <span className="problem-text">
        {says}. <span className="muted">{remedy}</span>
      </span>
      <span className="problem-mends">
        {mends.map(({ title, run }) => (
          <button key={title} type="button" className="button button-small" onClick={run}>
            {title}
          </button>
        ))}
      </span>
      <code className="muted problem-code">{code}</code>
    </li>
  );
}

function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return [...errors, ...diagnostics.filter(({ severity }) => severity !== 'error')];
}
