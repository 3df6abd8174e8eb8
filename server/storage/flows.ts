import { fingerprint, logicFingerprint } from '@twinloom/runtime/graph/fingerprint';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { sql } from 'kysely';
import type { Storage } from './open-storage.ts';

export interface Draft {
  document: Flow;
  /** Fingerprint of the document; changes with every change of it. */
  etag: string;
}

/** A deployed version of a flow, numbered from 1. `t` in s since 1970. */
export interface Version {
  flow: string;
  n: number;
  document: Flow;
  author: string;
  t: number;
  note?: string;
}

export interface FlowSummary {
  id: string;
  name: string;
  /** Newest version; 0 while never deployed. */
  version: number;
  status: 'draft' | 'deployed' | 'changed';
}

/** Every flow by id; `changed` means the draft's logic differs from the newest version's. */
export async function listFlows(storage: Storage): Promise<FlowSummary[]> {
  const rows = await storage.selectFrom('flows').select('id').orderBy('id').execute();
  const summaries = await Promise.all(rows.map(({ id }) => summariseFlow(storage, id)));
  return summaries.filter((summary) => summary !== undefined);
}

/** Every flow by id with its name and newest version; reads no document, so that it may be asked often. */
export async function listFlowHeads(storage: Storage): Promise<Omit<FlowSummary, 'status'>[]> {
  const rows = await storage
    .selectFrom('flows')
    .leftJoin('versions', 'versions.flow', 'flows.id')
    .select(({ fn }) => ['flows.id', fn.max('versions.n').as('version')])
    .select(sql<string | null>`json_extract(flows.draft, '$.name')`.as('name'))
    .groupBy('flows.id')
    .orderBy('flows.id')
    .execute();
  return rows.map(({ id, name, version }) => ({ id, name: name ?? id, version: version ?? 0 }));
}

/** One row of the list; undefined when there is no such flow. */
export async function summariseFlow(storage: Storage, id: string): Promise<FlowSummary | undefined> {
  const draft = await readDraft(storage, id);
  if (!draft) return undefined;
  const newest = await readVersion(storage, id);
  const status = !newest
    ? 'draft'
    : logicFingerprint(newest.document) === logicFingerprint(draft.document)
      ? 'deployed'
      : 'changed';
  return { id, name: draft.document.name ?? id, version: newest?.n ?? 0, status };
}

/** The draft of a flow. */
export async function readDraft(storage: Storage, id: string): Promise<Draft | undefined> {
  const row = await storage
    .selectFrom('flows')
    .select(['draft', 'etag'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { document: JSON.parse(row.draft) as Flow, etag: row.etag };
}

/** What the writer knows of the draft it replaces: its etag, that there is one, that there is none, or nothing. */
export type Expected = { etag: string } | 'present' | 'absent' | 'anything';

/** Writes the draft; `moved` when it is no longer what the writer expected, and nothing is written then. */
export async function writeDraft(
  storage: Storage,
  id: string,
  document: Flow,
  expected: Expected,
  t: number,
): Promise<{ etag: string; created: boolean } | { moved: string | undefined }> {
  const etag = fingerprint(document);
  return storage.transaction().execute(async (transaction) => {
    const former = await transaction
      .selectFrom('flows')
      .select('etag')
      .where('id', '=', id)
      .executeTakeFirst();
    if (!isExpected(former?.etag, expected)) return { moved: former?.etag };
    const row = { id, draft: JSON.stringify(document), etag, t };
    await transaction
      .insertInto('flows')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
    return { etag, created: !former };
  });
}

function isExpected(etag: string | undefined, expected: Expected): boolean {
  switch (expected) {
    case 'anything':
      return true;
    case 'absent':
      return etag === undefined;
    case 'present':
      return etag !== undefined;
    default:
      return etag === expected.etag;
  }
}

/** A deployed version; without a number the newest. */
export async function readVersion(storage: Storage, flow: string, n?: number): Promise<Version | undefined> {
  let query = storage
    .selectFrom('versions')
    .selectAll()
    .where('flow', '=', flow)
    .orderBy('n', 'desc')
    .limit(1);
  if (n !== undefined) query = query.where('n', '=', n);
  const row = await query.executeTakeFirst();
  return row && { ...row, document: JSON.parse(row.document) as Flow, note: row.note ?? undefined };
}

/** What is known of every version of a flow, the newest first, without its document. */
export async function listVersions(
  storage: Storage,
  flow: string,
): Promise<{ n: number; author: string; t: number; note?: string }[]> {
  const rows = await storage
    .selectFrom('versions')
    .select(['n', 'author', 't', 'note'])
    .where('flow', '=', flow)
    .orderBy('n', 'desc')
    .execute();
  return rows.map(({ note, ...row }) => ({ ...row, ...(note !== null && { note }) }));
}

/** Adds the next version and moves twins to it, both or neither. */
export async function addVersion(
  storage: Storage,
  version: Omit<Version, 'n'>,
  twins: readonly string[],
): Promise<number> {
  return storage.transaction().execute(async (transaction) => {
    const newest = await transaction
      .selectFrom('versions')
      .select(({ fn }) => fn.max('n').as('n'))
      .where('flow', '=', version.flow)
      .executeTakeFirst();
    const n = (newest?.n ?? 0) + 1;
    await transaction
      .insertInto('versions')
      .values({ ...version, n, document: JSON.stringify(version.document), note: version.note ?? null })
      .execute();
    for (const id of twins) {
      await transaction.updateTable('twins').set({ version: n }).where('id', '=', id).execute();
    }
    return n;
  });
}

/** Takes the newest version back because its twins refused it; they return to the versions they had. */
export async function withdrawVersion(
  storage: Storage,
  flow: string,
  n: number,
  former: readonly { id: string; version: number }[],
): Promise<void> {
  await storage.transaction().execute(async (transaction) => {
    for (const { id, version } of former) {
      await transaction.updateTable('twins').set({ version }).where('id', '=', id).execute();
    }
    await transaction.deleteFrom('versions').where('flow', '=', flow).where('n', '=', n).execute();
  });
}
