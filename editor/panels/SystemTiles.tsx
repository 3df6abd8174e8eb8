import type { ReactElement } from 'react';
import type { StatusBody } from '@twinloom/runtime/protocol/status';
import { sparkOf } from '../plot/spark.ts';
import { worstLag, type SystemReading } from '../stores/system-trail.ts';
import { byteText } from '../ui/byte-text.ts';
import { formatShare } from '../ui/format-share.ts';
import { formatSpan } from '../ui/format-span.ts';
import { toneOfCount, toneOfJournal, toneOfLag, toneOfTwin, worstTone, type Tone } from './system-tones.ts';
import { systemWords } from '../words/system.ts';

const SPARK = { width: 120, height: 24 };

interface SystemTilesProps {
  status: StatusBody;
  trail: readonly SystemReading[];
}

/** The figures one looks at first: whether all run, in time, and nothing is lost. */
export function SystemTiles({ status, trail }: SystemTilesProps): ReactElement {
  const twins = status.flows.flatMap((flow) => flow.twins);
  const running = twins.filter((twin) => twin.status === 'running').length;
  const lost = sum(status.workers, ({ packetsLost, emissionsLost }) => packetsLost + emissionsLost);
  const waiting = sum(
    status.workers,
    ({ packetsWaiting, emissionsWaiting }) => packetsWaiting + emissionsWaiting,
  );
  const lag = worstLag(status);
  const { journal } = status;
  return (
    <div className="tiles">
      <Tile
        name={systemWords.twinsRunningTile}
        value={systemWords.twinsRunning(running, twins.length)}
        tone={worstTone(twins.map((twin) => toneOfTwin(twin.status)))}
        says={saysOfTwins(twins)}
      />
      <Tile
        name={systemWords.ticksLate}
        value={lag === undefined ? '–' : formatSpan(lag)}
        tone={toneOfLag(lag)}
        says={systemWords.latestWorker}
        values={trail.map(({ lateSeconds }) => lateSeconds)}
      />
      <Tile
        name={systemWords.processor}
        value={formatShare(status.cpuShare)}
        tone="calm"
        says={systemWords.busiestWorker(
          formatShare(Math.max(0, ...status.workers.map(({ busyShare }) => busyShare))),
        )}
        values={trail.map(({ cpuShare }) => cpuShare)}
      />
      <Tile
        name={systemWords.memory}
        value={byteText(status.residentBytes)}
        tone="calm"
        says={systemWords.ofWholeProcess}
        values={trail.map(({ residentBytes }) => residentBytes)}
      />
      <Tile
        name={systemWords.leftOut}
        value={String(lost)}
        tone={toneOfCount(lost)}
        says={systemWords.sinceStart(
          waiting === 0 ? systemWords.nothingWaits : systemWords.waitingNow(waiting),
        )}
      />
      <Tile
        name={systemWords.journalBehind}
        value={`${journal.behind}`}
        tone={toneOfJournal(journal)}
        says={
          journal.lastCommit === undefined
            ? systemWords.nothingWrittenYet
            : systemWords.onDiskAgo(formatSpan(status.t - journal.lastCommit))
        }
      />
    </div>
  );
}

interface TileProps {
  name: string;
  value: string;
  tone: Tone;
  says: string;
  values?: readonly number[];
}

function Tile({ name, value, tone, says, values }: TileProps): ReactElement {
  return (
    <div className="tile" data-tone={tone}>
      <span className="tile-name">{name}</span>
      <span className="tile-value">{value}</span>
      {values && values.length > 1 ? (
        <svg
          className="tile-spark"
          viewBox={`0 0 ${SPARK.width} ${SPARK.height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path d={sparkOf(values, SPARK.width, SPARK.height)} vectorEffect="non-scaling-stroke" />
        </svg>
      ) : (
        <span className="tile-spark" />
      )}
      <span className="tile-says">{says}</span>
    </div>
  );
}

function saysOfTwins(twins: readonly { status: string }[]): string {
  if (twins.length === 0) return systemWords.noFlowDeployed;
  const of = (status: string): number => twins.filter((twin) => twin.status === status).length;
  const [failed, stopped] = [of('failed'), of('stopped')];
  if (failed + stopped === 0) return systemWords.allOfThem;
  return [failed > 0 && systemWords.twinsFailed(failed), stopped > 0 && systemWords.twinsStopped(stopped)]
    .filter(Boolean)
    .join(', ');
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
