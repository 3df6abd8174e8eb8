import { expect, it } from 'vitest';
import { byteText } from './byte-text.ts';

it.each([
  [0, '0 B'],
  [812, '812 B'],
  [1_000, '1.0 kB'],
  [1_234_567, '1.2 MB'],
  [345_678, '346 kB'],
  [5_000_000_000_000, '5000 GB'],
])('says %d as %s', (bytes, text) => {
  expect(byteText(bytes)).toBe(text);
});
