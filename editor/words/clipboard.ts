import { inLanguage } from './language.ts';
import { plural } from './plural.ts';

/** What is said about copying and pasting. */
export const clipboardWords = inLanguage('clipboard', {
  copied: 'Copied. It can be pasted into any flow, and as text.',
  nothingPasted: 'Nothing was pasted',
  isNoFlow: 'it is no flow',
  holdsSomethingElse: (text: string) => `the clipboard holds ${text}, which is neither nodes nor a table`,
  copySomethingFitting: 'Copy nodes in a flow, the text of a flow file, or rows of a table.',
  hasNoNodes: 'the flow on the clipboard has no nodes',
  copySomeFirst: 'Copy some first.',
  pasted: (count: number, ids: string) =>
    `Pasted ${count} ${plural(count, { one: 'node', other: 'nodes' })}: ${ids}.`,
  noText: 'nothing that is text',
  theText: (text: string) => `the text “${text}”`,
  isClosed: 'The browser keeps the clipboard closed',
  menuMayNot: 'a menu may not use it here',
  pressKeysInstead: 'Press Ctrl+C, Ctrl+X or Ctrl+V instead.',
});
