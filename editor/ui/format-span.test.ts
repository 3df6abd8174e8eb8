import { expect, it } from 'vitest';
import { formatSpan } from './format-span.ts';

it.each([
  [0, '0 s'],
  [0.0014, '1.4 ms'],
  [0.25, '250 ms'],
  [0.9999, '1.0 s'],
  [3.21, '3.2 s'],
  [9.97, '10 s'],
  [75, '75 s'],
  [119.7, '2 min'],
  [3600, '1 h'],
  [11_520, '3 h 12 min'],
  [3 * 86_400 + 7200, '3 d 2 h'],
])('says %d s as %s', (seconds, text) => {
  expect(formatSpan(seconds)).toBe(text);
});
