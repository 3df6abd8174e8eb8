import { ChartLine, Unplug } from 'lucide-react';
import type { ReactElement } from 'react';
import { checkEdge } from '@twinloom/runtime/compile/check-edge';
import type { ResolvedFlow, ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import { connect, disconnect, edgeInto } from '@twinloom/runtime/graph/edits';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { BAD } from '@twinloom/runtime/signal/quality';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { documentStore } from '../stores/document-store.ts';
import type { Reading } from '../stores/live-store.ts';
import { toggleScope, useSession } from '../stores/session-store.ts';
import { useLiveOutline } from '../stores/use-live-outline.ts';
import { useLiveText } from '../stores/use-live-text.ts';
import { formatReadingWithUnit } from '../ui/format-reading.ts';
import { PortShape } from '../ui/PortShape.tsx';
import { LiveAge } from './LiveAge.tsx';
import { inspectorWords } from '../words/inspector.ts';

interface PortListProps {
  node: string;
  draft: Flow;
  resolved: ResolvedFlow;
}

/** The ports of a node: inputs with what they are wired to, outputs with value, quality and age. */
export function PortList({ node, draft, resolved }: PortListProps): ReactElement | null {
  const ports = resolved.node(node);
  if (!ports) return null;
  const inputs = [...ports.inputs.values()];
  const outputs = [...ports.outputs.values()];
  return (
    <>
      {inputs.length > 0 && (
        <section className="inspector-section">
          <h3 className="section-title">{inspectorWords.inputs}</h3>
          {inputs.map((port) => (
            <InputRow key={port.name} node={node} port={port} draft={draft} resolved={resolved} />
          ))}
        </section>
      )}
      {outputs.length > 0 && (
        <section className="inspector-section">
          <h3 className="section-title">{inspectorWords.outputs}</h3>
          {outputs.map((port) => (
            <OutputRow key={port.name} node={node} port={port} />
          ))}
        </section>
      )}
    </>
  );
}

function InputRow({ node, port, draft, resolved }: PortListProps & { port: ResolvedPort }): ReactElement {
  const edge = edgeInto(draft, node, port.name);
  const from = edge ? `${edge.from.node}.${edge.from.port}` : '';
  const source = edge && resolved.node(edge.from.node)?.outputs.get(edge.from.port);
  const verdict = source && checkEdge(source, port);
  const { edit } = documentStore.getState();
  return (
    <div className="port-line">
      <div className="port-line-head" title={port.doc}>
        <PortShape type={port.type} />
        <span className="port-line-name">{port.name}</span>
        <span className="muted">{unitText(port)}</span>
        {edge && <LiveValue port={from} />}
      </div>
      <div className="port-line-wire">
        <select
          className="input"
          aria-label={inspectorWords.wiredTo(port.name)}
          value={from}
          onChange={(event) => {
            const [sourceNode = '', sourcePort = ''] = event.currentTarget.value.split('.');
            if (sourceNode !== '') {
              edit((flow) =>
                connect(flow, {
                  from: { node: sourceNode, port: sourcePort },
                  to: { node, port: port.name },
                }),
              );
            } else if (edge) edit((flow) => disconnect(flow, edge));
          }}
        >
          <option value="">
            {port.required ? inspectorWords.notWiredRequired : inspectorWords.notWired}
          </option>
          {from !== '' && <option value={from}>{from}</option>}
          {fittingOutputs(draft, resolved, node, port, from).map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        {edge && (
          <button
            type="button"
            className="icon-button"
            aria-label={inspectorWords.removeEdgeFrom(from)}
            title={inspectorWords.removeEdge}
            onClick={() => edit((flow) => disconnect(flow, edge))}
          >
            <Unplug size={14} aria-hidden="true" />
          </button>
        )}
      </div>
      {edge && <LiveAge port={from} />}
      {verdict && !verdict.ok && <span className="field-says tone-bad">{verdict.says}</span>}
      {verdict?.ok && verdict.says !== '' && <span className="field-says field-becomes">{verdict.says}</span>}
      {!edge && port.required && <span className="field-says tone-bad">{inspectorWords.needsEdge}</span>}
    </div>
  );
}

function OutputRow({ node, port }: { node: string; port: ResolvedPort }): ReactElement {
  const name = `${node}.${port.name}`;
  const inScope = useSession(({ scope }) => scope.includes(name));
  const canPlot = port.type === 'number' || port.type === 'boolean';
  return (
    <div className="port-line">
      <div className="port-line-head" title={port.doc}>
        <PortShape type={port.type} />
        <span className="port-line-name">{port.name}</span>
        <span className="muted">{unitText(port)}</span>
        {port.type !== 'vector' && <LiveValue port={name} />}
        {canPlot && (
          <button
            type="button"
            className="icon-button icon-button-small"
            aria-pressed={inScope}
            aria-label={
              inScope ? inspectorWords.takePortOutOfScope(name) : inspectorWords.showPortInScope(name)
            }
            title={inScope ? inspectorWords.takeOutOfScope : inspectorWords.showInScope}
            onClick={() => toggleScope(name)}
          >
            <ChartLine size={14} aria-hidden="true" />
          </button>
        )}
      </div>
      {port.type === 'vector' && <LiveVector port={name} />}
      <LiveAge port={name} />
      <LiveLack port={name} />
    </div>
  );
}

function LiveValue({ port }: { port: string }): ReactElement {
  const ref = useLiveText<HTMLSpanElement>(port, formatReadingWithUnit);
  return <span ref={ref} className="port-line-value live" />;
}

/** The shape of a vector, and below it how many values from where to where. */
function LiveVector({ port }: { port: string }): ReactElement {
  const path = useLiveOutline(port, OUTLINE.width, OUTLINE.height);
  return (
    <>
      <svg
        className="port-line-outline"
        viewBox={`0 0 ${OUTLINE.width} ${OUTLINE.height}`}
        aria-hidden="true"
      >
        <path ref={path} />
      </svg>
      <LiveValue port={port} />
    </>
  );
}

const OUTLINE = { width: 280, height: 56 };

/** Why an output has no answer, while it has none. */
function LiveLack({ port }: { port: string }): ReactElement {
  const ref = useLiveText<HTMLSpanElement>(port, sayLack);
  return <span ref={ref} className="field-says muted" />;
}

function sayLack({ quality, lacks }: Reading): string {
  return quality === BAD ? lacks : '';
}

function unitText(port: ResolvedPort): string {
  const unit = formatUnit(port.unit);
  if (port.assumed) return `? ${unit}`;
  return unit !== ''
    ? unit
    : port.type === 'number'
      ? port.anyUnit
        ? inspectorWords.anyUnit
        : ''
      : port.type;
}

function fittingOutputs(
  draft: Flow,
  resolved: ResolvedFlow,
  node: string,
  input: ResolvedPort,
  except: string,
): string[] {
  return Object.keys(draft.nodes)
    .filter((id) => id !== node)
    .flatMap((id) =>
      [...(resolved.node(id)?.outputs.values() ?? [])]
        .filter((output) => checkEdge(output, input).ok)
        .map((output) => `${id}.${output.name}`),
    )
    .filter((name) => name !== except);
}
