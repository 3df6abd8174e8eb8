import { plantBody, plantRequestBody } from '@twinloom/runtime/protocol/bodies';
import { refuse } from '../auth/problem.ts';
import type { Api, Parts } from './parts.ts';
import { noPlant, problemAnswers } from './problems.ts';

/** `GET|PUT /api/plant`: the process of the example plant. */
export function plantRoutes(app: Api, { plant }: Parts): void {
  app.get(
    '/api/plant',
    {
      config: { permission: 'read' },
      schema: { summary: 'Whether the example plant runs', response: { 200: plantBody, ...problemAnswers } },
    },
    (_request, reply) => plant?.state() ?? refuse(reply, noPlant()),
  );

  app.put(
    '/api/plant',
    {
      config: { permission: 'write' },
      schema: {
        summary: 'Starts or stops the process of the example plant',
        body: plantRequestBody,
        response: { 200: plantBody, ...problemAnswers },
      },
    },
    ({ body: { status } }, reply) => plant?.set(status) ?? refuse(reply, noPlant()),
  );
}
