import { expect, it } from 'vitest';
import { happenedColumn } from './happened-column.ts';

it('what happened stands from value to value, with nothing where it was bad, before it, and beyond now', () => {
  const happened = { t: [1_020, 1_060, 1_120], mean: [5, null, 7], until: 1_200 };
  // In minutes since 1000 s.
  const times = [0, 0.5, 1, 1.5, 2, 3, 4];
  expect(happenedColumn(happened, 1_000, times, 60)).toEqual([null, 5, null, null, 7, 7, null]);
});
