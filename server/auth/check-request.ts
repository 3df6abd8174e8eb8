import type { ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { problem } from './problem.ts';

/** What of a request decides whether it may come in. */
export interface RequestFacts {
  method: string;
  host: string | undefined;
  origin: string | undefined;
  contentType: string | undefined;
  isWebSocket: boolean;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
const WITHOUT_BODY = new Set(['DELETE']);

/**
 * The rim every request passes: the Host must be a name we are bound to (against DNS rebinding), an Origin on writes and WebSockets must
 * be exactly ours, and writes carry JSON or CSV (against forms of foreign pages, which can send neither). Programs other than browsers send no Origin. Undefined = may come in.
 */
export function checkRequest(request: RequestFacts, ownHosts: ReadonlySet<string>): ProblemBody | undefined {
  const { method, host, origin, contentType, isWebSocket } = request;
  if (host === undefined || !ownHosts.has(host.toLowerCase())) {
    return problem({
      status: 421,
      title: 'Not this server',
      code: 'unknown-host',
      detail: `the request is for ${JSON.stringify(host ?? '')}; this server is ${[...ownHosts].join(', ')}`,
      remedy: 'Open the address that the start command printed.',
    });
  }
  const isWrite = !READS.has(method);
  if ((isWrite || isWebSocket) && origin !== undefined && origin !== `http://${host}`) {
    return problem({
      status: 403,
      title: 'Foreign origin',
      code: 'foreign-origin',
      detail: `the request comes from a page of ${JSON.stringify(origin)}; expected http://${host}`,
      remedy: 'Use the page that this server serves.',
    });
  }
  if (isWrite && !WITHOUT_BODY.has(method) && !isJsonOrCsv(contentType)) {
    return problem({
      status: 415,
      title: 'Not JSON',
      code: 'unsupported-media-type',
      detail: `got content type ${JSON.stringify(contentType ?? '')}; expected application/json`,
      remedy: 'Send JSON with the header content-type: application/json.',
    });
  }
  return undefined;
}

/** The names a loopback server answers to, with its port. */
export function loopbackHosts(port: number): Set<string> {
  return new Set(['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`));
}

function isJsonOrCsv(contentType: string | undefined): boolean {
  return /^(application\/json|text\/csv)\s*(;|$)/i.test(contentType ?? '');
}
