import type { LaidNode } from './plan.ts';

/** A node that runs on its inputs but whose outputs do not need them within the instant is emitted with whatever reaches it. */
export function findRoots(
  nodes: readonly LaidNode[],
  nodeOfPort: (port: number) => LaidNode | undefined,
): void {
  for (const node of nodes) {
    const inputs = node.inputs.filter((input) => input.from >= 0);
    if (node.rate.kind !== 'inherit' || inputs.length === 0 || inputs.some((input) => input.feedthrough))
      continue;
    const open = [node];
    const seen = new Set([node.index]);
    for (let at = open.pop(); at; at = open.pop()) {
      if (at.rate.kind !== 'inherit' || at.inputs.every((input) => input.from < 0)) node.roots.push(at.index);
      if (at.rate.kind !== 'inherit') continue;
      for (const input of at.inputs) {
        const from = nodeOfPort(input.from);
        if (!from || seen.has(from.index)) continue;
        seen.add(from.index);
        open.push(from);
      }
    }
  }
}
