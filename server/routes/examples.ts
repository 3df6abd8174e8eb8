import { exampleListBody, exampleOpenedBody, exampleValues } from '@twinloom/runtime/protocol/bodies';
import { z } from 'zod';
import { refuse } from '../auth/problem.ts';
import { listExamples, readPicture } from './example-folder.ts';
import { byIdentifier } from './identifier.ts';
import { createTurns } from './in-turn.ts';
import { openExample } from './open-example.ts';
import type { Api, Parts } from './parts.ts';
import { noPicture, problemAnswers } from './problems.ts';

/** `GET /api/examples`, `GET /api/examples/:id/picture`, `POST /api/examples/:id/open`: what ships with Twinloom to begin from. */
export function exampleRoutes(app: Api, parts: Parts): void {
  const { examplesDir } = parts;
  const inTurn = createTurns();

  app.get(
    '/api/examples',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'The examples: title, description, picture',
        response: { 200: exampleListBody, ...problemAnswers },
      },
    },
    () => (examplesDir === undefined ? [] : listExamples(examplesDir)),
  );

  app.get(
    '/api/examples/:id/picture',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'The picture of an example',
        params: byIdentifier,
        response: { 200: z.any(), ...problemAnswers },
      },
    },
    async ({ params: { id } }, reply) => {
      const picture = examplesDir === undefined ? undefined : await readPicture(examplesDir, id);
      if (!picture) return refuse(reply, noPicture(id));
      reply.header('cache-control', 'no-cache').type(picture.contentType);
      return picture.bytes;
    },
  );

  app.post(
    '/api/examples/:id/open',
    {
      config: { permission: 'write' },
      schema: {
        summary:
          'Copies an example to a flow of its own, with its twins and its plant running; `parameters` are values other than those it comes with',
        params: byIdentifier,
        body: z.object({ parameters: exampleValues.optional() }).nullish(),
        response: { 201: exampleOpenedBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, body }, reply) => {
      // Two at once would take the same free ids.
      const opened = await inTurn(() => openExample(parts, id, body?.parameters));
      if ('problem' in opened) return refuse(reply, opened.problem);
      reply.code(201);
      return opened;
    },
  );
}
