import type { Plan, PlanNode } from '../compile/plan.ts';
import { canonical, hash } from '../graph/fingerprint.ts';

const known = new WeakMap<PlanNode, string>();

/** A hash of what a node does in its flow: its type, its resolved params, and what stands on its inputs. Titles and layout are not in it. */
export function nodeLogic(plan: Plan, node: PlanNode): string {
  const kept = known.get(node);
  if (kept !== undefined) return kept;
  const logic = workOut(plan, node);
  known.set(node, logic);
  return logic;
}

function workOut(plan: Plan, node: PlanNode): string {
  const inputs = node.inputs.map((input) => [
    input.name,
    input.from < 0 ? null : plan.ports[input.from]!.port,
    input.factor,
    input.offset,
    input.unit,
  ]);
  const { type, version } = node.definition;
  return hash(
    canonical({ type, version, params: node.params, inputs, outputs: node.outputs.map(({ unit }) => unit) }),
  );
}
