import { isValidElement, type ReactElement, type ReactNode } from 'react';
import { expect, it } from 'vitest';
import { fill } from './fill.tsx';

/** The parts of a filled text: texts as they are, elements by their type. */
function partsOf(filled: ReactNode): unknown[] {
  return (filled as ReactElement<{ children: ReactNode }>[])
    .map(({ props }) => props.children)
    .map((part) => (isValidElement(part) ? part.type : part))
    .filter((part) => part !== '');
}

it('puts elements where the text of a language has them', () => {
  const filled = fill((key, place) => `Press ${key} at ${place}.`, <kbd>A</kbd>, <b>here</b>);
  expect(partsOf(filled)).toEqual(['Press ', 'kbd', ' at ', 'b', '.']);
});

it('follows a language with another order', () => {
  const filled = fill((key, place) => `${place}: ${key}`, <kbd>A</kbd>, <b>here</b>);
  expect(partsOf(filled)).toEqual(['b', ': ', 'kbd']);
});
