import { versionListBody } from '@twinloom/runtime/protocol/bodies';
import { refuse } from '../auth/problem.ts';
import { listVersions, readDraft } from '../storage/flows.ts';
import { listLeftVersions } from '../storage/left-states.ts';
import { byIdentifier } from './identifier.ts';
import type { Api, Parts } from './parts.ts';
import { problemAnswers, unknownFlow } from './problems.ts';

/** `GET /api/flows/:id/versions`: what was deployed of a flow, the newest first. */
export function versionRoutes(app: Api, { storage }: Parts): void {
  app.get(
    '/api/flows/:id/versions',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'Every deployed version of a flow, the newest first',
        params: byIdentifier,
        response: { 200: versionListBody, ...problemAnswers },
      },
    },
    async ({ params: { id } }, reply) => {
      if (!(await readDraft(storage, id))) return refuse(reply, unknownFlow(id));
      const [versions, left] = await Promise.all([listVersions(storage, id), listLeftVersions(storage, id)]);
      return versions.map((version) => ({
        ...version,
        ...(left.has(version.n) && { leftAt: left.get(version.n)! }),
      }));
    },
  );
}
