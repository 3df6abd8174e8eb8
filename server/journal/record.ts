import { deserialize, serialize } from 'node:v8';
import type { SinkAddress } from '@twinloom/runtime/node/definition';
import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import { unpackEntries, type PackedEntries } from './packed-entries.ts';
import type { PackedSnapshot } from './packed-snapshot.ts';

/** What a twin is from a moment on: its state, under the version of its flow that ran then. */
export interface Checkpoint {
  kind: 'checkpoint';
  twin: string;
  version: number;
  snapshot: PackedSnapshot;
  /** It was written before, in an earlier life of the server. */
  isAgain?: true;
}

/** Under what a twin runs from now on. */
export interface Deployed {
  kind: 'deployed';
  twin: string;
  version: number;
  /** Names the flow's document, which a `document` record before it holds. */
  document: string;
  parameters: Readonly<Record<string, number | boolean | string>>;
}

/** An emission of a sink. */
export interface OwedEmission {
  node: string;
  address: SinkAddress;
  bytes: Uint8Array;
  key: string;
  sequence: number;
}

/** One record of the journal, in the order in which things happened. */
export type JournalRecord =
  | { kind: 'document'; twin: ''; name: string; document: unknown }
  | Deployed
  | { kind: 'entry'; twin: string; entry: LogEntry }
  | Checkpoint
  /** Emissions of sinks up to these counters were handed on, by node. */
  | { kind: 'sent'; twin: string; nodes: Readonly<Record<string, number>> }
  /** Said before the checkpoint it follows, and not known to have arrived: no fold from there says it again. */
  | { kind: 'owed'; twin: string; emissions: readonly OwedEmission[] }
  | { kind: 'removed'; twin: string }
  /** From the file of this number on stand the two newest checkpoints of every twin, and all since; and what is `sent` stands with this once more. */
  | { kind: 'since'; twin: ''; segment: number };

/** What the journal takes: a record, or many entries that were packed where they came about, and count as so many. */
export type Appended = JournalRecord | PackedEntries;

/** Records as they stand in one block. A block may stand twice, where the disk failed after it was written. */
export interface Batch {
  /** Names the life of the server that wrote it. */
  life: string;
  /** Number of the first record in that life; 0 = a checkpoint that was written once more. */
  first: number;
  /** Version of the JavaScript engine that computed what it holds. */
  engine: string;
  records: readonly JournalRecord[];
}

/** Records as bytes, each number of them bit for bit. */
export function encodeBatch(batch: Omit<Batch, 'records'> & { records: readonly Appended[] }): Uint8Array {
  return serialize(batch);
}

/** As how many records it counts. */
export function countOf(one: Appended): number {
  return one.kind === 'entries' ? one.count : 1;
}

/** The records of bytes that `encodeBatch` made. Throws on others. */
export function decodeBatch(bytes: Uint8Array): Batch {
  const { records, ...batch } = deserialize(bytes) as Omit<Batch, 'records'> & { records: Appended[] };
  return { ...batch, records: records.flatMap(recordsOf) };
}

function recordsOf(one: Appended): JournalRecord | JournalRecord[] {
  if (one.kind !== 'entries') return one;
  return unpackEntries(one).map(({ twin, entry }) => ({ kind: 'entry', twin, entry }));
}
