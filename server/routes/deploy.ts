import { deployBody, deployRequestBody } from '@twinloom/runtime/protocol/bodies';
import { refuse } from '../auth/problem.ts';
import { deployFlow } from './deploy-flow.ts';
import { byIdentifier } from './identifier.ts';
import type { Api, Parts } from './parts.ts';
import { problemAnswers } from './problems.ts';

/** `POST /api/flows/:id/deploy`: the draft becomes the next version and its twins move to it. */
export function deployRoutes(app: Api, parts: Parts): void {
  app.post(
    '/api/flows/:id/deploy',
    {
      config: { permission: 'write' },
      schema: {
        summary: 'Makes the draft the next version and moves its twins, all or none',
        params: byIdentifier,
        body: deployRequestBody,
        response: { 200: deployBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, body }, reply) => {
      const deployed = await deployFlow(parts, id, body ?? {});
      return 'problem' in deployed ? refuse(reply, deployed.problem) : deployed;
    },
  );
}
