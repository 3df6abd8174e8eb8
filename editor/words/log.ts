import { inLanguage } from './language.ts';
import { plural } from './plural.ts';

/** What the log says around its lines. */
export const logWords = inLanguage('log', {
  all: 'All',
  warnings: 'Warnings',
  errors: 'Errors',
  list: 'Log, the newest first',
  showEarlier: 'Show what was before',
  level: 'Level',
  node: 'Node',
  everyNode: 'Every node',
  text: 'Text',
  search: 'Search the log',
  lines: (count: number) => `${count} ${plural(count, { one: 'line', other: 'lines' })}`,
  server: 'server',
  noneFits: 'No line fits: choose another level or node, or search for less.',
  noTwin: 'No twin runs this flow: deploy it, and what its nodes say stands here.',
  empty: 'Nothing was said since the page was opened. A log node writes here, and so does a node that fails.',
});
