import { useEffect, useMemo, useState } from 'react';
import type { LiveEdgeElement } from './card-edges.ts';
import { cardsInSight, mountedParts, type Mounted } from './mounted-cards.ts';
import type { CanvasNode } from './move-changes.ts';
import type { Movement } from './movement.ts';
import type { Sight } from './sight.ts';

/** So many cards are mounted with each frame, so that none takes long. */
const SLICE = 8;

const NONE: readonly string[] = [];

/**
 * What React Flow mounts of a flow: all of a small one; of a large one what is in sight once the canvas rests, some cards with each
 * frame, and what is kept wherever it is. `drawn`: the ids of cards that it mounts, undefined where it mounts all.
 */
export function useMounted(
  nodes: CanvasNode[],
  edges: LiveEdgeElement[],
  place: { sight: Sight | undefined; movement: Movement; isLarge: boolean; kept: ReadonlySet<string> },
): Mounted & { ids: ReadonlySet<string> | undefined } {
  const { sight, movement, isLarge, kept } = place;
  const [mounted, setMounted] = useState<ReadonlySet<string>>(new Set());
  const wanted = useMemo(
    () => (isLarge && sight ? cardsInSight(nodes, sight) : NONE),
    [nodes, sight, isLarge],
  );
  useEffect(() => {
    const next = nextSlice(mounted, wanted);
    if (!next) return undefined;
    const frame = requestAnimationFrame(() => {
      if (!movement.isMoving()) setMounted(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [mounted, wanted, movement]);
  return useMemo(() => {
    if (!isLarge) return { nodes, edges, ids: undefined };
    const ids = new Set([...mounted, ...kept]);
    return { ...mountedParts(nodes, edges, ids), ids };
  }, [nodes, edges, isLarge, mounted, kept]);
}

/** What is mounted with the next frame; undefined where that is what is. */
function nextSlice(mounted: ReadonlySet<string>, wanted: readonly string[]): ReadonlySet<string> | undefined {
  const staying = wanted.filter((id) => mounted.has(id));
  const missing = wanted.filter((id) => !mounted.has(id));
  if (missing.length === 0 && staying.length === mounted.size) return undefined;
  return new Set([...staying, ...missing.slice(0, SLICE)]);
}
