const OFFSET = 2_166_136_261;
const PRIME = 16_777_619;
/** Bits a double has beside the lower 32. */
const UPPER_BITS = 21;

/** A number of 53 bits that stands for a text where only numbers are kept: FNV-1a over its UTF-16 units, forwards and backwards. */
export function textMark(text: string): number {
  let lower = OFFSET;
  let upper = OFFSET;
  for (let i = 0; i < text.length; i++) {
    lower = Math.imul(lower ^ text.charCodeAt(i), PRIME);
    upper = Math.imul(upper ^ text.charCodeAt(text.length - 1 - i), PRIME);
  }
  return (upper >>> (32 - UPPER_BITS)) * 2 ** 32 + (lower >>> 0);
}
