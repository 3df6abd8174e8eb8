import type { Plan } from '@twinloom/runtime/compile/plan';
import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import { Twin } from '@twinloom/runtime/run/twin';
import { unpackSnapshot } from '../journal/packed-snapshot.ts';
import type { HostedTwin } from './hosted-twin.ts';
import type { TwinOrder } from './words.ts';

/** The state of a running twin; or the earlier one of the order, with counters of its sinks that go on from those of today. */
export function goingOn(order: TwinOrder, plan: Plan, running: HostedTwin): Snapshot {
  const today = running.checkpoint();
  if (!order.goesBack || !order.snapshot) return today;
  const past = Twin.restore(plan, unpackSnapshot(order.snapshot), { id: order.id });
  for (const entry of order.entries ?? []) past.replay(entry);
  // Who is out of service is so today, whatever the state.
  const { outOfService: _, ...then } = past.snapshot();
  const state: Snapshot = { ...then, ...(today.outOfService && { outOfService: today.outOfService }) };
  for (const [id, node] of Object.entries(state.nodes)) {
    node.sequence = Math.max(node.sequence, today.nodes[id]?.sequence ?? 0);
  }
  return state;
}
