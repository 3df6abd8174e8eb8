import { Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { checkEdge } from '@twinloom/runtime/compile/check-edge';
import type { ResolvedFlow } from '@twinloom/runtime/compile/resolve-ports';
import { parseEdge } from '@twinloom/runtime/graph/flow';
import { removeSelected } from '../stores/remove-selected.ts';
import { showNode } from '../stores/session-store.ts';
import { useLiveText } from '../stores/use-live-text.ts';
import { formatReadingWithUnit } from '../ui/format-reading.ts';
import { LiveAge } from './LiveAge.tsx';
import { inspectorWords } from '../words/inspector.ts';

/** One edge: its ends, what converts on the way, the value in it. */
export function EdgeInspector({
  text,
  resolved,
}: {
  text: string;
  resolved: ResolvedFlow;
}): ReactElement | null {
  const edge = parseEdge(text);
  if (!edge) return null;
  const output = resolved.node(edge.from.node)?.outputs.get(edge.from.port);
  const input = resolved.node(edge.to.node)?.inputs.get(edge.to.port);
  const verdict = output && input && checkEdge(output, input);
  return (
    <div className="inspector-node">
      <section className="inspector-section">
        <h3 className="section-title">{inspectorWords.edge}</h3>
        <dl className="facts">
          <dt>{inspectorWords.from}</dt>
          <dd>
            <button type="button" className="link-button" onClick={() => showNode(edge.from.node)}>
              {edge.from.node}.{edge.from.port}
            </button>
          </dd>
          <dt>{inspectorWords.to}</dt>
          <dd>
            <button type="button" className="link-button" onClick={() => showNode(edge.to.node)}>
              {edge.to.node}.{edge.to.port}
            </button>
          </dd>
          <dt>{inspectorWords.value}</dt>
          <dd>
            <EdgeValue port={`${edge.from.node}.${edge.from.port}`} />
          </dd>
          <dt>{inspectorWords.sample}</dt>
          <dd>
            <LiveAge port={`${edge.from.node}.${edge.from.port}`} />
          </dd>
          {verdict?.ok && verdict.says !== '' && (
            <>
              <dt>{inspectorWords.converts}</dt>
              <dd>{verdict.says}</dd>
            </>
          )}
        </dl>
        {verdict?.ok && verdict.doubt && <div className="note note-warn">{verdict.doubt.remedy}</div>}
        {verdict && !verdict.ok && (
          <div className="note note-bad">
            {verdict.says}. <span className="muted">{verdict.remedy}</span>
          </div>
        )}
        <button type="button" className="button" onClick={removeSelected}>
          <Trash2 size={14} aria-hidden="true" />
          {inspectorWords.removeEdge}
        </button>
      </section>
    </div>
  );
}

function EdgeValue({ port }: { port: string }): ReactElement {
  const ref = useLiveText<HTMLSpanElement>(port, formatReadingWithUnit);
  return <span ref={ref} className="live" />;
}
