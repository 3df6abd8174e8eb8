import type { NodeDefinition } from './definition.ts';
import type { CatalogDescriptor, NodeDescriptor } from './descriptor.ts';

/** The nodes an engine knows, by type; order = palette order. */
export type Catalog = ReadonlyMap<string, NodeDefinition>;

/** Builds a catalog from a list; two nodes of one type are an error of ours. */
export function catalogOf(definitions: readonly NodeDefinition[]): Catalog {
  const catalog = new Map<string, NodeDefinition>();
  for (const definition of definitions) {
    if (catalog.has(definition.type)) throw new Error(`two nodes are called ${definition.type}`);
    catalog.set(definition.type, definition);
  }
  return catalog;
}

/** The catalog as JSON, for the editor, the docs and agents. */
export function describeCatalog(catalog: Catalog): CatalogDescriptor {
  return { nodes: [...catalog.values()].map((definition) => definition.descriptor) };
}

/** Descriptors by type, as `resolvePorts` wants them. */
export function descriptorsOf(catalog: Catalog): Map<string, NodeDescriptor> {
  return new Map([...catalog.values()].map((definition) => [definition.type, definition.descriptor]));
}
