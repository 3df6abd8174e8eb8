import { setCollapsed } from '@twinloom/runtime/graph/group-edits';
import { documentStore } from './document-store.ts';
import { groupCardId } from './selection.ts';
import { announce, select } from './session-store.ts';
import { editsWords } from '../words/edits.ts';

/** Collapses groups to one card each, or expands them. */
export function collapseGroups(ids: readonly string[], collapsed: boolean): void {
  documentStore.getState().edit((flow) => setCollapsed(flow, ids, collapsed));
  select(ids.map(groupCardId));
  const groups = ids.join(', ');
  announce(collapsed ? editsWords.collapsed(groups) : editsWords.expanded(groups));
}
