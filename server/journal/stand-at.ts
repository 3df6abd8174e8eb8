import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import { isSound, unpackSnapshot } from './packed-snapshot.ts';
import { readJournal } from './read-journal.ts';
import type { Deployed, JournalRecord } from './record.ts';

/** How a twin stood at a time in the past: a state before, and what was put in until then. */
export interface PastStand {
  version: number;
  document: unknown;
  parameters: Deployed['parameters'];
  snapshot: Snapshot;
  entries: LogEntry[];
}

/** Why nothing is known of that time. Times in s since 1970. */
export type NoStand = { reason: 'too-early'; first: number } | { reason: 'gap' } | { reason: 'unknown-twin' };

interface Found extends PastStand {
  isCut: boolean;
  /** It did not run at that time: the first thing that it did afterwards was to make up for it. */
  stoodStill: boolean;
  /** An entry behind that time was read. */
  isPast: boolean;
  /** Time up to which it is known to be whole, s since 1970. */
  knownTo: number;
}

/** How a twin stood at `at`, s since 1970, by the journal of a folder. */
export async function standAt(folder: string, twin: string, at: number): Promise<PastStand | NoStand> {
  const documents = new Map<string, unknown>();
  let deployed: Deployed | undefined;
  let found: Found | undefined;
  let first = Infinity;
  const take = (record: JournalRecord): void => {
    if (record.kind === 'document') documents.set(record.name, record.document);
    if (record.twin !== twin) return;
    if (record.kind === 'deployed') deployed = record;
    else if (record.kind === 'removed') found = undefined;
    else if (record.kind === 'entry' && found && !found.isCut) {
      const t = found.snapshot.epoch + record.entry.micros / 1e6;
      found.knownTo = Math.max(found.knownTo, t);
      if (t <= at) found.entries.push(record.entry);
      else if (!found.isPast)
        Object.assign(found, { isPast: true, stoodStill: record.entry.kind === 'merge' });
    } else if (record.kind === 'checkpoint') {
      const { snapshot: packed, version } = record;
      if (!isSound(packed)) return;
      const snapshot = unpackSnapshot(packed);
      const t = snapshot.epoch + Math.max(snapshot.micros, 0) / 1e6;
      first = Math.min(first, t);
      if (found && !found.isCut) found.knownTo = Math.max(found.knownTo, t);
      const document = deployed?.version === version ? documents.get(deployed.document) : undefined;
      if (t > at || document === undefined || !deployed) return;
      const { parameters } = deployed;
      found = {
        version,
        document,
        parameters,
        snapshot,
        entries: [],
        isCut: false,
        isPast: false,
        stoodStill: false,
        knownTo: t,
      };
    }
  };
  for await (const piece of readJournal(folder)) {
    if (piece.kind === 'records') for (const record of piece.records) take(record);
    else if (found) found.isCut = true;
  }
  if (!found) return first === Infinity ? { reason: 'unknown-twin' } : { reason: 'too-early', first };
  if (found.stoodStill || (found.isCut && found.knownTo < at)) return { reason: 'gap' };
  const { version, document, parameters, snapshot, entries } = found;
  return { version, document, parameters, snapshot, entries };
}
