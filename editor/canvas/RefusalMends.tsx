import type { ReactElement } from 'react';
import type { Edge } from '@twinloom/runtime/graph/flow';
import { mendsOfEdge } from '../stores/mends.ts';
import { useSession } from '../stores/session-store.ts';

/** What would mend an edge that was refused, each at one click. */
export function RefusalMends({ edge }: { edge: Edge }): ReactElement {
  return (
    <>
      {mendsOfEdge(edge).map((mend) => (
        <button
          key={mend.title}
          type="button"
          className="button button-small"
          onClick={() => {
            useSession.setState({ refused: undefined });
            mend.run();
          }}
        >
          {mend.title}
        </button>
      ))}
    </>
  );
}
