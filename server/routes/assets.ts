import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { assetBody } from '@twinloom/runtime/protocol/bodies';
import { z } from 'zod';
import { ProblemError, refuse } from '../auth/problem.ts';
import type { Api, Parts } from './parts.ts';
import {
  problemAnswers,
  refusedAsset,
  storageFailed,
  unknownAsset,
  unsupportedMediaType,
} from './problems.ts';

const ASSETS = '/api/assets';
/** What the system says of a disk that does not do as it should. */
const DISK_FAILS = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'EMFILE', 'ENFILE']);

/** `POST /api/assets`, `GET /api/assets/:hash`: files that flows name by the hash of their content. The only bodies that are no JSON. */
export function assetRoutes(app: Api, { assets }: Parts): void {
  app.addContentTypeParser('text/csv', (request, payload, done) => {
    if (request.routeOptions.url === ASSETS) done(null, payload);
    else done(new ProblemError(unsupportedMediaType()));
  });

  app.post(
    ASSETS,
    {
      config: { permission: 'write' },
      schema: {
        summary:
          'Keeps a CSV file of at most 64 MB, as text/csv in UTF-8; the hash is what a flow names it by',
        response: { 201: assetBody, ...problemAnswers },
      },
    },
    async ({ body }, reply) => {
      if (!isStream(body)) return refuse(reply, unsupportedMediaType());
      try {
        const kept = await assets.put(body);
        if ('refused' in kept) {
          // What is still on its way is not read.
          reply.header('connection', 'close');
          return refuse(reply, refusedAsset(kept.refused));
        }
        reply.code(201);
        return kept;
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        if (DISK_FAILS.has(code)) return refuse(reply, storageFailed(code === 'ENOSPC'));
        throw error;
      }
    },
  );

  app.get(
    `${ASSETS}/:hash`,
    {
      config: { permission: 'read' },
      schema: {
        summary: 'A file that was kept, as it came',
        params: z.object({ hash: z.string() }),
        response: { 200: z.unknown().describe('The file, text/csv'), ...problemAnswers },
      },
    },
    ({ params: { hash } }, reply) => {
      const path = assets.path(hash);
      if (path === undefined) return refuse(reply, unknownAsset(hash));
      reply.header('cache-control', 'private, max-age=31536000, immutable');
      reply.type('text/csv; charset=utf-8');
      return createReadStream(path);
    },
  );
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
