import { documentBody, planBody } from '@twinloom/runtime/protocol/bodies';
import { refuse } from '../auth/problem.ts';
import { readDraft } from '../storage/flows.ts';
import { listTwins } from '../storage/twins.ts';
import { FLOW_BYTES } from './flows.ts';
import { byIdentifier } from './identifier.ts';
import type { Api, Parts } from './parts.ts';
import { problemAnswers, refusedFlow, unknownFlow } from './problems.ts';

/** `POST /api/flows/:id/plan`: what a deploy would do to the state of each node. */
export function planRoutes(app: Api, { storage, host }: Parts): void {
  app.post(
    '/api/flows/:id/plan',
    {
      bodyLimit: FLOW_BYTES,
      config: { permission: 'read' },
      schema: {
        summary: 'What a deploy would keep, migrate, reset, add and remove; changes nothing',
        params: byIdentifier,
        body: documentBody,
        response: { 200: planBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, body }, reply) => {
      const document = body?.document ?? (await readDraft(storage, id))?.document;
      if (document === undefined) return refuse(reply, unknownFlow(id));
      const { plan, diagnostics } = await host.plan(await listTwins(storage, id), document);
      return plan ?? refuse(reply, refusedFlow(id, diagnostics));
    },
  );
}
