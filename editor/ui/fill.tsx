import { Fragment, type ReactNode } from 'react';

/** The first of the signs that stand for elements in a text; nobody writes them. */
const FIRST_MARK = 0xe000;

/** A text with elements in the places of its values, in the order that its language has: `fill(words.press, <kbd>A</kbd>)`. */
export function fill(text: (...places: string[]) => string, ...elements: readonly ReactNode[]): ReactNode {
  const marks = elements.map((_element, i) => String.fromCharCode(FIRST_MARK + i));
  return text(...marks)
    .split(/([\ue000-\ue0ff])/)
    .map((part, i) => (
      // The parts of a text have no identity but their place.
      // oxlint-disable-next-line react/no-array-index-key
      <Fragment key={i}>{i % 2 === 0 ? part : elements[part.charCodeAt(0) - FIRST_MARK]}</Fragment>
    ));
}
