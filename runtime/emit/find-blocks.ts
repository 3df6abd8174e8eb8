import type { Plan, PlanNode } from '../compile/plan.ts';
import { isDirect } from './is-direct.ts';
import { isInlined } from './is-inlined.ts';

/** Nodes that run whenever one port gets a sample, one after the other, and otherwise only when something else than inputs and the tick is due. */
export interface Block {
  port: number;
  /** In feedthrough order; two or more. */
  nodes: PlanNode[];
}

/** Most nodes of a block: it stands in one function. */
const MOST_NODES = 50;

/** Their samples are numbers that stand until the next. */
const PLAIN: ReadonlySet<string> = new Set(['number', 'boolean']);

/** The blocks of a plan. A node is in one at most: all its inputs come from one port and from the block's own nodes. */
export function findBlocks({ nodes }: Plan): Block[] {
  const blocks: Block[] = [];
  /** The block that begins at a port, or that a port is of. */
  const begunAt = new Map<number, Block>();
  const holding = new Map<number, Block>();
  /** Where the last node with own code runs: what they say to people keeps its order. */
  let latest = -1;
  for (const node of nodes) {
    const block = isPlain(node) ? blockFor(node) : undefined;
    if (block) {
      block.nodes.push(node);
      for (const output of node.outputs) holding.set(output.port, block);
    }
    if (speaks(node)) latest = block?.nodes[0]!.index ?? node.index;
  }
  return blocks.filter((block) => block.nodes.length > 1);

  function blockFor(node: PlanNode): Block | undefined {
    const wired = node.inputs.filter(({ from }) => from >= 0);
    if (wired.every(({ held }) => held)) return undefined;
    const ports = new Set(wired.map(({ from }) => from));
    for (const port of ports) {
      const known = holding.get(port) ?? begunAt.get(port);
      if (known && mayJoin(node, known, ports)) return known;
    }
    if (ports.size > 1) return undefined;
    const [port] = ports;
    const block: Block = { port: port!, nodes: [] };
    blocks.push(block);
    begunAt.set(port!, block);
    return block;
  }

  function mayJoin(node: PlanNode, block: Block, ports: ReadonlySet<number>): boolean {
    const isInOrder = !speaks(node) || latest <= block.nodes[0]!.index;
    const isOneOf = [...ports].every((port) => port === block.port || holding.get(port) === block);
    return isInOrder && isOneOf && block.nodes.length < MOST_NODES;
  }
}

/** It may say something to people, or fail. */
function speaks({ definition, program }: PlanNode): boolean {
  return (definition.step ?? definition.send ?? program?.constraints) !== undefined;
}

/** Each time it runs it says something on each output, or ends the block, and nobody tells it to stand still. */
function isPlain(node: PlanNode): boolean {
  return (
    (isInlined(node) || (isDirect(node) && node.definition.send === undefined)) &&
    node.rate.kind === 'inherit' &&
    !node.mayBeHeld &&
    node.inputs.every(({ from, type }) => from < 0 || PLAIN.has(type)) &&
    node.outputs.every(({ type }) => PLAIN.has(type))
  );
}
