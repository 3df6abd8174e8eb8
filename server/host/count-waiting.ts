import type { PacketQueue } from './packet-queue.ts';
import type { HostConnections } from './subscriptions.ts';
import type { Lost } from './words.ts';

/** How many samples wait for the worker, and how many emissions of its twins for whom they are sent to. */
export function countWaiting(
  queue: Pick<PacketQueue, 'waiting'>,
  connections: Pick<HostConnections, 'waitingBySender'>,
  twins: { has(twin: string): boolean },
): Lost {
  const emissions = [...(connections.waitingBySender?.() ?? [])].flatMap(([sender, count]) => {
    const [twin = '', node = ''] = sender.split('.');
    return twins.has(twin) ? { twin, node, count } : [];
  });
  return { packets: queue.waiting(), emissions };
}
