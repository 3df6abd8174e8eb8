import { expect, it } from 'vitest';
import { costAt } from './work-precision.ts';

it('the cost at an error lies on the line between its neighbours, in double logarithm', () => {
  expect(costAt(1e-4, [1e-2, 1e-6], [10, 1000])).toBeCloseTo(100, 9);
});

it('there is none beyond what was measured', () => {
  expect(costAt(1e-8, [1e-2, 1e-6], [10, 1000])).toBeNaN();
});
