import { z } from 'zod';
import type { Api, Parts } from './parts.ts';
import { problemAnswers } from './problems.ts';

const descriptor = z.looseObject({
  type: z.string(),
  version: z.number(),
  title: z.string(),
  docs: z.string(),
});

/** `GET /api/catalog`: the nodes there are, in palette order. */
export function catalogRoutes(app: Api, { catalog }: Parts): void {
  app.get(
    '/api/catalog',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'The nodes there are, with ports, params and docs',
        response: { 200: z.object({ nodes: z.array(descriptor) }), ...problemAnswers },
      },
      serializerCompiler: () => () => catalog,
    },
    () => ({ nodes: [] }),
  );
}
