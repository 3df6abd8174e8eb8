import { sayProblem } from '../client/http.ts';
import { SquareArrowOutUpRight } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { exampleTraces } from '@twinloom/runtime/graph/example-flow';
import type { NodeDescriptor, NodeExample as Example } from '@twinloom/runtime/node/descriptor';
import type { SimulationOutcome } from '@twinloom/runtime/protocol/simulation';
import { TracePlot } from '../plot/TracePlot.tsx';
import { runExample, useExampleRuns } from '../stores/example-runs.ts';
import { openNodeExample } from '../stores/new-flow.ts';
import { useSession } from '../stores/session-store.ts';
import { useSystemTheme } from '../ui/use-system-theme.ts';
import { exampleCharts, exampleSayings, exampleTable } from './example-charts.ts';
import { exampleWords } from '../words/example.ts';

interface NodeExampleProps {
  descriptor: NodeDescriptor;
  example: Example;
}

const TABLE_ROWS = 11;

/** A node's example, run in the page as soon as somebody looks at it, and a button that opens it as a flow. */
export function NodeExample({ descriptor, example }: NodeExampleProps): ReactElement {
  const run = useExampleRuns((runs) => runs[descriptor.type]);
  const [problem, setProblem] = useState('');
  const [opening, setOpening] = useState(false);
  const ref = useSeen(() => void runExample(descriptor));
  const open = async (): Promise<void> => {
    setOpening(true);
    const refused = await openNodeExample(descriptor);
    setOpening(false);
    setProblem(sayProblem(refused));
  };
  return (
    <div className="example" ref={ref} data-example={run?.kind ?? 'unseen'}>
      <h4 className="example-title">{exampleWords.example}</h4>
      <p>{example.shows}</p>
      <div className="example-run" aria-busy={run?.kind === 'running' || undefined}>
        {run?.kind === 'done' ? (
          <ExampleRun run={run} descriptor={descriptor} />
        ) : (
          <p className="muted">{sayOutcome(run)}</p>
        )}
      </div>
      <button type="button" className="button" disabled={opening} onClick={() => void open()}>
        <SquareArrowOutUpRight size={14} aria-hidden="true" />
        {opening ? exampleWords.opening : exampleWords.open}
      </button>
      {run?.kind === 'done' && <ExampleTable run={run} descriptor={descriptor} />}
      {problem && (
        <p className="note note-bad" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

interface ExampleRunProps {
  run: Extract<SimulationOutcome, { kind: 'done' }>;
  descriptor: NodeDescriptor;
}

function ExampleRun({ run, descriptor }: ExampleRunProps): ReactElement {
  const theme = useSession((state) => state.theme);
  const systemTheme = useSystemTheme();
  const named = useMemo(() => exampleTraces(descriptor), [descriptor]);
  const charts = useMemo(() => exampleCharts(run, named), [run, named]);
  const sayings = useMemo(() => exampleSayings(run, named), [run, named]);
  return (
    <>
      <ul className="example-legend">
        {sayings.map(({ name, color, says }) => (
          <li key={name}>
            <span className="legend-line" style={{ background: `var(${color})` }} aria-hidden="true" />
            <span className="example-name">{name}</span>
            <span className="muted">{says}</span>
          </li>
        ))}
      </ul>
      {charts.map(({ traces, timeUnit, data }) => (
        <div className="example-plot" key={traces.map(({ label }) => label).join()}>
          <TracePlot
            label={exampleWords.chart(
              traces.map(({ label }) => label).join(exampleWords.and),
              formatSpan(data.to),
              timeUnit,
            )}
            traces={traces}
            look={`${theme} ${systemTheme}`}
            read={() => data}
            everyMs={0}
            timeUnit={timeUnit}
            small
            onCursor={ignore}
          />
        </div>
      ))}
    </>
  );
}

/** The same for whoever does not see the chart. */
function ExampleTable({ run, descriptor }: ExampleRunProps): ReactElement {
  const table = useMemo(() => exampleTable(run, exampleTraces(descriptor), TABLE_ROWS), [run, descriptor]);
  return (
    <details className="example-table">
      <summary>{exampleWords.asTable}</summary>
      <table>
        <thead>
          <tr>
            {table.head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.body.map((row) => (
            <tr key={row[0]}>
              {row.map((cell, i) => (
                <td key={table.head[i]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function sayOutcome(run: { kind: 'running' } | SimulationOutcome | undefined): string {
  switch (run?.kind) {
    case 'refused':
      return exampleWords.doesNotRun(run.diagnostics.map(({ says }) => says).join('; '));
    case 'failed':
      return exampleWords.wasNotRun(run.says, run.remedy);
    default:
      return exampleWords.running;
  }
}

function formatSpan(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function ignore(): void {
  // A preview says its numbers in the table.
}

/** Calls back once the element has come into view. */
function useSeen(onSeen: () => void): React.RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  const call = useRef(onSeen);
  call.current = onSeen;
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      call.current();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return ref;
}
