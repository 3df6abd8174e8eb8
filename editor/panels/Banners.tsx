import { useEffect, useState, type ReactElement } from 'react';
import type { Clash } from '@twinloom/runtime/graph/merge-flows';
import type { Problem } from '../client/http.ts';
import { clashText } from '../stores/clash-text.ts';
import { documentStore, useDocument } from '../stores/document-store.ts';
import { reportHandSets } from '../stores/hand-sets.ts';
import { useLive } from '../stores/live-store.ts';
import { useServer } from '../stores/server-store.ts';
import { watchOutdated } from '../ui/load-part.ts';
import { pageWords } from '../words/page.ts';

/** What stands between the person and their work, calmly, with the way out. */
export function Banners(): ReactElement {
  const startProblem = useServer((state) => state.problem);
  const lost = useLive((state) => state.connection === 'lost');
  const twinSays = useLive(({ twinState, says }) =>
    twinState === 'failed' ? (says ?? pageWords.gaveNoReason) : undefined,
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
          <strong>{startProblem.says}</strong> {pageWords.triesAgain(startProblem.remedy)}
        </div>
      )}
      {lost && !startProblem && (
        <div className="banner" role="status">
          <strong>{pageWords.serverDoesNotAnswer}</strong> {pageWords.serverAway}
        </div>
      )}
      {isOutdated && !lost && (
        <div className="banner banner-warn" role="status">
          <strong>{pageWords.pageIsOld}</strong> {pageWords.pageIsOldMeans}
          <span className="banner-actions">
            <button type="button" className="button button-small" onClick={() => location.reload()}>
              {pageWords.loadPageAgain}
            </button>
          </span>
        </div>
      )}
      {twinSays !== undefined && !lost && (
        <div className="banner banner-bad" role="status">
          <strong>{pageWords.twinDoesNotRun(twin ?? '')}</strong> {twinSays}.
        </div>
      )}
      {deployedElsewhere !== undefined && (
        <div className="banner" role="status">
          <strong>{pageWords.deployedElsewhere(deployedElsewhere)}</strong> {pageWords.deployedElsewhereMeans}
          <span className="banner-actions">
            <button
              type="button"
              className="button button-small"
              onClick={() => useDocument.setState({ deployedElsewhere: undefined })}
            >
              {pageWords.dismiss}
            </button>
          </span>
        </div>
      )}
      {saving === 'conflict' && (
        <div className="banner banner-warn" role="alert">
          <strong>{pageWords.sameWasChanged}</strong> {pageWords.sameWasChangedMeans(says(clashes))}
          <span className="banner-actions">
            <button type="button" className="button button-small" onClick={() => void takeTheirs()}>
              {pageWords.takeTheirs}
            </button>
            <button type="button" className="button button-small" onClick={() => void keepMine()}>
              {pageWords.keepMine}
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
                {pageWords.storeAgain}
              </button>
            </span>
          )}
        </div>
      )}
      {handProblem && (
        <div className="banner banner-bad" role="alert">
          <strong>{pageWords.valueNotSet(handProblem.says)}</strong> {handProblem.remedy}
          <span className="banner-actions">
            <button type="button" className="button button-small" onClick={() => setHandProblem(undefined)}>
              {pageWords.dismiss}
            </button>
          </span>
        </div>
      )}
    </div>
  );
}

const MOST_TOLD = 3;

function says(clashes: readonly Clash[]): string {
  const more = clashes.length > MOST_TOLD ? pageWords.andMoreClashes(clashes.length - MOST_TOLD) : '';
  return `${clashes.slice(0, MOST_TOLD).map(clashText).join('; ')}${more}.`;
}
