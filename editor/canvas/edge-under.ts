import { parseEdge, type Edge } from '@twinloom/runtime/graph/flow';

const REACH = [0, -8, 8, -16, 16, -24, 24];

/** The edge that runs through a spot of the screen, or near above or below it. */
export function edgeUnder(x: number, y: number): { edge: Edge; element: Element } | undefined {
  for (const dy of REACH) {
    for (const found of document.elementsFromPoint(x, y + dy)) {
      const element = found.closest('.react-flow__edge');
      const edge = element && parseEdge(element.getAttribute('data-id') ?? '');
      if (element && edge) return { edge, element };
    }
  }
  return undefined;
}

let marked: Element | undefined;

/** Marks the edge into which something would be dropped; undefined none. */
export function markEdge(element: Element | undefined): void {
  if (marked === element) return;
  marked?.removeAttribute('data-drop');
  element?.setAttribute('data-drop', '');
  marked = element;
}
