import { stateBody } from '@twinloom/runtime/protocol/bodies';
import { refuse } from '../auth/problem.ts';
import { readTwin } from '../storage/twins.ts';
import { byIdentifier } from './identifier.ts';
import type { Api, Parts } from './parts.ts';
import { problemAnswers, twinNotRunning, unknownTwin } from './problems.ts';

/** `GET /api/twins/:id/state`: every port of a twin now. */
export function stateRoutes(app: Api, { storage, host, failures }: Parts): void {
  app.get(
    '/api/twins/:id/state',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'Every port of a twin now',
        params: byIdentifier,
        response: { 200: stateBody, ...problemAnswers },
      },
    },
    async ({ params: { id } }, reply) => {
      if (!(await readTwin(storage, id))) return refuse(reply, unknownTwin(id));
      const state = await host.state(id);
      return state ?? refuse(reply, twinNotRunning(id, failures.get(id) ?? host.twinStatus(id).says));
    },
  );
}
