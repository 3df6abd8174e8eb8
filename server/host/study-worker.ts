import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import { descriptorsOf } from '@twinloom/runtime/node/catalog';
import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { Twin } from '@twinloom/runtime/run/twin';
import { refusal } from '@twinloom/runtime/scenario/refusal';
import type { Tables } from '@twinloom/runtime/table/table';
import { unpackSnapshot } from '../journal/packed-snapshot.ts';
import type { NoStand, PastStand } from '../journal/past-log.ts';
import { standAt } from '../journal/stand-at.ts';
import { Assets } from '../storage/assets.ts';
import { carryOut, describeRuns } from './carry-out.ts';
import { prepareMaterial, type StudyMaterial } from './study-material.ts';
import { TableShelf } from './table-shelf.ts';
import type { Stand } from './twin-stands.ts';
import type { FromStudy, StudyOrder, ToStudy } from './study-words.ts';

/** The process of one study: told what to ask, it checks, waits for its turn, runs variant after variant and ends. It goes with whoever started it. */
process.once('disconnect', () => process.exit(0));
process.on('message', (word: ToStudy) => {
  hear(word).catch((error: unknown) => {
    say({ kind: 'failed', says: error instanceof Error ? error.message : String(error) });
    process.disconnect();
  });
});

let ready: Parameters<typeof carryOut>[0] | undefined;

async function hear(word: ToStudy): Promise<void> {
  if (word.kind === 'go') {
    if (ready) await carryOut(ready, say);
    say({ kind: 'done' });
    return process.disconnect();
  }
  const prepared = await prepare(word);
  say(prepared);
  if (prepared.kind === 'refused') process.disconnect();
}

async function prepare(order: StudyOrder): Promise<FromStudy> {
  const at = startOf(order);
  const stand = order.stand ?? (Number.isNaN(at) ? undefined : await pastOf(order, at));
  if (!stand) return refused('no-start', 'from', 'it is no time', 'Write it as 2026-11-27T14:00:00Z.');
  if ('reason' in stand) return sayNoStand(stand, order.twin);
  const shelf = new TableShelf(new Assets(order.dataDir), descriptorsOf(catalog));
  const base = { document: stand.document, tables: await shelf.tablesFor(stand.document) };
  const parameters = { ...stand.parameters };
  const found = bringTo(at, stand, base, { twin: order.twin, parameters });
  if ('diagnostics' in found) return { kind: 'refused', diagnostics: found.diagnostics };
  const { snapshot } = found;
  const documents = [
    ...order.versions.values(),
    ...Object.values(order.request.variants).flatMap(({ document }) => document ?? []),
  ];
  const tables = new Map<unknown, Tables>();
  for (const document of documents) tables.set(document, await shelf.tablesFor(document));
  const versions = new Map(
    [...order.versions].map(([n, document]) => [n, { document, tables: tables.get(document) ?? {} }]),
  );
  const { twin, request, recorded, known } = order;
  const material: StudyMaterial = {
    twin,
    base,
    parameters,
    snapshot,
    request,
    versions,
    tables,
    ...(recorded && { recorded }),
  };
  const asked = prepareMaterial(material);
  if ('diagnostics' in asked) return { kind: 'refused', diagnostics: asked.diagnostics };
  ready = { study: asked.study, material, known: known ?? { variants: [], runs: [] } };
  const { run: options, kpis } = asked.study;
  const many = describeRuns(asked.study);
  const variants = asked.study.variants.map(({ name, deploy }) => ({ name, plan: deploy }));
  const start = snapshot.epoch + Math.max(snapshot.micros, 0) / 1e6;
  const { horizon, seed } = options;
  const { version } = stand;
  const flow = namesIn(stand.document, JSON.stringify([request, options.record]));
  return { kind: 'ready', start, horizon, seed, version, flow, kpis, variants, ...(many && { many }) };
}

/** What a flow is called, and what it calls its parameters and the nodes that a text names. */
function namesIn(document: unknown, text: string): NonNullable<StudyBody['flow']> {
  const { flow } = parseFlow(document);
  const { name, parameters = {}, nodes = {} } = flow ?? {};
  const named = Object.entries(nodes).filter(
    ([id, { title }]) => title !== undefined && (text.includes(`"${id}.`) || text.includes(`"${id}"`)),
  );
  return {
    ...(name !== undefined && { name }),
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([id, { title, unit }]) => [
        id,
        { ...(title !== undefined && { title }), ...(unit !== undefined && { unit }) },
      ]),
    ),
    nodes: Object.fromEntries(named.map(([id, { title }]) => [id, { title: title! }])),
  };
}

/** s since 1970; NaN where the text says no time. */
function startOf({ request: { from }, now }: StudyOrder): number {
  return from === undefined ? now : readTime(from);
}

function readTime(from: number | string): number {
  if (typeof from === 'number') return from;
  const number = Number(from);
  return from.trim() !== '' && Number.isFinite(number) ? number : Date.parse(from) / 1000;
}

async function pastOf(
  { twin, dataDir, now }: StudyOrder,
  at: number,
): Promise<PastStand | NoStand | { reason: 'future' }> {
  return at > now ? { reason: 'future' } : await standAt(join(dataDir, 'journal'), twin, at);
}

function sayNoStand(none: NoStand | { reason: 'future' }, twin: string): FromStudy {
  switch (none.reason) {
    case 'future':
      return refused('no-start', 'from', 'it lies in the future', 'Begin now, or in the past.');
    case 'too-early':
      return refused(
        'start-not-kept',
        'from',
        `the log of ${twin} is kept from ${new Date(none.first * 1000).toISOString()} on`,
        'Begin later, or now.',
      );
    case 'gap':
      return refused(
        'gap-at-start',
        'from',
        'the log has a gap there: how the twin stood is not known',
        'Begin before the gap or some time after it, or now.',
      );
    case 'ended':
      return refused(
        'gap-at-start',
        'from',
        `the log of ${twin} ends at ${new Date(none.last * 1000).toISOString()}`,
        'Begin before that, or now.',
      );
    case 'unknown-twin':
      return refused('start-not-kept', 'from', `the log says nothing of ${twin} yet`, 'Begin now.');
    default:
      return none satisfies never;
  }
}

/** Folds what was put in until a time, so that the fork stands where the twin stood. */
function bringTo(
  at: number,
  { snapshot: packed, entries }: Pick<Stand, 'snapshot' | 'entries'>,
  { document, tables }: { document: unknown; tables: Tables },
  { twin: id, parameters }: { twin: string; parameters: PastStand['parameters'] },
): { snapshot: Snapshot } | { diagnostics: Diagnostic[] } {
  const { flow, diagnostics: unread } = parseFlow(document);
  const { plan, diagnostics } = flow
    ? compileFlow(flow, catalog, { twin: id, parameters }, tables)
    : { diagnostics: unread };
  if (!plan) return { diagnostics };
  const snapshot = unpackSnapshot(packed);
  const twin = Twin.restore(plan, snapshot, { id });
  for (const entry of entries) twin.replay(entry);
  twin.advance(at - snapshot.epoch);
  return { snapshot: twin.snapshot() };
}

function refused(code: string, param: string, says: string, remedy: string): FromStudy {
  return { kind: 'refused', diagnostics: [refusal(code, param, says, remedy)] };
}

function say(word: FromStudy): void {
  if (process.connected) process.send?.(word);
}
