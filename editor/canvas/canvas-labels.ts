import { canvasWords } from '../words/canvas.ts';

/** What a screen reader says of the card or the edge that has the focus. */
export const CANVAS_LABELS = {
  'node.a11yDescription.default': canvasWords.nodeKeys,
  'edge.a11yDescription.default': canvasWords.edgeKeys,
};
