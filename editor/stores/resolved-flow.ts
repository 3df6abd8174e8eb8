import type { Flow } from '@twinloom/runtime/graph/flow';
import { resolvePorts, type ResolvedFlow, type ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { useCatalog } from './catalog-store.ts';
import { documentStore, useDocument } from './document-store.ts';
import type { PortPoint } from './session-store.ts';

let last: (Pick<Flow, 'nodes' | 'edges'> & { byType: Catalog; resolved: ResolvedFlow }) | undefined;

type Catalog = ReadonlyMap<string, NodeDescriptor>;

/** The ports of a draft with their types and units; worked out once for its nodes and edges and a catalog: nothing else of a draft matters. */
export function resolvedFlow({ nodes, edges }: Flow, byType: Catalog): ResolvedFlow {
  if (last?.nodes !== nodes || last.edges !== edges || last.byType !== byType) {
    last = { nodes, edges, byType, resolved: resolvePorts({ nodes, edges }, byType) };
  }
  return last.resolved;
}

/** The ports of the draft on the screen. */
export function useResolvedFlow(): ResolvedFlow | undefined {
  const draft = useDocument((state) => state.draft);
  const byType = useCatalog((state) => state.byType);
  return draft && resolvedFlow(draft, byType);
}

/** One port of the draft on the screen. */
export function portAt({ node, port, side }: PortPoint): ResolvedPort | undefined {
  const { draft } = documentStore.getState();
  if (!draft) return undefined;
  const ports = resolvedFlow(draft, useCatalog.getState().byType).node(node);
  return (side === 'input' ? ports?.inputs : ports?.outputs)?.get(port);
}
