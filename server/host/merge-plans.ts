import type { PlanBody } from '@twinloom/runtime/protocol/bodies';

const FATES = ['reset', 'migrated', 'added', 'removed', 'kept'] as const;

/** One plan for twins that came from different versions: a node stands under the worst that happens to it in any of them. */
export function mergePlans(plans: readonly PlanBody[]): PlanBody {
  const merged: PlanBody = { kept: [], migrated: [], reset: [], added: [], removed: [] };
  const seen = new Set<string>();
  for (const fate of FATES) {
    for (const item of plans.flatMap((plan) => plan[fate])) {
      if (!seen.has(item.node)) merged[fate].push(item);
      seen.add(item.node);
    }
  }
  return merged;
}
