import { documentStore } from './document-store.ts';
import { nodesInSelection, selection } from './selection.ts';

/** A flow is open. */
export const isOpen = (): boolean => documentStore.getState().draft !== undefined;
/** Anything is selected. */
export const hasSelection = (): boolean => {
  const { nodes, notes, groups, edges } = selection();
  return nodes.length + notes.length + groups.length + edges.length > 0;
};
/** A node or a note is selected. */
export const hasCards = (): boolean => nodesInSelection().length + selection().notes.length > 0;
/** That many nodes are selected, members of groups counted. */
export const atLeast = (count: number) => (): boolean => nodesInSelection().length >= count;
/** Arrow keys: what they are called, where they lead, and a word for what lies there. */
export const DIRECTIONS = [
  ['Left', -1, 0, 'left'],
  ['Right', 1, 0, 'right'],
  ['Up', 0, -1, 'above'],
  ['Down', 0, 1, 'below'],
] as const;
