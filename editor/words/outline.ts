import { inLanguage } from './language.ts';

/** What the outline of the flow says. */
export const outlineWords = inLanguage('outline', {
  groupOf: (childrenCount: number) => `group of ${childrenCount}`,
  wiredFrom: (others: string) => `from ${others}`,
  wiredTo: (others: string) => `to ${others}`,
  mustBeConnected: 'must be connected',
  notConnected: 'not connected',
  tree: 'Outline of the flow',
  empty: 'Nothing is in this flow yet. Press A and choose a node.',
  group: 'Group',
  error: 'error',
  warning: 'warning',
  nothingConnectedTo: (node: string, title: string) => `Nothing is connected to ${node}.${title}.`,
});
