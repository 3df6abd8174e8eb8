import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

describe('the text of a file', () => {
  it.each([
    ['UTF-8', [0x32, 0x20, 0xc2, 0xb0, 0x43]],
    ['UTF-8 with a mark', [0xef, 0xbb, 0xbf, 0x32, 0x20, 0xc2, 0xb0, 0x43]],
    ['UTF-16, low byte first', [0xff, 0xfe, 0x32, 0, 0x20, 0, 0xb0, 0, 0x43, 0]],
    ['UTF-16, high byte first', [0xfe, 0xff, 0, 0x32, 0, 0x20, 0, 0xb0, 0, 0x43]],
    ['Windows-1252', [0x32, 0x20, 0xb0, 0x43]],
  ])('is read from %s', (_encoding, bytes) => {
    expect(decodeText(Uint8Array.from(bytes))).toBe('2 °C');
  });
});
