import { ChartLine } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import type { ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { TracePlot } from '../plot/TracePlot.tsx';
import type { PlotData } from '../plot/traces.ts';
import { useLive } from '../stores/live-store.ts';
import { showInScope, useSession } from '../stores/session-store.ts';
import { withHistory } from '../stores/trace-history.ts';
import { useSystemTheme } from '../ui/use-system-theme.ts';
import { historyFigures } from './history-figures.ts';
import { useNodeHistory, type Recorded } from './use-node-history.ts';
import { inspectorWords } from '../words/inspector.ts';

interface NodeHistoryProps {
  node: string;
  outputs: readonly ResolvedPort[];
  /** The output that its card shows. */
  first: string | undefined;
}

const RANGES = [
  { seconds: 600, label: '10 min', words: inspectorWords.tenMinutes },
  { seconds: 3_600, label: '1 h', words: inspectorWords.hour },
  { seconds: 8 * 3_600, label: '8 h', words: inspectorWords.eightHours },
  { seconds: 24 * 3_600, label: '24 h', words: inspectorWords.twentyFourHours },
  { seconds: 7 * 86_400, label: '7 d', words: inspectorWords.sevenDays },
] as const;

/** What the running twin recorded of a node's outputs; nothing while no twin is followed or it does not run the node yet. */
export function NodeHistory({ node, outputs, first }: NodeHistoryProps): ReactElement | null {
  const twin = useLive((state) => state.twin);
  const ports = useLive((state) => state.ports);
  const [chosen, setChosen] = useState(first);
  const [range, setRange] = useState<(typeof RANGES)[number]>(RANGES[0]);
  const drawn = outputs.filter(
    ({ name, type }) => (type === 'number' || type === 'boolean') && ports.has(`${node}.${name}`),
  );
  const port = drawn.find(({ name }) => name === chosen) ?? drawn[0];
  if (twin === undefined || !port) return null;
  const name = `${node}.${port.name}`;
  return (
    <section className="inspector-section" aria-label={inspectorWords.history}>
      <div className="field-head">
        <h3 className="section-title">{inspectorWords.history}</h3>
        <button type="button" className="button button-small" onClick={() => showInScope(name)}>
          <ChartLine size={14} aria-hidden="true" />
          {inspectorWords.openInScope}
        </button>
      </div>
      {drawn.length > 1 && (
        <select
          className="input"
          aria-label={inspectorWords.historyOutput}
          value={port.name}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          {drawn.map((one) => (
            <option key={one.name}>{one.name}</option>
          ))}
        </select>
      )}
      <div className="segments" role="group" aria-label={inspectorWords.historyStretch}>
        {RANGES.map((option) => (
          <button
            key={option.seconds}
            type="button"
            className="segment"
            aria-pressed={option === range}
            onClick={() => setRange(option)}
          >
            {option.label}
          </button>
        ))}
      </div>
      <PortHistory twin={twin} port={name} range={range} isBoolean={port.type === 'boolean'} />
    </section>
  );
}

interface PortHistoryProps {
  twin: string;
  port: string;
  range: (typeof RANGES)[number];
  isBoolean: boolean;
}

function PortHistory({ twin, port, range, isBoolean }: PortHistoryProps): ReactElement {
  const found = useNodeHistory(twin, port, range.seconds);
  const theme = useSession((state) => state.theme);
  const systemTheme = useSystemTheme();
  const data = useMemo(() => (found && 'body' in found ? plotted(found) : undefined), [found]);
  if (!found) return <p className="muted">{inspectorWords.askingForHistory}</p>;
  if ('says' in found) return <p className="note note-bad">{found.says}</p>;
  const figures = historyFigures(found.body, isBoolean);
  if (!data || !figures) return <p className="muted">{inspectorWords.nothingGood(range.words)}</p>;
  return (
    <>
      <div className="example-plot">
        <TracePlot
          label={inspectorWords.historyFigures(
            port,
            range.words,
            figures.least,
            figures.greatest,
            figures.last,
          )}
          traces={[
            {
              label: port,
              unit: formatUnit(found.body.unit),
              color: '--trace-1',
              isBoolean,
              hasBand: !isBoolean,
            },
          ]}
          look={`${theme} ${systemTheme}`}
          read={() => data}
          everyMs={0}
          state={String(found.to)}
          small
        />
      </div>
      <dl className="facts">
        <dt>{inspectorWords.least}</dt>
        <dd>{figures.least}</dd>
        <dt>{inspectorWords.greatest}</dt>
        <dd>{figures.greatest}</dd>
        <dt>{inspectorWords.last}</dt>
        <dd>{figures.last}</dd>
      </dl>
      {figures.bad !== '' && <p className="field-says tone-bad">{figures.bad}</p>}
    </>
  );
}

function plotted({ from, to, body }: Recorded): PlotData {
  const unseen = { times: [], columns: [[]], qualities: [[]] };
  const { times, traces } = withHistory(unseen, [{ ...body, until: to }], from, to);
  return {
    times,
    columns: traces.map(({ mean }) => mean),
    bands: traces,
    qualities: traces.map(({ quality }) => quality),
    from,
    to,
  };
}
