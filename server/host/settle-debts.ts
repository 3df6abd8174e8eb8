import type { Journal } from '../journal/journal.ts';
import type { Recovered } from '../journal/recover.ts';
import type { OwedEmission } from '../journal/record.ts';
import type { HostConnections } from './subscriptions.ts';

/**
 * Sends what twins said before the state in which they go on and what is not known to have arrived; where they go on, with word of what is on its way:
 * that, and what waits in the outbox already (`lastSequences`), is not to be said again. What arrives is written down at once, so that a twin that does
 * not run again does not send it at each start.
 */
export function settleDebts(
  recovered: ReadonlyMap<string, Recovered>,
  lastSequences: ReadonlyMap<string, Readonly<Record<string, number>>>,
  connections: Pick<HostConnections, 'publish'>,
  journal: Pick<Journal, 'append'>,
): Map<string, Recovered> {
  return new Map(
    [...recovered].map(([twin, stand]) => {
      const sent = { ...stand.sent };
      for (const [node, sequence] of Object.entries(lastSequences.get(twin) ?? {}))
        sent[node] = Math.max(sent[node] ?? 0, sequence);
      const debts = stand.owed.filter(({ node, sequence }) => sequence > (sent[node] ?? 0));
      const settles = new Map(
        [...Map.groupBy(debts, ({ node }) => node)].map(([node, own]) => [
          node,
          inOrder(own, (sequence) => journal.append([{ kind: 'sent', twin, nodes: { [node]: sequence } }])),
        ]),
      );
      for (const debt of debts) {
        sent[debt.node] = debt.sequence;
        pay(debt, `${twin}.${debt.node}`, connections, () => settles.get(debt.node)!(debt));
      }
      return [twin, { ...stand, sent }];
    }),
  );
}

function pay(
  { address, bytes, key, sequence }: OwedEmission,
  sender: string,
  connections: Pick<HostConnections, 'publish'>,
  onSettled: () => void,
): void {
  const sending = { sender, sequence, key, onSettled, onLost: ignore, onFault: ignore };
  if (!connections.publish(address, bytes, sending)) onSettled();
}

/** Tells the counter up to which all debts of a sink are settled, whenever it moves. */
function inOrder(debts: readonly OwedEmission[], tell: (sequence: number) => void) {
  const settled = new Set<OwedEmission>();
  let done = 0;
  return (debt: OwedEmission): void => {
    settled.add(debt);
    const before = done;
    while (done < debts.length && settled.has(debts[done]!)) done++;
    if (done > before) tell(debts[done - 1]!.sequence);
  };
}

function ignore(): void {
  // The twin that said it is told of nothing that happened before it was back.
}
