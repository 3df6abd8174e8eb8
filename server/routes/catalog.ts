import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Api, Parts } from './parts.ts';
import { problemAnswers } from './problems.ts';

const descriptor = z.looseObject({
  type: z.string(),
  version: z.number(),
  title: z.string(),
  docs: z.string(),
});

/** `GET /api/catalog`: the nodes there are, in palette order; compressed, as it is most of what a page asks for. */
export function catalogRoutes(app: Api, { catalog }: Parts): void {
  let compressed: Buffer | undefined;
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
    (request, reply) => {
      reply.header('vary', 'accept-encoding');
      if (/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(String(request.headers['accept-encoding']))) {
        compressed ??= gzipSync(catalog);
        const bytes = compressed;
        reply.type('application/json; charset=utf-8').header('content-encoding', 'gzip');
        reply.serializer(() => bytes as unknown as string);
      }
      return { nodes: [] };
    },
  );
}
