import { describe, expect, it } from 'vitest';
import { formatAge } from './format-age.ts';

describe('formatAge', () => {
  it.each([
    [-1, '0.0 s'],
    [0.42, '0.4 s'],
    [12.3, '12 s'],
    [119, '119 s'],
    [180, '3 min'],
    [7200, '2 h'],
    [432_000, '5 d'],
  ])('%s s ago reads %s', (seconds, text) => {
    expect(formatAge(seconds)).toBe(text);
  });
});
