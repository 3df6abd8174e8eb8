import { useMemo, useState, type ReactElement } from 'react';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { PlotTable } from '../../plot/PlotTable.tsx';
import { TracePlot } from '../../plot/TracePlot.tsx';
import type { PlotData, Trace } from '../../plot/traces.ts';
import { useSession } from '../../stores/session-store.ts';
import { useSystemTheme } from '../../ui/use-system-theme.ts';
import { happenedColumn, type Happened } from './happened-column.ts';
import { useHappened } from './use-happened.ts';
import { studyResultsWords } from '../../words/study-results.ts';

const COLORS = 6;
const UNITS = [
  { seconds: 1, name: 's', upTo: 300 },
  { seconds: 60, name: 'min', upTo: 18_000 },
  { seconds: 3600, name: 'h', upTo: 1_000_000 },
  { seconds: 86_400, name: 'd', upTo: Infinity },
] as const;

/** One port over the horizon: a line for each variant, bands of chance, and what happened since. */
export function StudyCurves({ study }: { study: StudyBody }): ReactElement {
  const theme = useSession((state) => state.theme);
  const systemTheme = useSystemTheme();
  const shown = study.variants.filter(({ curves }) => curves);
  const ports = [...new Set(shown.flatMap(({ curves }) => Object.keys(curves ?? {})))];
  const [chosen, setChosen] = useState('');
  const port = ports.includes(chosen) ? chosen : (ports[0] ?? '');
  const time = UNITS.find(({ upTo }) => study.horizon <= upTo) ?? UNITS[3];
  const happened = useHappened(study, port);
  const data = useMemo(() => plotOf(study, port, time.seconds, happened), [study, port, time, happened]);
  const percentiles = (study.chance?.bands[port] && study.many?.percentiles) || [];
  const unit = formatUnit(shown[0]?.curves?.[port]?.unit ?? '');
  const bands = percentiles.map((one, index): Trace => ({
    label: studyResultsWords.percentileByChance(one),
    unit,
    color: '--trace-6',
    isDashed: index !== Math.floor(percentiles.length / 2),
    ...(index === percentiles.length - 1 && index > 0 && { filledTo: shown.length }),
  }));
  const lines = shown.map(({ name, curves }, index): Trace => ({
    label: name,
    unit: formatUnit(curves?.[port]?.unit ?? ''),
    color: `--trace-${(index % COLORS) + 1}`,
  }));
  const lived: Trace[] = happened
    ? [{ label: studyResultsWords.whatHappened, unit, color: '--ink', isDashed: true }]
    : [];
  const traces = [...lines, ...bands, ...lived];
  if (ports.length === 0) return <p className="muted study-note">{studyResultsWords.noPortKept}</p>;
  return (
    <div className="study-curves">
      <div className="study-legend">
        <select
          className="input"
          aria-label={studyResultsWords.port}
          value={port}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          {ports.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <ul>
          {traces.map(({ label, color }) => (
            <li key={label}>
              <span className="legend-line" style={{ background: `var(${color})` }} aria-hidden="true" />
              {label}
            </li>
          ))}
        </ul>
      </div>
      <TracePlot
        label={studyResultsWords.chart(port, study.horizon / time.seconds, time.name)}
        traces={traces}
        look={`${theme} ${systemTheme} ${study.id} ${port} ${shown.length} ${study.chance?.runs ?? 0}`}
        read={() => data}
        everyMs={0}
        state={String(happened?.until)}
        onCursor={() => undefined}
        timeUnit={studyResultsWords.fromStart(time.name)}
        small
      />
      <PlotTable traces={traces} data={data} timeUnit={time.name} />
    </div>
  );
}

/** Least and greatest value of each part one after the other, so that no peak is lost. */
function plotOf(
  { variants, chance, start, horizon }: StudyBody,
  port: string,
  second: number,
  happened: Happened | undefined,
): PlotData {
  const curves = variants.flatMap(({ curves: own }) => (own ? [own[port]] : []));
  const parts = Math.max(1, ...curves.map((curve) => curve?.min.length ?? 0));
  const half = horizon / parts / 2 / second;
  const times = Array.from({ length: 2 * parts }, (_, i) => i * half);
  const columns = curves.map((curve) =>
    times.map((_, i) => {
      const part = i >> 1;
      const [low, high] = [curve?.min[part] ?? null, curve?.max[part] ?? null];
      if (low === null || high === null) return null;
      // Rising or falling, as the part before it says.
      const isRising = part === 0 || high >= (curve?.max[part - 1] ?? high);
      return (i % 2 === 0) === isRising ? low : high;
    }),
  );
  const bands = (chance?.bands[port] ?? []).map((line) =>
    times.map(
      (_, i) => line[Math.min(line.length - 1, Math.floor((i * line.length) / times.length))] ?? null,
    ),
  );
  columns.push(...bands);
  if (happened) columns.push(happenedColumn(happened, start, times, second));
  return { times, columns, from: 0, to: horizon / second };
}
