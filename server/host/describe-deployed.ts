import { createHash } from 'node:crypto';
import type { Deployed, JournalRecord } from '../journal/record.ts';
import type { TwinOrder } from './words.ts';

/** Under what these twins run, for the journal: the document of each flow once, by the hash of its text. */
export function describeDeployed(orders: readonly TwinOrder[]): {
  documents: JournalRecord[];
  deployed: Deployed[];
} {
  const documents = new Map<unknown, string>();
  const deployed = orders.map(({ id, version, document, parameters }): Deployed => {
    const name = documents.get(document) ?? nameOf(document);
    documents.set(document, name);
    return { kind: 'deployed', twin: id, version, document: name, parameters };
  });
  const byName = new Map([...documents].map(([document, name]) => [name, document]));
  return {
    documents: [...byName].map(([name, document]) => ({ kind: 'document', twin: '', name, document })),
    deployed,
  };
}

function nameOf(document: unknown): string {
  return createHash('sha256').update(JSON.stringify(document)).digest('hex');
}
