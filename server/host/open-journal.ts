import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { realTimers } from '../connectors/real-timers.ts';
import { Journal, type JournalOptions } from '../journal/journal.ts';
import { recover, type Recovered } from '../journal/recover.ts';
import type { JournalRecord } from '../journal/record.ts';
import type { Storage } from '../storage/open-storage.ts';
import { listTwins } from '../storage/twins.ts';

/** The journal of a data folder, and where its twins go on. */
export interface OpenedJournal {
  journal: Journal;
  recovered: Map<string, Recovered>;
  /** What is wrong with it; undefined = nothing. */
  health: () => string | undefined;
}

/** Reads what earlier lives of the server left of the twins that there are, and begins a new file with it, so that the former ones may go. */
export async function openJournal(
  dataDir: string,
  storage: Storage,
  log: Pick<FastifyBaseLogger, 'warn' | 'info'>,
  { onCommit, preamble, onFault }: Pick<JournalOptions, 'onCommit' | 'preamble' | 'onFault'>,
): Promise<OpenedJournal> {
  const folder = join(dataDir, 'journal');
  const { twins, damaged } = await recover(folder);
  for (const path of damaged)
    log.warn({ path }, `the journal ${path} is damaged: what follows the damage was left out`);
  const known = new Set((await listTwins(storage)).map(({ id }) => id));
  const recovered = new Map([...twins].filter(([twin]) => known.has(twin)));
  let fault: string | undefined;
  const journal = new Journal({
    folder,
    timers: realTimers,
    onCommit,
    preamble,
    onFault: (says) => {
      if (says !== fault) log.warn(says ?? 'the journal is written again');
      fault = says;
      onFault?.(says);
    },
  });
  const records = [...recovered].flatMap(([twin, stand]) => recordsOf(twin, stand));
  if (records.length > 0) journal.append(records);
  return { journal, recovered, health: () => fault };
}

function recordsOf(twin: string, { version, snapshot, entries, sent, owed }: Recovered): JournalRecord[] {
  return [
    { kind: 'checkpoint', twin, version, snapshot, isAgain: true },
    { kind: 'owed', twin, emissions: owed },
    { kind: 'sent', twin, nodes: sent },
    ...entries.map((entry): JournalRecord => ({ kind: 'entry', twin, entry })),
  ];
}
