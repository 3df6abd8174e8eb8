import type { Recovered } from '../journal/recover.ts';
import type { HostConnections } from './subscriptions.ts';

/**
 * Sends what twins said before the state in which they go on and what is not known to have arrived; where they go on, with word of what is on its way:
 * that, and what waits in the outbox already (`lastSequences`), is not to be said again.
 */
export function settleDebts(
  recovered: ReadonlyMap<string, Recovered>,
  lastSequences: ReadonlyMap<string, Readonly<Record<string, number>>>,
  connections: Pick<HostConnections, 'publish'>,
): Map<string, Recovered> {
  return new Map(
    [...recovered].map(([twin, stand]) => {
      const sent = { ...stand.sent };
      for (const [node, sequence] of Object.entries(lastSequences.get(twin) ?? {}))
        sent[node] = Math.max(sent[node] ?? 0, sequence);
      for (const { node, address, bytes, key, sequence } of stand.owed) {
        if (sequence <= (sent[node] ?? 0)) continue;
        sent[node] = sequence;
        const sender = `${twin}.${node}`;
        const sending = { sender, sequence, key, onSettled: ignore, onLost: ignore, onFault: ignore };
        connections.publish(address, bytes, sending);
      }
      return [twin, { ...stand, sent }];
    }),
  );
}

function ignore(): void {
  // The twin that said it is told of nothing that happened before it was back.
}
