import { documentStore } from './document-store.ts';
import { useSession } from './session-store.ts';

const NOTE = 'note:';
const GROUP = 'group:';

/** What a note and a group are called on the canvas, where nodes go by their own ids. */
export const noteCardId = (id: string): string => NOTE + id;
export const groupCardId = (id: string): string => GROUP + id;

/** What is selected, by kind. */
export interface Selection {
  nodes: string[];
  notes: string[];
  groups: string[];
  edges: readonly string[];
}

/** Tells ids on the canvas apart. */
export function sortIds(ids: readonly string[]): Pick<Selection, 'nodes' | 'notes' | 'groups'> {
  const after = (prefix: string): string[] =>
    ids.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
  return {
    nodes: ids.filter((id) => !id.includes(':')),
    notes: after(NOTE),
    groups: after(GROUP),
  };
}

/** What is selected on the screen now. */
export function selection(): Selection {
  const { nodes, edges } = useSession.getState();
  return { ...sortIds(nodes), edges };
}

/** The selected nodes, with the members of selected groups. */
export function nodesInSelection(): string[] {
  const { nodes, groups } = selection();
  const { draft } = documentStore.getState();
  const members = groups.flatMap((id) => draft?.groups?.[id]?.members ?? []);
  return [...new Set([...nodes, ...members])].filter((id) => draft && Object.hasOwn(draft.nodes, id));
}
