import { historyBody } from '@twinloom/runtime/protocol/bodies';
import { z } from 'zod';
import { refuse } from '../auth/problem.ts';
import { readTwin } from '../storage/twins.ts';
import { byIdentifier } from './identifier.ts';
import type { Api, Parts } from './parts.ts';
import { noStretch, problemAnswers, unknownTwin } from './problems.ts';
import { sampleRows } from './sample-rows.ts';

const MOST_POINTS = 10_000;
const HOUR = 3_600;

const time = z.string().max(40).optional().describe('ISO 8601, or s since 1970');
const stretch = { from: time, to: time };
const port = z.string().max(200).describe('node.port');

/** `GET /api/twins/:id/history` and `…/history.csv`: what ports of a twin said from one time to another. */
export function historyRoutes(app: Api, { storage, history, now }: Parts): void {
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
      const unit = history.unitOf(id, query.port) ?? '';
      return { unit, ...history.query(id, query.port, wanted, query.points) };
    },
  );

  app.get(
    '/api/twins/:id/history.csv',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'Each sample of one or more ports as CSV: time, then a column for each',
        params: byIdentifier,
        querystring: z.object({ port: z.union([port, z.array(port).min(1).max(100)]), ...stretch }),
        response: { 200: z.unknown().describe('The rows, text/csv'), ...problemAnswers },
      },
    },
    async ({ params: { id }, query }, reply) => {
      if (!(await readTwin(storage, id))) return refuse(reply, unknownTwin(id));
      const wanted = readStretch(query, now());
      if (!wanted) return refuse(reply, noStretch());
      const columns = [query.port].flat().map((name) => ({
        name,
        unit: history.unitOf(id, name) ?? '',
        samples: history.samples(id, name, wanted),
      }));
      reply.header('content-disposition', `attachment; filename="${id}.csv"`);
      reply.type('text/csv; charset=utf-8');
      return sampleRows(columns);
    },
  );
}

/** Default: the last hour up to `to`, and up to now. Undefined where a time cannot be read, or nothing lies between. */
function readStretch(query: { from?: string; to?: string }, now: number) {
  const to = query.to === undefined ? now : timeOf(query.to);
  const from = query.from === undefined ? to - HOUR : timeOf(query.from);
  return from < to ? { from, to } : undefined;
}

function timeOf(text: string): number {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : Date.parse(text) / 1000;
}
