import { History } from 'lucide-react';
import type { ReactElement } from 'react';
import { sayProblem } from '../../client/http.ts';
import { server } from '../../client/server.ts';
import { openComparison } from '../../stores/comparison-store.ts';
import { useDocument } from '../../stores/document-store.ts';
import { useLive } from '../../stores/live-store.ts';
import { goLive, goTo, usePast } from '../../stores/past-store.ts';
import { exactTime } from './exact-time.ts';
import { pastWords } from '../../words/past.ts';

/** Says that the whole page shows the past, of when and of which version; why it does not; and the way back. */
export function PastBanner(): ReactElement | null {
  const { time, instant, problem, reach } = usePast();
  const twin = useLive((state) => state.twin);
  const version = useDocument((state) => state.version);
  const flow = useDocument((state) => state.flowId);
  if (time === undefined) return null;
  const isOther = instant !== undefined && instant.version !== version;
  const oldest = reach?.from ?? undefined;
  const isTooEarly = problem !== undefined && oldest !== undefined && time < oldest;
  return (
    <div className="banner banner-past" role="status" aria-live="off">
      <History size={16} aria-hidden="true" />
      <strong>{pastWords.isThePast(exactTime(time))}</strong>
      {problem ? (
        <span className="tone-bad" role="alert">
          {pastWords.nothingToShow(
            isTooEarly ? pastWords.rememberedFrom(twin ?? '', exactTime(oldest)) : sayProblem(problem),
          )}
        </span>
      ) : (
        <span>
          {pastWords.goesOn(twin ?? '')} {isOther && pastWords.ranOtherVersion(instant.version, version)}
        </span>
      )}
      <span className="banner-actions">
        {isOther && (
          <button
            type="button"
            className="button button-small"
            onClick={() => void compareWith(flow, instant.version)}
          >
            {pastWords.compareVersions}
          </button>
        )}
        {isTooEarly && (
          <button type="button" className="button button-small" onClick={() => goTo(oldest)}>
            {pastWords.goToOldest}
          </button>
        )}
        <button type="button" className="button button-small" onClick={goLive}>
          {pastWords.backToLive}
        </button>
      </span>
    </div>
  );
}

async function compareWith(flow: string | undefined, version: number): Promise<void> {
  const versions = flow === undefined ? undefined : await server.versions(flow);
  if (versions?.ok) await openComparison(version, versions.value);
}
