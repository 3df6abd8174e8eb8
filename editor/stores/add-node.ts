import { addNode, freeId } from '@twinloom/runtime/graph/edits';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { canvasView } from './canvas-view.ts';
import { useCatalog } from './catalog-store.ts';
import { documentStore } from './document-store.ts';
import { announce, goTo } from './session-store.ts';
import { editsWords } from '../words/edits.ts';

/** What a node type dragged from the palette travels as. */
export const NODE_DRAG = 'application/x-twinloom-node';

/** Canvas grid in px. */
export const GRID = 8;

/** Adds a node of a type to the draft and selects it; without a position it goes to a free spot in the middle of the view. */
export function addNodeOfType(type: string, position?: [x: number, y: number]): void {
  const { draft, edit } = documentStore.getState();
  if (!draft) return;
  const id = freeId(draft, idFromType(type));
  const spot = position ?? freeSpot(draft, canvasView()?.middle() ?? [0, 0]);
  edit((flow) => addNode(flow, id, { type }, [snap(spot[0]), snap(spot[1])]));
  goTo(id);
  announce(editsWords.addedNode(useCatalog.getState().byType.get(type)?.title ?? type, id));
}

/** `transforms/low-pass` → `lowPass`. */
export function idFromType(type: string): string {
  const name = type.slice(type.lastIndexOf('/') + 1);
  return name.replace(/[^A-Za-z0-9]+([A-Za-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

/** The wished spot, or the nearest one down to the right where no node begins. */
export function freeSpot(flow: Flow, [x, y]: [number, number]): [number, number] {
  const taken = Object.values(flow.layout ?? {});
  for (let step = 0; ; step++) {
    const spot: [number, number] = [x + step * 4 * GRID, y + step * 4 * GRID];
    if (
      !taken.some(([left, top]) => Math.abs(left - spot[0]) < 3 * GRID && Math.abs(top - spot[1]) < 3 * GRID)
    )
      return spot;
  }
}

/** The nearest line of the grid. */
export function snap(value: number): number {
  return Math.round(value / GRID) * GRID;
}
