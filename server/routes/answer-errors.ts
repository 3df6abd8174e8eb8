import type { ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ProblemError, refuse } from '../auth/problem.ts';
import type { Api } from './parts.ts';
import {
  badRequest,
  invalidRequest,
  ourFault,
  storageFailed,
  tooLarge,
  unknownPath,
  unsupportedMediaType,
} from './problems.ts';

const SQLITE_FULL = 13;

/** Answers whatever goes wrong, also before a route is reached, as a problem document. */
export function answerErrors(app: Api): void {
  app.setNotFoundHandler((request, reply) => {
    void reply.send(refuse(reply, unknownPath(request.method, request.url.split('?')[0] ?? '')));
  });
  app.setErrorHandler((error, request, reply) => {
    const body = problemOf(error, request.routeOptions.bodyLimit ?? app.initialConfig.bodyLimit ?? 0);
    if (body.status >= 500)
      request.log.error({ err: error, method: request.method, url: request.url }, body.detail);
    void reply.send(refuse(reply, body));
  });
}

function problemOf(error: unknown, bodyLimit: number): ProblemBody {
  if (error instanceof ProblemError) return error.problem;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.map(({ instancePath, message }) => {
      const place = instancePath.split('/').filter(Boolean).join('.');
      return `${[error.validationContext, place].filter(Boolean).join(' ')}: ${message ?? 'invalid'}`;
    });
    return invalidRequest([...new Set(issues)].join('; '));
  }
  const { code, errcode, statusCode, message } = error as {
    code?: string;
    errcode?: number;
    statusCode?: number;
    message?: string;
  };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge(bodyLimit);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return unsupportedMediaType();
  if (code === 'ERR_SQLITE_ERROR') return storageFailed(((errcode ?? 0) & 0xff) === SQLITE_FULL);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return badRequest(statusCode, message ?? 'bad request');
  }
  return ourFault();
}
