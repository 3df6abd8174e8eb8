import { expect, it } from 'vitest';
import { typeOfValue } from './type-of-value.ts';

it.each([
  [0, 'number'],
  [false, 'boolean'],
  ['', 'string'],
  [[1, 2], 'vector'],
  [{ values: [1], spacing: 0.1 }, 'vector'],
  [{ a: 1 }, 'record'],
  [null, undefined],
])('%j is a %s', (value, type) => {
  expect(typeOfValue(value)).toBe(type);
});
