import type { ProblemBody } from '@twinloom/runtime/protocol/bodies';
import type { FastifyReply } from 'fastify';

/** What a refusal says: a stable code, what was got and expected, and what to do. */
export type Refusal = Omit<ProblemBody, 'type'>;

/** Makes an RFC 9457 problem document of a refusal. */
export function problem(refusal: Refusal): ProblemBody {
  return { type: `urn:twinloom:problem:${refusal.code}`, ...refusal };
}

/** Answers with a problem document: status and media type on the reply, the body to be returned. */
export function refuse(reply: FastifyReply, body: ProblemBody): ProblemBody {
  reply.code(body.status).type('application/problem+json');
  return body;
}

/** Carries a problem through the places where the web framework takes only errors. */
export class ProblemError extends Error {
  readonly problem: ProblemBody;

  constructor(body: ProblemBody) {
    super(body.detail);
    this.problem = body;
  }
}
