import type { Edge, PortRef } from '@twinloom/runtime/graph/flow';
import { editsWords } from '../words/edits.ts';

/** An edge in words: `tank.level to gauge.in`. */
export function edgeText({ from, to }: Edge): string {
  return editsWords.edge(portText(from), portText(to));
}

/** A port by its node: `tank.level`. */
export function portText({ node, port }: PortRef): string {
  return `${node}.${port}`;
}
