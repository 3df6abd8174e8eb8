import { expect, it } from 'vitest';
import { formatShare } from './format-share.ts';

it.each([
  [0, '0 %'],
  [0.0003, '0 %'],
  [0.004, '0.4 %'],
  [0.0997, '10 %'],
  [0.123, '12 %'],
  [1.6, '160 %'],
])('says %d as %s', (share, text) => {
  expect(formatShare(share)).toBe(text);
});
