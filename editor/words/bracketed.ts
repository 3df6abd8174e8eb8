import type { Translate } from './language.ts';

/** English with every text in brackets, to see on the page what does not come from here: keep `en-XA` as `twinloom.language`. */
export const bracketed: Translate = (_part, english) => inBrackets(english);

function inBrackets(texts: object): object {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]: [string, unknown]) => [name, bracket(text)]),
  );
}

function bracket(text: unknown): unknown {
  if (typeof text === 'string') return `⟦${text}⟧`;
  if (typeof text === 'function') return (...values: unknown[]) => `⟦${text(...values)}⟧`;
  return inBrackets(text as object);
}
