import { twinBody, twinListBody, twinRequestBody } from '@twinloom/runtime/protocol/bodies';
import { z } from 'zod';
import { refuse } from '../auth/problem.ts';
import { forgetTimeline } from '../storage/timeline.ts';
import { listTwins, readTwin, removeTwin } from '../storage/twins.ts';
import { bindTwin } from './bind-twin.ts';
import { byIdentifier } from './identifier.ts';
import type { Api, Parts } from './parts.ts';
import { problemAnswers, unknownTwin } from './problems.ts';
import { twinBodyOf } from './twin-body.ts';

/** `GET /api/twins`, `GET|PUT|DELETE /api/twins/:id`: flows bound to assets, and whether they run. */
export function twinRoutes(app: Api, parts: Parts): void {
  const { storage, host, plants, studies, failures, inTurn } = parts;

  app.get(
    '/api/twins',
    {
      config: { permission: 'read' },
      schema: { summary: 'Every twin', response: { 200: twinListBody, ...problemAnswers } },
    },
    async () => (await listTwins(storage)).map((twin) => twinBodyOf(parts, twin)),
  );

  app.get(
    '/api/twins/:id',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'A twin and whether it runs',
        params: byIdentifier,
        response: { 200: twinBody, ...problemAnswers },
      },
    },
    async ({ params: { id } }, reply) => {
      const twin = await readTwin(storage, id);
      return twin ? twinBodyOf(parts, twin) : refuse(reply, unknownTwin(id));
    },
  );

  app.put(
    '/api/twins/:id',
    {
      config: { permission: 'write' },
      schema: {
        summary: 'Binds a deployed flow to an asset, or changes the parameters of a twin; it runs at once',
        params: byIdentifier,
        body: twinRequestBody,
        response: { 200: twinBody, 201: twinBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, body }, reply) => {
      const former = await readTwin(storage, id);
      const bound = await bindTwin(parts, id, body);
      if ('problem' in bound) return refuse(reply, bound.problem);
      reply.code(former ? 200 : 201);
      return twinBodyOf(parts, bound);
    },
  );

  app.delete(
    '/api/twins/:id',
    {
      config: { permission: 'write' },
      schema: {
        summary: 'Stops a twin and removes it',
        params: byIdentifier,
        response: { 204: z.null(), ...problemAnswers },
      },
    },
    async ({ params: { id } }, reply) => {
      const twin = await readTwin(storage, id);
      if (!twin) return refuse(reply, unknownTwin(id));
      await inTurn(async () => {
        await plants?.remove(id);
        studies.forget(id);
        await removeTwin(storage, id);
        await forgetTimeline(storage, id);
        await host.remove(id);
        failures.delete(id);
      });
      reply.code(204);
      return null;
    },
  );
}
