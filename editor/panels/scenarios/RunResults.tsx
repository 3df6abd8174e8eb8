import './runs.css';
import { useState, type ReactElement } from 'react';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { ChanceResults } from './ChanceResults.tsx';
import { NameSelect } from './NameSelect.tsx';
import { SweepCurve } from './SweepCurve.tsx';
import { SweepTable } from './SweepTable.tsx';
import { fill } from '../../ui/fill.tsx';
import { studyResultsWords } from '../../words/study-results.ts';

type Many = NonNullable<StudyBody['many']>;

/** What the many runs of a study came to, one KPI at a time. */
export function RunResults({ study, many }: { study: StudyBody; many: Many }): ReactElement {
  const { kpis } = study;
  const [chosen, setChosen] = useState(many.kpi ?? 0);
  const kpi = kpis[chosen];
  if (!kpi) return <p className="muted study-note">{studyResultsWords.noKpis}</p>;
  return (
    <section className="runs" aria-label={studyResultsWords.runsCameTo}>
      <div className="runs-head">
        <h3>{TITLES[many.method]}</h3>
        {many.method !== 'search' && (
          <NameSelect
            label={studyResultsWords.kpiOfRuns}
            choices={kpis}
            value={kpi.name}
            onChange={(name) => setChosen(kpis.findIndex((one) => one.name === name))}
          />
        )}
        {many.of !== 'as it is' && <span className="muted">{studyResultsWords.inVariant(many.of)}</span>}
      </div>
      <Method study={study} many={many} kpi={chosen} />
    </section>
  );
}

const TITLES: Readonly<Record<Many['method'], string>> = {
  sweep: studyResultsWords.inSteps,
  chance: studyResultsWords.byChance,
  search: studyResultsWords.theBest,
};

function Method({ study, many, kpi }: { study: StudyBody; many: Many; kpi: number }): ReactElement {
  switch (many.method) {
    case 'sweep':
      return (
        <div className="runs-row">
          {many.axes.length > 1 && <SweepTable study={study} many={many} kpi={kpi} />}
          <SweepCurve study={study} many={many} kpi={kpi} />
        </div>
      );
    case 'chance':
      return <ChanceResults study={study} many={many} kpi={kpi} />;
    case 'search':
      return <Found study={study} many={many} />;
    default:
      return many.method satisfies never;
  }
}

function Found({ study: { search, kpis }, many }: { study: StudyBody; many: Many }): ReactElement {
  if (!search) return <p className="muted">{studyResultsWords.notAtEnd}</p>;
  const kpi = kpis[many.kpi ?? 0];
  const value = search.kpis[many.kpi ?? 0] ?? null;
  const isFine = search.isConverged && search.keepsLimits;
  return (
    <div data-search={isFine ? 'converged' : 'open'}>
      {value !== null && (
        <p>
          {fill(
            many.goal === 'least' ? studyResultsWords.leastAt : studyResultsWords.greatestAt,
            kpi?.title,
            <b>
              {formatValue(value, 5)} {formatUnit(kpi?.unit ?? '')}
            </b>,
            search.best
              ?.map((at, i) =>
                `${many.axes[i]?.title} ${formatValue(at, 5)} ${formatUnit(many.axes[i]?.unit ?? '')}`.trim(),
              )
              .join(', '),
          )}
        </p>
      )}
      <p className={isFine ? 'muted' : 'tone-warn'}>{studyResultsWords.searchMeans(search.says)}</p>
    </div>
  );
}
