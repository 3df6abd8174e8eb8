import { inLanguage } from './language.ts';

/** What the palette and the list of flows say. */
export const paletteWords = inLanguage('palette', {
  flowsTwins: 'Flows and twins',
  draft: 'draft',
  opening: 'opening',
  noFlowYet: 'This server has no flow yet.',
  newFromExample: 'New from an example…',
  newEmptyFlow: 'New empty flow',
  palette: 'Palette',
  searchExample: 'Add a node  ( / )',
  searchNodes: 'Search nodes',
  noneFits: (search: string) => `No node matches “${search}”. Try a word such as pump, level or average.`,
  nodes: 'Nodes',
  outline: 'Outline',
  sidebar: 'Nodes, outline, flows and twins',
  tabs: 'Nodes or outline',
});
