import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import { isSound, ownCopy, type PackedSnapshot } from './packed-snapshot.ts';
import { readJournal, whereToBegin } from './read-journal.ts';
import type { JournalRecord, OwedEmission } from './record.ts';

/** Where a twin goes on: its state, and what was put in since. */
export interface Recovered {
  /** Version of the flow under which the state was taken. */
  version: number;
  snapshot: PackedSnapshot;
  entries: LogEntry[];
  /** Counter of the last emission that was settled, by node. */
  sent: Record<string, number>;
  /** What was said before that state and is not known to have arrived. */
  owed: readonly OwedEmission[];
}

interface Generation {
  version: number;
  snapshot: PackedSnapshot;
  entries: LogEntry[];
  owed: readonly OwedEmission[];
  /** Something behind it could not be read: what follows does not continue it. */
  isCut: boolean;
}

interface Found {
  /** The newest checkpoint last; at most two. */
  generations: Generation[];
  sent: Record<string, number>;
}

/** What was found in files of the journal. */
interface Reading {
  found: Map<string, Found>;
  /** Files with a block that changed after it was written; a torn end is what a crash leaves. */
  damaged: string[];
}

/**
 * What the journal of a folder knows of each twin: its newest checkpoint that is sound, the one before where it is not, and the entries since.
 * Only its newest files are read, where these say that they tell of every twin. Where a block is torn or changed its file is read up to there, and twins
 * go on from what stands before it or from a checkpoint behind it: then every file is read.
 */
export async function recover(
  folder: string,
): Promise<{ twins: Map<string, Recovered>; damaged: readonly string[] }> {
  const newest = await read(folder, await whereToBegin(folder));
  const isWhole =
    newest.damaged.length === 0 &&
    [...newest.found.values()].every(({ generations }) =>
      generations.some(({ snapshot }) => isSound(snapshot)),
    );
  const { found, damaged } = isWhole ? newest : await read(folder);
  const twins = new Map<string, Recovered>();
  for (const [twin, { generations, sent }] of found) {
    const sound = generations.findLast(({ snapshot }) => isSound(snapshot));
    if (sound)
      twins.set(twin, {
        version: sound.version,
        snapshot: ownCopy(sound.snapshot),
        entries: sound.entries,
        sent,
        owed: sound.owed.filter(({ node, sequence }) => sequence > (sent[node] ?? 0)),
      });
  }
  return { twins, damaged };
}

async function read(folder: string, from?: number): Promise<Reading> {
  const found = new Map<string, Found>();
  const damaged: string[] = [];
  for await (const piece of readJournal(folder, from)) {
    if (piece.kind === 'records') for (const record of piece.records) take(record, found);
    else {
      if (piece.isDamaged) damaged.push(piece.path);
      for (const { generations } of found.values())
        for (const generation of generations) generation.isCut = true;
    }
  }
  return { found, damaged };
}

function take(record: JournalRecord, found: Map<string, Found>): void {
  if (record.kind === 'document' || record.kind === 'deployed' || record.kind === 'since') return;
  const { twin } = record;
  if (record.kind === 'removed') {
    found.delete(twin);
    return;
  }
  const known = found.get(twin) ?? { generations: [], sent: {} };
  found.set(twin, known);
  switch (record.kind) {
    case 'checkpoint': {
      const { version, snapshot } = record;
      const generation = { version, snapshot, entries: [], owed: [], isCut: false };
      known.generations = [...known.generations.slice(-1), generation];
      return;
    }
    case 'entry':
      for (const generation of known.generations)
        if (!generation.isCut) generation.entries.push(record.entry);
      return;
    case 'owed': {
      const last = known.generations.at(-1);
      if (last && !last.isCut) last.owed = record.emissions;
      return;
    }
    case 'sent':
      known.sent = { ...known.sent, ...record.nodes };
      return;
    default:
      record satisfies never;
  }
}
