import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import { flowListBody, flowStoredBody } from '@twinloom/runtime/protocol/bodies';
import { z } from 'zod';
import { refuse } from '../auth/problem.ts';
import {
  listFlows,
  readDraft,
  readVersion,
  summariseFlow,
  writeDraft,
  type Expected,
} from '../storage/flows.ts';
import { byIdentifier } from './identifier.ts';
import type { Api, Parts } from './parts.ts';
import { draftMoved, problemAnswers, unknownFlow, unknownVersion, unreadableFlow } from './problems.ts';

/** Flows are the only large bodies. */
export const FLOW_BYTES = 10 * 1024 * 1024;

const flowDocument = z.looseObject({}).describe('A flow document (*.flow.json)');

/** `GET /api/flows`, `GET|PUT /api/flows/:id`: the drafts, with etags against lost updates, and the deployed versions. */
export function flowRoutes(app: Api, { storage, now }: Parts): void {
  app.get(
    '/api/flows',
    {
      config: { permission: 'read' },
      schema: { summary: 'Every flow', response: { 200: flowListBody, ...problemAnswers } },
    },
    () => listFlows(storage),
  );

  app.get(
    '/api/flows/:id',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'The draft of a flow, or a deployed version of it',
        params: byIdentifier,
        querystring: z.object({ version: z.coerce.number().int().positive().optional() }),
        response: { 200: flowDocument, ...problemAnswers },
      },
    },
    async ({ params: { id }, query: { version: n } }, reply) => {
      const draft = await readDraft(storage, id);
      if (!draft) return refuse(reply, unknownFlow(id));
      reply.header('cache-control', 'no-cache');
      if (n === undefined) {
        reply.header('etag', `"${draft.etag}"`);
        return draft.document;
      }
      const version = await readVersion(storage, id, n);
      return version ? version.document : refuse(reply, unknownVersion(id, n));
    },
  );

  app.put(
    '/api/flows/:id',
    {
      bodyLimit: FLOW_BYTES,
      config: { permission: 'write' },
      schema: {
        summary: 'Stores the draft of a flow; If-Match guards against lost updates',
        params: byIdentifier,
        headers: z.object({ 'if-match': z.string().optional(), 'if-none-match': z.string().optional() }),
        body: z.unknown().describe('A flow document (*.flow.json); it may be incomplete'),
        response: { 200: flowStoredBody, 201: flowStoredBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, headers, body }, reply) => {
      const { flow, diagnostics } = parseFlow(body);
      if (!flow) return refuse(reply, unreadableFlow(diagnostics));
      const expected = expectedOf(headers['if-match'], headers['if-none-match']);
      const written = await writeDraft(storage, id, flow, expected, now());
      if ('moved' in written) return refuse(reply, draftMoved(id, written.moved));
      const summary = await summariseFlow(storage, id);
      if (!summary) return refuse(reply, unknownFlow(id));
      reply.code(written.created ? 201 : 200).header('etag', `"${written.etag}"`);
      return { ...summary, etag: written.etag };
    },
  );
}

function expectedOf(ifMatch: string | undefined, ifNoneMatch: string | undefined): Expected {
  if (ifNoneMatch?.trim() === '*') return 'absent';
  if (ifMatch === undefined) return 'anything';
  return ifMatch.trim() === '*'
    ? 'present'
    : { etag: ifMatch.trim().replace(/^W\//, '').replaceAll('"', '') };
}
