import { useEffect, useState, type ReactElement } from 'react';
import type { Clash } from '@twinloom/runtime/graph/merge-flows';
import type { Problem } from '../client/http.ts';
import { clashText } from '../stores/clash-text.ts';
import { documentStore, useDocument } from '../stores/document-store.ts';
import { reportHandSets } from '../stores/hand-sets.ts';
import { useLive } from '../stores/live-store.ts';
import { useServer } from '../stores/server-store.ts';
import { watchOutdated } from '../ui/load-part.ts';

/** What stands between the person and their work, calmly, with the way out. */
export function Banners(): ReactElement {
  const startProblem = useServer((state) => state.problem);
  const lost = useLive((state) => state.connection === 'lost');
  const twinSays = useLive(({ twinState, says }) =>
    twinState === 'failed' ? (says ?? 'It gave no reason') : undefined,
  );
  const twin = useLive((state) => state.twin);
  const saving = useDocument((state) => state.saving);
  const clashes = useDocument((state) => state.clashes);
  const problem = useDocument((state) => state.problem);
  const deployedElsewhere = useDocument((state) => state.deployedElsewhere);
  const [handProblem, setHandProblem] = useState<Problem>();
  useEffect(() => reportHandSets(setHandProblem), []);
  const [isOutdated, setOutdated] = useState(false);
  useEffect(() => watchOutdated(() => setOutdated(true)), []);
  const { keepMine, takeTheirs, save } = documentStore.getState();
  return (
    <div className="banners">
      {startProblem && (
        <div className="banner" role="status">
          <strong>{startProblem.says}</strong> {startProblem.remedy} This page tries again by itself.
        </div>
      )}
      {lost && !startProblem && (
        <div className="banner" role="status">
          <strong>The server does not answer.</strong> The values on this page are the last ones seen. The
          page reconnects by itself; your draft stays here meanwhile.
        </div>
      )}
      {isOutdated && !lost && (
        <div className="banner banner-warn" role="status">
          <strong>This page is older than the server.</strong> Some of it cannot be shown any more. Your draft
          is kept.
          <span className="banner-actions">
            <button type="button" className="button button-small" onClick={() => location.reload()}>
              Load the page again
            </button>
          </span>
        </div>
      )}
      {twinSays !== undefined && !lost && (
        <div className="banner banner-bad" role="status">
          <strong>The twin {twin} does not run.</strong> {twinSays}.
        </div>
      )}
      {deployedElsewhere !== undefined && (
        <div className="banner" role="status">
          <strong>Version {deployedElsewhere} was deployed by somebody else.</strong> It runs now. What they
          changed is in your draft too, beside what you changed.
          <span className="banner-actions">
            <button
              type="button"
              className="button button-small"
              onClick={() => useDocument.setState({ deployedElsewhere: undefined })}
            >
              Dismiss
            </button>
          </span>
        </div>
      )}
      {saving === 'conflict' && (
        <div className="banner banner-warn" role="alert">
          <strong>Somebody else changed the same as you.</strong> {says(clashes)} Everything else of both is
          kept, and nothing is stored before you choose.
          <span className="banner-actions">
            <button type="button" className="button button-small" onClick={() => void takeTheirs()}>
              Take theirs
            </button>
            <button type="button" className="button button-small" onClick={() => void keepMine()}>
              Keep mine
            </button>
          </span>
        </div>
      )}
      {problem && saving !== 'conflict' && !lost && !startProblem && (
        <div className="banner banner-bad" role="alert">
          <strong>{problem.says}</strong> {problem.remedy}
          {saving === 'failed' && (
            <span className="banner-actions">
              <button type="button" className="button button-small" onClick={() => void save()}>
                Store again
              </button>
            </span>
          )}
        </div>
      )}
      {handProblem && (
        <div className="banner banner-bad" role="alert">
          <strong>The value was not set: {handProblem.says}</strong> {handProblem.remedy}
          <span className="banner-actions">
            <button type="button" className="button button-small" onClick={() => setHandProblem(undefined)}>
              Dismiss
            </button>
          </span>
        </div>
      )}
    </div>
  );
}

const MOST_TOLD = 3;

function says(clashes: readonly Clash[]): string {
  const more = clashes.length > MOST_TOLD ? `; and ${clashes.length - MOST_TOLD} more` : '';
  return `${clashes.slice(0, MOST_TOLD).map(clashText).join('; ')}${more}.`;
}
