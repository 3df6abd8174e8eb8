/** A card's measures in canvas px, all multiples of the 8 px grid. React Flow is told them, so that it need not measure. */
export const CARD_WIDTH = 208;
const HEAD = 44;
const ROW = 24;
const PAD = 4;

/** Height of a card: head, one row per port of the longer side, and air. */
export function cardHeight(inputs: number, outputs: number): number {
  return HEAD + PAD + Math.max(inputs, outputs, 1) * ROW + PAD;
}

/** Height of the middle of the n-th port below the card's top. */
export function portMiddle(index: number): number {
  return HEAD + PAD + index * ROW + ROW / 2;
}
