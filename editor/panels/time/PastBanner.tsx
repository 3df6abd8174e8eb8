import { History } from 'lucide-react';
import type { ReactElement } from 'react';
import { server } from '../../client/server.ts';
import { openComparison } from '../../stores/comparison-store.ts';
import { useDocument } from '../../stores/document-store.ts';
import { useLive } from '../../stores/live-store.ts';
import { goLive, usePast } from '../../stores/past-store.ts';
import { exactTime } from './exact-time.ts';

/** Says that the whole page shows the past, of when and of which version; why it does not; and the way back. */
export function PastBanner(): ReactElement | null {
  const { time, instant, problem } = usePast();
  const twin = useLive((state) => state.twin);
  const version = useDocument((state) => state.version);
  const flow = useDocument((state) => state.flowId);
  if (time === undefined) return null;
  const isOther = instant !== undefined && instant.version !== version;
  return (
    <div className="banner banner-past" role="status" aria-live="off">
      <History size={16} aria-hidden="true" />
      <strong>This is the past: {exactTime(time)}.</strong>
      {problem ? (
        <span className="tone-bad" role="alert">
          Nothing to show: {problem.says}. {problem.remedy}
        </span>
      ) : (
        <span>
          {twin} goes on meanwhile.{' '}
          {isOther &&
            `It ran version ${instant.version} then, the canvas shows the draft behind version ${version}: nodes that were not there have no value.`}
        </span>
      )}
      <span className="banner-actions">
        {isOther && (
          <button
            type="button"
            className="button button-small"
            onClick={() => void compareWith(flow, instant.version)}
          >
            Compare the versions
          </button>
        )}
        <button type="button" className="button button-small" onClick={goLive}>
          Back to live
        </button>
      </span>
    </div>
  );
}

async function compareWith(flow: string | undefined, version: number): Promise<void> {
  const versions = flow === undefined ? undefined : await server.versions(flow);
  if (versions?.ok) await openComparison(version, versions.value);
}
