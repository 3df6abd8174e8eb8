import { useMemo, type ReactElement } from 'react';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { TracePlot } from '../../plot/TracePlot.tsx';
import type { PlotData, Trace } from '../../plot/traces.ts';
import { useSession } from '../../stores/session-store.ts';
import { useSystemTheme } from '../../ui/use-system-theme.ts';
import { studyResultsWords } from '../../words/study-results.ts';

const COLORS = 6;

interface SweepProps {
  study: StudyBody;
  many: NonNullable<StudyBody['many']>;
  kpi: number;
}

/** A KPI over the first axis; a line for each value of the second. */
export function SweepCurve({ study, many, kpi }: SweepProps): ReactElement {
  const theme = useSession((state) => state.theme);
  const systemTheme = useSystemTheme();
  const { runs = [], kpis } = study;
  const [axis, second] = many.axes;
  const others = useMemo(() => valuesOf(runs, 1), [runs]);
  const data = useMemo(() => plotOf(runs, kpi, others), [runs, kpi, others]);
  const unit = formatUnit(kpis[kpi]?.unit ?? '');
  const traces = others.map((value, index): Trace => ({
    label: second
      ? `${second.title} ${formatValue(value, 4)} ${formatUnit(second.unit)}`.trim()
      : (kpis[kpi]?.title ?? ''),
    unit,
    color: `--trace-${(index % COLORS) + 1}`,
  }));
  if (data.times.length < 2) return <p className="muted">{studyResultsWords.valuesComing}</p>;
  return (
    <figure className="sweep-curve">
      <TracePlot
        label={studyResultsWords.curveOver(kpis[kpi]?.title ?? '', axis?.title ?? '')}
        traces={traces}
        look={`${theme} ${systemTheme} ${study.id} ${kpi} ${runs.length}`}
        read={() => data}
        everyMs={0}
        onCursor={() => undefined}
        timeUnit={`${axis?.title} ${formatUnit(axis?.unit ?? '')}`.trim()}
        small
      />
      {second && (
        <ul>
          {traces.map(({ label, color }) => (
            <li key={label}>
              <span className="legend-line" style={{ background: `var(${color})` }} aria-hidden="true" />
              {label}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

type Runs = NonNullable<StudyBody['runs']>;

/** Values of an axis, rising; one that is not there has one value. */
export function valuesOf(runs: Runs, axis: number): number[] {
  return [...new Set(runs.map(({ at }) => at[axis] ?? 0))].toSorted((a, b) => a - b);
}

function plotOf(runs: Runs, kpi: number, others: readonly number[]): PlotData {
  const times = valuesOf(runs, 0);
  const known = new Map(runs.map(({ at, kpis }) => [`${at[0]} ${at[1] ?? 0}`, kpis[kpi] ?? null]));
  const columns = others.map((other) => times.map((x) => known.get(`${x} ${other}`) ?? null));
  return { times, columns, from: times[0] ?? 0, to: times.at(-1) ?? 1 };
}
