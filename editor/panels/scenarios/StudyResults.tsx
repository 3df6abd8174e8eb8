import { Download, FileText, Play, Trash2, X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { StudyBody, StudySummaryBody } from '@twinloom/runtime/protocol/studies';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { sayProblem } from '../../client/http.ts';
import { server } from '../../client/server.ts';
import { dayAndTime, timeOfDay } from '../../ui/format-time.ts';
import { Decisions } from './Decisions.tsx';
import { RunResults } from './RunResults.tsx';
import { StudyCurves } from './StudyCurves.tsx';
import { WorthTable } from './WorthTable.tsx';
import { isBusy, useStudy } from './use-studies.ts';
import { studyResultsWords } from '../../words/study-results.ts';

type Variant = StudyBody['variants'][number];
type Result = NonNullable<Variant['kpis']>[string];

interface StudyResultsProps {
  summary: StudySummaryBody;
  studies: readonly StudySummaryBody[];
  onChoose(id: string): void;
  /** It was cancelled or removed. */
  onEnded(): void;
}

/** What came of a study: how far it is, its KPIs beside those of the twin as it is, and its ports over time. */
export function StudyResults({ summary, studies, onChoose, onEnded }: StudyResultsProps): ReactElement {
  const { study, look } = useStudy(summary);
  const busy = isBusy(summary);
  const [problem, setProblem] = useState('');
  const end = async (): Promise<void> => {
    const answer = await server.endStudy(summary.twin, summary.id);
    setProblem(answer.ok ? '' : sayProblem(answer.problem));
    onEnded();
  };
  const goOn = async (): Promise<void> => {
    const answer = await server.goOnStudy(summary.twin, summary.id);
    setProblem(answer.ok ? '' : sayProblem(answer.problem));
    onEnded();
  };
  return (
    <>
      <div className="study-head">
        <select
          className="input study-choice"
          aria-label={studyResultsWords.study}
          value={summary.id}
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          {studies.map(({ id, question, t }) => (
            <option key={id} value={id}>
              {whenAsked(t)} {question || studyResultsWords.noQuestion}
            </option>
          ))}
        </select>
        <Standing summary={summary} />
        {!busy && <StudyFiles summary={summary} />}
        {summary.canGoOn && (
          <button type="button" className="button button-small" onClick={() => void goOn()}>
            <Play size={14} aria-hidden="true" />
            {studyResultsWords.goOn}
          </button>
        )}
        <button type="button" className="button button-small" onClick={() => void end()}>
          {busy ? <X size={14} aria-hidden="true" /> : <Trash2 size={14} aria-hidden="true" />}
          {busy ? studyResultsWords.cancel : studyResultsWords.remove}
        </button>
      </div>
      {problem && (
        <p className="field-says tone-bad study-note" role="alert">
          {problem}
        </p>
      )}
      {study && <KpiTable study={study} />}
      {study?.worth && <WorthTable worth={study.worth} />}
      {study?.many && <RunResults study={study} many={study.many} />}
      {study && study.finished > 0 && <StudyCurves study={study} />}
      {study && !busy && study.finished > 0 && <Decisions study={study} onDecided={look} />}
    </>
  );
}

function StudyFiles({ summary: { twin, id } }: { summary: StudySummaryBody }): ReactElement {
  const path = `/api/twins/${encodeURIComponent(twin)}/scenarios/${id}/report`;
  return (
    <>
      <a className="button button-small" href={`${path}.html`} download>
        <FileText size={14} aria-hidden="true" />
        {studyResultsWords.report}
      </a>
      <a className="button button-small" href={`${path}.csv`} download>
        <Download size={14} aria-hidden="true" />
        CSV
      </a>
    </>
  );
}

/** Of today the time is enough. */
function whenAsked(t: number): string {
  return Date.now() / 1000 - t < DAY ? timeOfDay(t) : dayAndTime(t);
}

const DAY = 86_400;

function Standing({ summary }: { summary: StudySummaryBody }): ReactElement {
  const { status, says, done, secondsLeft, finished, of, start, version } = summary;
  if (!isBusy(summary))
    return (
      <span className={status === 'done' ? 'muted' : 'tone-bad'} data-study={status}>
        {[
          `${studyResultsWords.statuses[status]}${says ? `: ${says}` : ''}`,
          ...(status === 'done' ? [] : [studyResultsWords.runsOf(finished, of)]),
          studyResultsWords.fromVersion(dayAndTime(start), version),
        ].join(', ')}
      </span>
    );
  return (
    <span className="study-progress" data-study={status}>
      <progress aria-label={studyResultsWords.progress} value={done} max={1} />
      {[
        studyResultsWords.statuses[status],
        studyResultsWords.runsOf(finished, of),
        ...(secondsLeft === undefined ? [] : [studyResultsWords.timeLeft(sayLeft(secondsLeft))]),
      ].join(', ')}
    </span>
  );
}

function sayLeft(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function KpiTable({ study: { kpis, variants } }: { study: StudyBody }): ReactElement {
  if (kpis.length === 0) return <p className="muted study-note">{studyResultsWords.kpisMean}</p>;
  return (
    <div className="study-table">
      <table>
        <thead>
          <tr>
            <th scope="col">{studyResultsWords.variant}</th>
            {kpis.map(({ name, title, unit, expression }) => (
              <th key={name} scope="col" title={expression}>
                {title} <span className="muted">{formatUnit(unit)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {variants.map((variant, index) => (
            <tr key={variant.name} data-variant={variant.name}>
              <th scope="row">
                {variant.name}
                {index > 0 && <Reset variant={variant} />}
              </th>
              {kpis.map(({ name }) => (
                <td key={name} data-kpi={name}>
                  {variant.kpis ? (
                    <Cell result={variant.kpis[name]} />
                  ) : (
                    <span className="muted">{variant.status}</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whose state begins anew in this variant. */
function Reset({ variant: { plan } }: { variant: Variant }): ReactElement | false {
  const nodes = [...plan.reset, ...plan.added];
  return (
    nodes.length > 0 && (
      <span className="badge badge-warn" title={nodes.map(({ node, why }) => `${node}: ${why}`).join('\n')}>
        {studyResultsWords.beginAnew(nodes.length)}
      </span>
    )
  );
}

function Cell({ result }: { result: Result | undefined }): ReactElement {
  if (!result) return <span className="muted">–</span>;
  const { value, missing, says, difference, share } = result;
  return (
    <>
      {value === undefined ? (
        <span className="muted">{says ?? studyResultsWords.noValue}</span>
      ) : (
        formatValue(value, 5)
      )}
      {difference !== undefined && (
        <span className="study-difference">{sayDifference(difference, share)}</span>
      )}
      {missing > 0 && (
        <span className="badge badge-warn">{studyResultsWords.missing(formatValue(missing, 3))}</span>
      )}
    </>
  );
}

function sayDifference(difference: number, share: number | undefined): string {
  if (difference === 0) return studyResultsWords.same;
  const sign = difference > 0 ? '+' : '−';
  if (share !== undefined) return `${sign}${formatValue(Math.abs(share) * 100, 3)} %`;
  return `${sign}${formatValue(Math.abs(difference), 3)}`;
}
