import { timelineBody } from '@twinloom/runtime/protocol/bodies';
import { z } from 'zod';
import { refuse } from '../auth/problem.ts';
import { listTimeline } from '../storage/timeline.ts';
import { readTwin } from '../storage/twins.ts';
import { byIdentifier } from './identifier.ts';
import type { Api, Parts } from './parts.ts';
import { problemAnswers, unknownTwin } from './problems.ts';

/** `GET /api/twins/:id/timeline`: what people did to a twin. */
export function timelineRoutes(app: Api, { storage }: Parts): void {
  app.get(
    '/api/twins/:id/timeline',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'What people did to a twin, the newest first; `next` is the `before` of the next page',
        params: byIdentifier,
        querystring: z.object({
          before: z.coerce.number().int().positive().optional(),
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
        }),
        response: { 200: timelineBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, query }, reply) => {
      if (!(await readTwin(storage, id))) return refuse(reply, unknownTwin(id));
      return await listTimeline(storage, id, query);
    },
  );
}
