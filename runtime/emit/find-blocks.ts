import type { Plan, PlanNode } from '../compile/plan.ts';
import { isInlined } from './is-inlined.ts';

/** Nodes that run whenever one port gets a sample, one after the other, and otherwise only when something else than inputs and the tick is due. */
export interface Block {
  port: number;
  /** In feedthrough order; two or more. */
  nodes: PlanNode[];
}

/** Most nodes of a block: it stands in one function. */
const MOST_NODES = 50;

/** The blocks of a plan. A node is in one at most: all its inputs come from one port and from the block's own nodes. */
export function findBlocks({ nodes }: Plan): Block[] {
  const blocks = new Map<number, Block>();
  /** The port at the head of a block, by a port of it. */
  const heads = new Map<number, number>();
  for (const node of nodes) {
    if (!isPlain(node)) continue;
    const wired = node.inputs.filter(({ from }) => from >= 0);
    const found = [...new Set(wired.map(({ from }) => heads.get(from) ?? from))];
    const [port] = found;
    if (port === undefined || found.length > 1 || wired.every(({ held }) => held)) continue;
    const block = blocks.get(port) ?? { port, nodes: [] };
    if (block.nodes.length >= MOST_NODES) continue;
    block.nodes.push(node);
    blocks.set(port, block);
    for (const output of node.outputs) heads.set(output.port, port);
  }
  return [...blocks.values()].filter((block) => block.nodes.length > 1);
}

/** Each time it runs it says something on each output, and nobody tells it to stand still. */
function isPlain(node: PlanNode): boolean {
  return (
    isInlined(node) &&
    node.rate.kind === 'inherit' &&
    !node.mayBeHeld &&
    node.inputs.every(({ from, type }) => from < 0 || type !== 'event') &&
    node.outputs.every(({ type }) => type !== 'event')
  );
}
