import { EdgeLabelRenderer, useStore, type EdgeProps, type ReactFlowState } from '@xyflow/react';
import { memo, Suspense, useEffect, useRef, useState, type ReactElement } from 'react';
import type { Point } from '@twinloom/runtime/graph/bends';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { BAD, GOOD, qualityName } from '@twinloom/runtime/signal/quality';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { useComparison } from '../stores/comparison-store.ts';
import { useDocument } from '../stores/document-store.ts';
import { isOnLoop } from '../stores/loop-edges.ts';
import { live } from '../stores/live-store.ts';
import { lazyPart } from '../ui/on-demand.tsx';
import type { LiveEdgeElement } from './card-edges.ts';
import { valuesWords } from '../words/values.ts';
import { bentPath, edgePath, goesBack } from './edge-path.ts';

const EdgeBends = lazyPart(async () => (await import('./EdgeBends.tsx')).EdgeBends);

/** Shorter edges have no room for their value; one that only repeats the card needs more. */
const CONVERTED_NEEDS = 88;
const REPEATED_NEEDS = 176;

/**
 * An edge in its source's colour, doubled while what comes through is bad. Where the unit converts, the edge shows the value as it
 * arrives; a long one repeats the value of the card it comes from.
 */
export const LiveEdge = memo(function LiveEdge({
  id,
  sourceX,
  sourceY,
  targetX,
  targetY,
  source,
  target,
  data,
  selected,
}: EdgeProps<LiveEdgeElement>): ReactElement | null {
  const group = useRef<SVGGElement>(null);
  const label = useRef<HTMLDivElement>(null);
  const port = data?.port;
  const mark = useComparison(({ edgeMarks }) => edgeMarks[id]);
  const isLoop = useDocument(
    ({ diagnostics }) => data !== undefined && isOnLoop(diagnostics, ...data.between),
  );
  const conversion = data?.conversion;
  const unit = data?.unit ?? '';
  useEffect(() => {
    if (!port) return undefined;
    const suffix = formatUnit(unit) === '' ? '' : ` ${formatUnit(unit)}`;
    return live.watch(port, ({ value, quality, type, lacks }) => {
      const name = quality === BAD && lacks !== '' ? 'lacking' : qualityName(quality);
      if (group.current) group.current.dataset.quality = name;
      if (!label.current) return;
      label.current.dataset.quality = name;
      const arriving = conversion ? conversion.factor * value + conversion.offset : value;
      const text =
        name === 'bad'
          ? valuesWords.qualities.bad
          : quality < BAD && quality >= GOOD && type === 'number'
            ? `${formatValue(arriving)}${suffix}`
            : '';
      if (label.current.textContent !== text) label.current.textContent = text;
    });
  }, [port, conversion, unit]);

  const [drawn, setDrawn] = useState<readonly Point[]>();
  const ends = { sourceX, sourceY, targetX, targetY };
  const below = useStore((state) =>
    goesBack(ends) ? Math.max(footOf(state, source), footOf(state, target)) : 0,
  );
  if (!data) return null;
  const bends = drawn ?? data.bends;
  const { path, labelX, labelY } = bends.length > 0 ? bentPath(ends, bends) : edgePath(ends, below);
  const needs = conversion ? CONVERTED_NEEDS : REPEATED_NEEDS;
  const roomy = Math.hypot(targetX - sourceX, targetY - sourceY) >= needs && data.type === 'number';
  return (
    <>
      <g
        ref={group}
        data-mark={mark}
        className={`live-edge port-${data.type}${selected ? ' is-selected' : ''}${data.refused ? ' is-refused' : ''}`}
      >
        {mark && <path className="edge-mark" d={path} />}
        {isLoop && <path className="edge-loop" d={path} />}
        <path className="edge-grip react-flow__edge-interaction" d={path} />
        <path className="edge-line" d={path} />
        <path className="edge-core" d={path} />
        {selected && (
          <Suspense>
            <EdgeBends edge={id} ends={ends} bends={bends} onDraw={setDrawn} />
          </Suspense>
        )}
        {data.refused && <title>{data.refused}</title>}
      </g>
      {roomy && (
        <EdgeLabelRenderer>
          <div
            ref={label}
            className={`edge-value live${conversion ? ' is-converted' : ''}${selected ? ' is-selected' : ''}`}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          />
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** Where a card ends, in canvas px. */
function footOf({ nodeLookup }: ReactFlowState, id: string): number {
  const node = nodeLookup.get(id);
  return node ? node.internals.positionAbsolute.y + (node.height ?? 0) : 0;
}
