import type { Box } from '@twinloom/runtime/graph/arrange';
import type { LiveEdgeElement } from './card-edges.ts';
import type { CanvasNode } from './move-changes.ts';
import { boxInSight, overlaps, type Sight } from './sight.ts';

/** A flow with no more cards than this is mounted whole: React Flow leaves out what is out of sight. */
const LARGE = 150;
/** With more cards than this in sight none of them can be read: they are only drawn. */
const MOST_READABLE = 150;

/** True for a flow that is mounted in part, and drawn for the rest. */
export function isLarge(nodes: readonly CanvasNode[]): boolean {
  return nodes.length > LARGE;
}

/** Where a card stands and how large it is, canvas px. */
export function boxOf({ position, width = 0, height = 0 }: CanvasNode): Box {
  return { x: position.x, y: position.y, width, height };
}

/** The cards to be mounted for what is in sight, those in its middle first; none where there are too many to be read. */
export function cardsInSight(nodes: readonly CanvasNode[], sight: Sight): string[] {
  const seen = boxInSight(sight);
  const found = nodes.filter((node) => node.type === 'card' && overlaps(seen, boxOf(node)));
  if (found.length > MOST_READABLE) return [];
  const [midX, midY] = [seen.x + seen.width / 2, seen.y + seen.height / 2];
  const far = ({ position, width = 0, height = 0 }: CanvasNode): number =>
    Math.hypot(position.x + width / 2 - midX, position.y + height / 2 - midY);
  return found.toSorted((a, b) => far(a) - far(b)).map(({ id }) => id);
}

/** The parts of a flow that React Flow is given. */
export interface Mounted {
  nodes: CanvasNode[];
  edges: LiveEdgeElement[];
}

/** The named cards with their edges and what these lead to; frames, notes and folded groups are few and always there. */
export function mountedParts(
  nodes: readonly CanvasNode[],
  edges: readonly LiveEdgeElement[],
  ids: ReadonlySet<string>,
): Mounted {
  const among = new Set(ids);
  const touching = edges.filter(({ source, target }) => {
    if (!ids.has(source) && !ids.has(target)) return false;
    among.add(source).add(target);
    return true;
  });
  return { nodes: nodes.filter(({ id, type }) => type !== 'card' || among.has(id)), edges: touching };
}

/** The topmost card at a spot of the canvas. */
export function cardAt(nodes: readonly CanvasNode[], x: number, y: number): CanvasNode | undefined {
  const spot = { x, y, width: 0, height: 0 };
  return nodes.findLast((node) => node.type === 'card' && overlaps(boxOf(node), spot));
}
