import { expect, it } from 'vitest';
import { isTooLongForFigures } from './figures.ts';

it('figures are worked out over three hours, also where the end is a moment later than it was asked for', () => {
  const end = 1_795_852_936.9;
  for (const late of [0, 0.4, 5]) expect(isTooLongForFigures(end + late - (end - 10_800))).toBe(false);
  expect(isTooLongForFigures(4 * 3600)).toBe(true);
});
