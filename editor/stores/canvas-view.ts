import type { Box } from '@twinloom/runtime/graph/arrange';
import type { Spot } from './session-store.ts';

/** What other panes ask of the canvas. */
export interface CanvasView {
  /** Middle of what is visible, in canvas px. */
  middle(): [x: number, y: number];
  fit(): void;
  zoomTo(factor: number): void;
  focus(): void;
  /** Where the pointer is over the canvas, else its middle. */
  spot(): Spot;
  /** Middle of what is visible, in px of the screen. */
  middleOnScreen(): [x: number, y: number];
  /** Where the card of a node stands. */
  box(node: string): Box | undefined;
}

let view: CanvasView | undefined;

/** Registers the canvas on the page; returns the undo. */
export function offerCanvasView(offered: CanvasView): () => void {
  view = offered;
  return () => {
    if (view === offered) view = undefined;
  };
}

/** The canvas on the page, if there is one. */
export function canvasView(): CanvasView | undefined {
  return view;
}
