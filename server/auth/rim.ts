import type { ProblemBody } from '@twinloom/runtime/protocol/bodies';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkRequest, loopbackHosts } from './check-request.ts';
import { refuse } from './problem.ts';

/** The page runs our own files only; Monaco and KaTeX need inline styles, WebAssembly its own word. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The page's simulation worker makes functions of a checked plan, so it alone may run code from text; it reaches nothing but its own
 * scripts. A worker goes by the policy its script is served with, not by the page's.
 */
export const WORKER_CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-eval'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Puts the rim before every route: foreign hosts and origins stay out, every answer carries the security headers. */
export function guardRim(app: FastifyInstance, port: () => number): void {
  app.addHook('onRequest', async (request, reply) => {
    const refused = passRim(request, reply, port());
    if (refused) return reply.send(refuse(reply, refused));
    return undefined;
  });
}

/** Puts the security headers on an answer; why the request may not come in, if so. */
export function passRim(request: FastifyRequest, reply: FastifyReply, port: number): ProblemBody | undefined {
  reply.headers(HEADERS);
  const { origin, upgrade, 'content-type': contentType } = request.headers;
  const host = hostOf(request.raw.rawHeaders);
  const facts = { method: request.method, host, origin, contentType, isWebSocket: upgrade !== undefined };
  return checkRequest(facts, loopbackHosts(port));
}

/** Of several, Node hands over the first: a request with two names is for none of ours. */
function hostOf(rawHeaders: readonly string[]): string | undefined {
  const named = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'host');
  return named.length > 0 ? named.join(', ') : undefined;
}
