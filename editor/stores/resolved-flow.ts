import type { Flow } from '@twinloom/runtime/graph/flow';
import { resolvePorts, type ResolvedFlow, type ResolvedPort } from '@twinloom/runtime/compile/resolve-ports';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { useCatalog } from './catalog-store.ts';
import { documentStore, useDocument } from './document-store.ts';
import type { PortPoint } from './session-store.ts';

let last: { draft: Flow; byType: ReadonlyMap<string, NodeDescriptor>; resolved: ResolvedFlow } | undefined;

/** The ports of a draft with their types and units; worked out once per draft and catalog. */
export function resolvedFlow(draft: Flow, byType: ReadonlyMap<string, NodeDescriptor>): ResolvedFlow {
  if (last?.draft !== draft || last.byType !== byType) {
    last = { draft, byType, resolved: resolvePorts(draft, byType) };
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
