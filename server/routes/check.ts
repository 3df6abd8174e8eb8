import { checkBody, documentBody } from '@twinloom/runtime/protocol/bodies';
import { refuse } from '../auth/problem.ts';
import { readDraft } from '../storage/flows.ts';
import { FLOW_BYTES } from './flows.ts';
import { byIdentifier } from './identifier.ts';
import type { Api, Parts } from './parts.ts';
import { problemAnswers, unknownFlow } from './problems.ts';

/** `POST /api/flows/:id/check`: every diagnostic of a document, or of the stored draft. */
export function checkRoutes(app: Api, { storage, host }: Parts): void {
  app.post(
    '/api/flows/:id/check',
    {
      bodyLimit: FLOW_BYTES,
      config: { permission: 'read' },
      schema: {
        summary: 'What is wrong or doubtful in a flow; deploys nothing',
        params: byIdentifier,
        body: documentBody,
        response: { 200: checkBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, body }, reply) => {
      const document = body?.document ?? (await readDraft(storage, id))?.document;
      if (document === undefined) return refuse(reply, unknownFlow(id));
      return { diagnostics: await host.check(document) };
    },
  );
}
