import type { Copy, Island, Plan, PlanInput, PlanNode } from '../compile/plan.ts';
import { nodeLogic } from '../run/node-logic.ts';
import type { Snapshot } from '../run/snapshot.ts';

/** One input of a node that has an edge. */
export interface InputPlace {
  node: PlanNode;
  input: PlanInput;
}

/** The same plan, in which an input reads so much more than the port it hangs on, in that port's unit. All else that reads the port does not. */
export function perturbed(plan: Plan, { node, input }: InputPlace, by: number): Plan {
  const offset = input.offset + input.factor * by;
  const bumped: PlanInput = { ...input, offset };
  const bump = (copy: Copy): Copy => (copy.to === input.slot ? { ...copy, offset } : copy);
  const inIsland = (island: Island): Island => ({
    ...island,
    external: island.external.map((one) => (one.input === input ? { ...one, input: bumped } : one)),
    members: island.members.map((member) => ({ ...member, copies: member.copies.map(bump) })),
    lateCopies: island.lateCopies.map(bump),
  });
  return {
    ...plan,
    nodes: plan.nodes.map((one) =>
      one === node ? { ...one, inputs: one.inputs.map((each) => (each === input ? bumped : each)) } : one,
    ),
    islands: plan.islands.map((island, i) => (i === node.island ? inIsland(island) : island)),
  };
}

/**
 * The state from which both folds of a comparison begin: the node goes on as if it had always read so much more, and where it has no state of its
 * own it says its value at once, that what nothing triggered meanwhile is compared too. That instant is one that the log does not count.
 */
export function beginBoth(snapshot: Snapshot, plan: Plan, index: number): Snapshot {
  const node = plan.nodes[index]!;
  const saved = snapshot.nodes[node.id];
  if (!saved) return snapshot;
  const nodes = { ...snapshot.nodes, [node.id]: { ...saved, logic: nodeLogic(plan, node) } };
  const saysAtOnce = node.kind === 'stateless' && node.island < 0 && node.rate.kind === 'inherit';
  if (!saysAtOnce || snapshot.micros < 0 || snapshot.anew) return { ...snapshot, nodes };
  return { ...snapshot, nodes, anew: [node.id], instants: snapshot.instants - 1 };
}
