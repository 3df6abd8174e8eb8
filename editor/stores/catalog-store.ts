import { create } from 'zustand';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';

interface CatalogState {
  /** Palette order. */
  nodes: readonly NodeDescriptor[];
  byType: ReadonlyMap<string, NodeDescriptor>;
}

/** The node types this server knows. */
export const useCatalog = create<CatalogState>(() => ({ nodes: [], byType: new Map() }));

export function takeCatalog(nodes: readonly NodeDescriptor[]): void {
  useCatalog.setState({ nodes, byType: new Map(nodes.map((node) => [node.type, node])) });
}
