import {
  historyBody,
  historyReachBody,
  type HistoryReachBody,
  type ProblemBody,
} from '@twinloom/runtime/protocol/bodies';
import { z } from 'zod';
import { refuse } from '../auth/problem.ts';
import type { HistoryRows } from '../historian/history-rows.ts';
import { readTwin } from '../storage/twins.ts';
import { historyCsv, type ExportColumn } from './history-csv.ts';
import { historyParquet } from './history-parquet.ts';
import { byIdentifier } from './identifier.ts';
import { inPieces } from './in-pieces.ts';
import type { Api, Parts } from './parts.ts';
import { noStretch, problemAnswers, unknownTwin } from './problems.ts';
import { readMoment } from './read-moment.ts';

const MOST_POINTS = 10_000;
const HOUR = 3_600;

const time = z.string().max(40).optional().describe('ISO 8601, or s since 1970');
const stretch = { from: time, to: time };
const port = z.string().max(200).describe('node.port');
const exported = z.object({ port: z.union([port, z.array(port).min(1).max(100)]), ...stretch });

/** `GET /api/history`: how much there is. `GET /api/twins/:id/history`, `…/history.csv` and `…/history.parquet`: what ports of a twin said from one time to another. */
export function historyRoutes(
  app: Api,
  { storage, history, historyHealth, diskHealth, now, version }: Parts,
): void {
  app.get(
    '/api/history',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'How much history there is, how far it reaches back, and whether it is recorded',
        response: { 200: historyReachBody, ...problemAnswers },
      },
    },
    (): HistoryReachBody => {
      const says = diskHealth() ?? historyHealth();
      return { ...history.reach(), ...(says !== undefined && { says }) };
    },
  );

  app.get(
    '/api/twins/:id/history',
    {
      config: { permission: 'read' },
      schema: {
        summary:
          'A port over time: each sample where they are few, else buckets with least, greatest and mean',
        params: byIdentifier,
        querystring: z.object({
          port,
          ...stretch,
          points: z.coerce.number().int().min(1).max(MOST_POINTS).default(1_000),
        }),
        response: { 200: historyBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, query }, reply) => {
      if (!(await readTwin(storage, id))) return refuse(reply, unknownTwin(id));
      const wanted = readStretch(query, now());
      if (!wanted) return refuse(reply, noStretch());
      return history.query(id, query.port, wanted, query.points);
    },
  );

  app.get(
    '/api/twins/:id/history.csv',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'Each sample of one or more ports as CSV: time, then a column for each',
        params: byIdentifier,
        querystring: exported,
        response: { 200: z.unknown().describe('The rows, text/csv'), ...problemAnswers },
      },
    },
    async ({ params: { id }, query }, reply) => {
      const found = await columnsOf(id, query);
      if ('problem' in found) return refuse(reply, found.problem);
      reply.header('content-disposition', `attachment; filename="${id}.csv"`);
      reply.type('text/csv; charset=utf-8');
      return inPieces(historyCsv(found.columns, found.pieces));
    },
  );

  app.get(
    '/api/twins/:id/history.parquet',
    {
      config: { permission: 'read' },
      schema: {
        summary:
          'Each sample of one or more ports as Apache Parquet: t, then of each port its number and its quality; the units stand in the metadata',
        params: byIdentifier,
        querystring: exported,
        response: { 200: z.unknown().describe('The file'), ...problemAnswers },
      },
    },
    async ({ params: { id }, query }, reply) => {
      const found = await columnsOf(id, query);
      if ('problem' in found) return refuse(reply, found.problem);
      reply.header('content-disposition', `attachment; filename="${id}.parquet"`);
      reply.type('application/vnd.apache.parquet');
      const notes = { twin: id, createdBy: `Twinloom ${version}` };
      return inPieces(historyParquet(found.columns, found.pieces, notes));
    },
  );

  async function columnsOf(
    id: string,
    query: z.infer<typeof exported>,
  ): Promise<{ columns: ExportColumn[]; pieces: Iterable<HistoryRows> } | { problem: ProblemBody }> {
    if (!(await readTwin(storage, id))) return { problem: unknownTwin(id) };
    const wanted = readStretch(query, now());
    if (!wanted) return { problem: noStretch() };
    const names = [...new Set([query.port].flat())];
    const { units, pieces } = history.rows(id, names, wanted);
    return { columns: names.map((name, i) => ({ name, unit: units[i]! })), pieces };
  }
}

/** Default: the last hour up to `to`, and up to now. Undefined where a time cannot be read, or nothing lies between. */
function readStretch(query: { from?: string; to?: string }, now: number) {
  const to = query.to === undefined ? now : readMoment(query.to);
  const from = query.from === undefined ? to - HOUR : readMoment(query.from);
  return from < to ? { from, to } : undefined;
}
