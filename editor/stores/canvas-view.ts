import type { Box } from '@twinloom/runtime/graph/arrange';
import type { Spot } from './session-store.ts';

/** A card on the canvas: of a node, a note or a group that is folded up. */
export interface PlacedCard {
  id: string;
  box: Box;
}

/** What other panes ask of the canvas. */
export interface CanvasView {
  /** Middle of what is visible, in canvas px. */
  middle(): [x: number, y: number];
  fit(): void;
  zoomTo(factor: number): void;
  /** Puts the keyboard on the selected card, or on the first. */
  focus(): void;
  /** All cards that are shown. */
  cards(): PlacedCard[];
  /** Where the pointer is over the canvas, else its middle. */
  spot(): Spot;
  /** Where the pointer is over the canvas, or where the menu was opened. */
  pointed(): Spot | undefined;
  /** The same for a card to be added: without a pointer beside the selected one. */
  spotToAdd(): Spot;
  /** A free spot on one side of the selected card, else the middle. */
  besideSelected(side: 'left' | 'right'): Spot;
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
