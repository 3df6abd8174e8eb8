import { inLanguage } from './language.ts';

/** What the search says that adds a node on the canvas. */
export const quickAddWords = inLanguage('quickAdd', {
  title: 'Add a node',
  search: 'Search nodes',
  list: 'Nodes that fit',
  between: (from: string, to: string) => `Between ${from} and ${to}`,
  addHere: 'Add a node here',
  takes: (port: string) => `Takes ${port}`,
  gives: (port: string) => `Gives ${port}`,
  noneCalled: (search: string) => `No node that fits is called “${search}”.`,
  noneFits: 'No node has a port that fits.',
  none: 'There are no nodes.',
});
