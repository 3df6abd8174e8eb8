import { useState, type ReactElement } from 'react';
import { idPattern } from '@twinloom/runtime/graph/flow';
import { renameNode } from '@twinloom/runtime/graph/rename-node';
import { documentStore } from '../stores/document-store.ts';
import { followRename } from '../stores/probes.ts';
import { announce, select } from '../stores/session-store.ts';
import { inspectorWords } from '../words/inspector.ts';

/** The id of a node, taken over with Enter or when the field is left; all that names the node goes along. */
export function IdField({ id }: { id: string }): ReactElement {
  const [wish, setWish] = useState(id);
  const says = refusal(id, wish);
  const take = (): void => {
    if (wish === id || says !== '') {
      setWish(id);
      return;
    }
    documentStore.getState().edit((flow) => renameNode(flow, id, wish));
    followRename(id, wish);
    select([wish]);
    announce(inspectorWords.renamed(id, wish));
  };
  return (
    <>
      <input
        className="inspector-id"
        aria-label={inspectorWords.id}
        title={inspectorWords.idMeans}
        spellCheck={false}
        size={Math.max(wish.length, 4)}
        maxLength={64}
        value={wish}
        aria-invalid={says !== ''}
        onChange={(event) => setWish(event.currentTarget.value.trim())}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          else if (event.key === 'Escape') setWish(id);
        }}
      />
      {says !== '' && <span className="field-says tone-bad">{says}</span>}
    </>
  );
}

function refusal(id: string, wish: string): string {
  const { draft } = documentStore.getState();
  if (wish === id) return '';
  if (!idPattern.test(wish)) return inspectorWords.idRule;
  return draft && Object.hasOwn(draft.nodes, wish) ? inspectorWords.idTaken(wish) : '';
}
