import { disconnect } from '@twinloom/runtime/graph/edits';
import { parseEdge } from '@twinloom/runtime/graph/flow';
import { documentStore } from './document-store.ts';
import { edgeText } from './edge-text.ts';
import { announce, useSession } from './session-store.ts';
import { editsWords } from '../words/edits.ts';

/** Takes edges away as one step of undo; what stays selected stays so. */
export function cutEdges(texts: readonly string[]): void {
  if (texts.length === 0) return;
  const cut = texts.flatMap((text) => parseEdge(text) ?? []);
  documentStore.getState().edit((flow) => cut.reduce(disconnect, flow));
  useSession.setState(({ edges }) => ({ edges: edges.filter((text) => !texts.includes(text)) }));
  announce(editsWords.edgesCut(cut.map(edgeText).join(', ')));
}
