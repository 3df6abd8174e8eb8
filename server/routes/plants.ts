import { plantBody, plantListBody, plantRequestBody } from '@twinloom/runtime/protocol/bodies';
import { refuse } from '../auth/problem.ts';
import { byIdentifier } from './identifier.ts';
import type { Api, Parts } from './parts.ts';
import { noPlant, problemAnswers } from './problems.ts';

/** `GET /api/plants`, `PUT /api/plants/:id`: the processes of the examples' plants, by the twin each is beside. */
export function plantRoutes(app: Api, { plants }: Parts): void {
  app.get(
    '/api/plants',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'The plants of examples that are beside twins, and whether they run',
        response: { 200: plantListBody, ...problemAnswers },
      },
    },
    () => plants?.list() ?? [],
  );

  app.put(
    '/api/plants/:id',
    {
      config: { permission: 'write' },
      schema: {
        summary: 'Starts or stops the process of the plant beside a twin',
        params: byIdentifier,
        body: plantRequestBody,
        response: { 200: plantBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, body: { status } }, reply) =>
      (await plants?.set(id, status)) ?? refuse(reply, noPlant(id)),
  );
}
