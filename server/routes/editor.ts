import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { refuse } from '../auth/problem.ts';
import { WORKER_CONTENT_SECURITY_POLICY } from '../auth/rim.ts';
import type { Api, Parts } from './parts.ts';
import { noEditor, problemAnswers } from './problems.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

/** Folders of files that carry a hash in their name and never change. */
const HASHED = ['assets/', 'worker/'];

/** The page and its files, compressed where a compressed copy lies beside them: the ones without a hash in their name are asked for anew; what lies in `worker/` runs in the page's simulation worker. */
export async function editorRoutes(app: Api, { editorDir }: Parts): Promise<void> {
  const declared = {
    config: { permission: 'read' as const },
    schema: { hide: true, response: problemAnswers },
  };
  if (editorDir === undefined || !existsSync(join(editorDir, 'index.html'))) {
    app.get('/', declared, (_request, reply) => refuse(reply, noEditor()));
    return;
  }
  await app.register(fastifyStatic, {
    root: editorDir,
    serve: false,
    cacheControl: false,
    preCompressed: true,
    dotfiles: 'ignore',
  });
  app.get('/', declared, (_request, reply) => send(reply, 'index.html'));
  app.get(
    '/*',
    { ...declared, schema: { ...declared.schema, params: z.object({ '*': z.string() }) } },
    ({ params: { '*': path } }, reply) => send(reply, path),
  );
}

function send(reply: FastifyReply, path: string): void {
  const isHashed = HASHED.some((folder) => path.startsWith(folder));
  if (path.startsWith('worker/')) reply.header('content-security-policy', WORKER_CONTENT_SECURITY_POLICY);
  reply.header('cache-control', isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
  void reply.sendFile(path);
}
