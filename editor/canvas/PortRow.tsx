import { Handle, Position } from '@xyflow/react';
import { memo, type ReactElement } from 'react';
import { BAD } from '@twinloom/runtime/signal/quality';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import type { Reading } from '../stores/live-store.ts';
import { useSession, type PortPoint } from '../stores/session-store.ts';
import { useLiveOutline } from '../stores/use-live-outline.ts';
import { useLiveText } from '../stores/use-live-text.ts';
import { startWiring, verdictBetween, wire } from '../stores/wiring.ts';
import { formatReading, formatReadingWithUnit } from '../ui/format-reading.ts';
import { PortShape } from '../ui/PortShape.tsx';
import { portMiddle } from './card-geometry.ts';
import type { CardPort } from './card-nodes.ts';
import { canvasWords } from '../words/canvas.ts';

interface PortRowProps {
  node: string;
  port: CardPort;
  side: 'input' | 'output';
  index: number;
  /** On the card of a collapsed group: the node and port it stands for. */
  of?: string;
}

/** A port on a card: its shape on the border, its name, its unit on the left side, its live value on the right side. */
export const PortRow = memo(function PortRow({ node, port, side, index, of }: PortRowProps): ReactElement {
  const fit = useSession(({ wiring }) => fitOf(wiring, node, port.name, side));
  const point: PortPoint = { node, port: port.name, side };
  const unit = formatUnit(port.unit);
  const about = describe(port, side, unit);
  return (
    <div className={`port-row port-row-${side}`} title={about} data-fit={fit}>
      <Handle
        id={of ?? port.name}
        type={side === 'input' ? 'target' : 'source'}
        position={side === 'input' ? Position.Left : Position.Right}
        className={`port-handle port-${port.type}`}
        style={{ top: portMiddle(index) }}
        data-port={`${node}.${port.name}`}
        role="img"
        aria-label={canvasWords.portSides[side](about)}
        onClick={(event) => {
          event.stopPropagation();
          takePort(point);
        }}
        onMouseEnter={() => aim(point)}
        onMouseLeave={() => aim(undefined)}
      >
        <PortShape type={port.type} />
      </Handle>
      <span className={`port-name${port.missing ? ' is-missing' : ''}`}>{of ?? port.name}</span>
      {side === 'input' ? (
        <span className="port-unit">{port.assumed ? `? ${unit}` : unit}</span>
      ) : port.type === 'vector' ? (
        <PortVector port={`${node}.${port.name}`} />
      ) : (
        <PortValue port={`${node}.${port.name}`} />
      )}
    </div>
  );
});

function PortValue({ port }: { port: string }): ReactElement {
  const ref = useLiveText<HTMLSpanElement>(port, formatReadingWithUnit);
  return <span ref={ref} className="port-value live" data-live={port} />;
}

/** The shape of a vector; its size and range are in the inspector. */
function PortVector({ port }: { port: string }): ReactElement {
  const text = useLiveText<HTMLSpanElement>(port, sayWithoutShape);
  const path = useLiveOutline(port, OUTLINE.width, OUTLINE.height);
  return (
    <>
      <span ref={text} className="port-value live" data-live={port} />
      <svg className="port-outline" {...OUTLINE} aria-hidden="true">
        <path ref={path} />
      </svg>
    </>
  );
}

const OUTLINE = { width: 64, height: 18 };

function sayWithoutShape(reading: Reading): string {
  return reading.quality < BAD ? '' : formatReading(reading);
}

function fitOf(
  wiring: PortPoint | undefined,
  node: string,
  port: string,
  side: 'input' | 'output',
): 'start' | 'fits' | 'refused' | undefined {
  if (!wiring) return undefined;
  if (wiring.node === node && wiring.port === port && wiring.side === side) return 'start';
  return verdictBetween(wiring, { node, port, side })?.ok ? 'fits' : 'refused';
}

function takePort(point: PortPoint): void {
  const { wiring } = useSession.getState();
  if (!wiring) startWiring(point);
  else if (wiring.node === point.node && wiring.port === point.port && wiring.side === point.side) {
    useSession.setState({ wiring: undefined });
  } else wire(wiring, point);
}

function aim(target: PortPoint | undefined): void {
  if (useSession.getState().wiring) useSession.setState({ target });
}

function describe(port: CardPort, side: 'input' | 'output', unit: string): string {
  if (port.missing)
    return side === 'input' ? canvasWords.noSuchInput(port.name) : canvasWords.noSuchOutput(port.name);
  const kind = unit === '' ? port.type : canvasWords.typeInUnit(port.type, unit);
  const assumed = port.assumed ? canvasWords.unitAssumed : '';
  const needed = port.required ? canvasWords.portRequired : '';
  return `${port.name}: ${kind}${assumed}${needed}${port.doc ? `. ${port.doc}` : ''}`;
}
