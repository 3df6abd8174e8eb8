import { disconnect } from '@twinloom/runtime/graph/edits';
import { parseEdge } from '@twinloom/runtime/graph/flow';
import { documentStore } from './document-store.ts';
import { announce, useSession } from './session-store.ts';
import { editsWords } from '../words/edits.ts';

/** Takes edges away as one step of undo; what stays selected stays so. */
export function cutEdges(texts: readonly string[]): void {
  if (texts.length === 0) return;
  documentStore.getState().edit((flow) =>
    texts.reduce((less, text) => {
      const edge = parseEdge(text);
      return edge ? disconnect(less, edge) : less;
    }, flow),
  );
  useSession.setState(({ edges }) => ({ edges: edges.filter((text) => !texts.includes(text)) }));
  announce(editsWords.edgesCut(texts.join(', ').replaceAll('->', 'to')));
}
