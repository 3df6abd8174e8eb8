import type { Plan, PlanNode } from '../compile/plan.ts';
import { canonical } from '../graph/fingerprint.ts';
import type { PlanBody } from '../protocol/bodies.ts';
import { migrationsFrom } from './migrate-state.ts';
import { nodeLogic } from './node-logic.ts';

/** What a deploy does to the state of each node, with the reason: what `Twin.restore` will do, said before anything changes. */
export function planDeploy(former: Plan | undefined, next: Plan): PlanBody {
  const body: PlanBody = { kept: [], migrated: [], reset: [], added: [], removed: [] };
  const before = new Map(former?.nodes.map((node) => [node.id, node]));
  const after = new Set(next.nodes.map(({ id }) => id));
  for (const node of inFlowOrder(next)) {
    const old = before.get(node.id);
    if (!former || !old) body.added.push({ node: node.id, why: 'new in the flow' });
    else {
      const { fate, why } = fateOfNode(former, old, next, node);
      body[fate].push({ node: node.id, why });
    }
  }
  for (const id of before.keys())
    if (!after.has(id)) body.removed.push({ node: id, why: 'no longer in the flow' });
  return body;
}

/** What one node's state meets when its definition and params change: kept, migrated or reset. */
export function fateOfState(
  old: { type: string; version: number; params: Readonly<Record<string, unknown>> },
  node: PlanNode,
): { fate: 'kept' | 'migrated' | 'reset'; why: string } {
  const { definition } = node;
  if (old.type !== definition.type) return { fate: 'reset', why: `it was a ${old.type}` };
  const changed = resettingParam(old.params, node);
  if (changed !== undefined) return { fate: 'reset', why: `${changed} changed, which its state depends on` };
  if (old.version === definition.version) return { fate: 'kept', why: 'same type and version' };
  const steps = migrationsFrom(old.version, definition);
  if (steps) return { fate: 'migrated', why: `from version ${old.version} to ${definition.version}` };
  return { fate: 'reset', why: `no migration from version ${old.version} to ${definition.version}` };
}

function fateOfNode(former: Plan, old: PlanNode, next: Plan, node: PlanNode): ReturnType<typeof fateOfState> {
  const { type, version } = old.definition;
  const found = fateOfState({ type, version, params: old.params }, node);
  if (found.fate !== 'kept') return found;
  return { fate: 'kept', why: whatChanged(former, old, next, node) };
}

function whatChanged(former: Plan, old: PlanNode, next: Plan, node: PlanNode): string {
  const params = Object.keys({ ...old.params, ...node.params }).filter(
    (name) => canonical(old.params[name]) !== canonical(node.params[name]),
  );
  if (params.length > 0) return `same type and version; ${params.join(', ')} changed`;
  return nodeLogic(former, old) === nodeLogic(next, node)
    ? 'unchanged'
    : 'same type and version; its edges changed';
}

function resettingParam(old: Readonly<Record<string, unknown>>, node: PlanNode): string | undefined {
  return Object.entries(node.definition.descriptor.params).find(
    ([name, schema]) =>
      schema.resets && canonical(old[name] ?? null) !== canonical(node.params[name] ?? null),
  )?.[0];
}

function inFlowOrder(plan: Plan): PlanNode[] {
  const byId = new Map(plan.nodes.map((node) => [node.id, node]));
  return Object.keys(plan.flow.nodes).flatMap((id) => byId.get(id) ?? []);
}
