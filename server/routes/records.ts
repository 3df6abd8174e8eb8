import { createReadStream } from 'node:fs';
import { recordListBody } from '@twinloom/runtime/protocol/bodies';
import { z } from 'zod';
import { refuse } from '../auth/problem.ts';
import type { Api, Parts } from './parts.ts';
import { problemAnswers, unknownRecord } from './problems.ts';

/** `GET /api/records`, `GET /api/records/:name`: the CSV files that sinks recorded. */
export function recordRoutes(app: Api, { records }: Parts): void {
  app.get(
    '/api/records',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'The CSV files that sinks recorded, the newest first',
        querystring: z.object({ twin: z.string().optional().describe('Only those of this twin') }),
        response: { 200: recordListBody, ...problemAnswers },
      },
    },
    ({ query: { twin } }) => records.list(twin),
  );

  app.get(
    '/api/records/:name',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'One of them, as far as it is written',
        params: z.object({ name: z.string() }),
        response: { 200: z.unknown().describe('The file, text/csv'), ...problemAnswers },
      },
    },
    async ({ params: { name } }, reply) => {
      const path = await records.path(name);
      if (path === undefined) return refuse(reply, unknownRecord(name));
      reply.header('content-disposition', `attachment; filename="${name}"`);
      reply.header('cache-control', 'no-store');
      reply.type('text/csv; charset=utf-8');
      return createReadStream(path);
    },
  );
}
