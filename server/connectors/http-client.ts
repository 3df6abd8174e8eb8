import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { isRefusedAddress, lookupAllowed, refusal } from './refused-addresses.ts';
import { sayStatus, sayUnanswered, shownUrl } from './unanswered-request.ts';

/** One request. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  /** Headers that only the origin of `url` gets, whoever it redirects to. */
  credentials: Record<string, string>;
  body?: Uint8Array;
  /** s, for all of it: redirects and the body. */
  timeout: number;
  redirects: number;
  tls?: { ca?: string; insecure?: boolean };
}

/** The body of a success; or in one line what went wrong and what to do, and whether the same request may fare better later. */
export type HttpAnswer = { bytes: Uint8Array } | { says: string; isPassing: boolean };

export interface HttpClientOptions {
  timers: Timers;
  /** Names that may be asked, `host`, `host:port` or `*.domain`; absent = all. Link-local and metadata addresses never are. */
  hosts?: readonly string[];
}

/** Largest body that is taken, bytes. */
export const LARGEST_ANSWER = 1_000_000;
const SOCKETS_PER_HOST = 32;
const SOCKETS = 256;
const LATE = Symbol('late');
const STALE_SOCKET = new Set(['ECONNRESET', 'EPIPE']);
const AGENT_OPTIONS = { keepAlive: true, maxSockets: SOCKETS_PER_HOST, maxTotalSockets: SOCKETS };
const GREETING = {
  'user-agent': 'Twinloom',
  accept: 'application/json, text/plain;q=0.9, */*;q=0.1',
  // A small body can unpack to any size.
  'accept-encoding': 'identity',
};

/** Speaks HTTP to others: bounded in time, in size and in redirects, and never to a refused address. Never rejects. Must be closed. */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #http = new HttpAgent(AGENT_OPTIONS);
  readonly #https = new HttpsAgent(AGENT_OPTIONS);

  constructor(options: HttpClientOptions) {
    this.#options = options;
  }

  /** Asks until it is aborted. */
  async ask(request: HttpRequest, abort: AbortController): Promise<HttpAnswer> {
    const undo = this.#options.timers.after(request.timeout, () => abort.abort(LATE));
    try {
      return await this.#follow(request, new URL(request.url), request.redirects, abort.signal);
    } catch (error) {
      const isLate = abort.signal.reason === LATE;
      return isLate ? lateAnswer(request) : { says: sayUnanswered(request.url, error), isPassing: true };
    } finally {
      undo();
    }
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  async #follow(request: HttpRequest, url: URL, left: number, signal: AbortSignal): Promise<HttpAnswer> {
    const refused = this.#whyNot(url);
    if (refused !== undefined) return { says: refused, isPassing: false };
    const response = await this.#open(request, url, signal);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, url)) {
      response.destroy();
      const next = new URL(location, url);
      if (left > 0) return this.#follow(request, next, left - 1, signal);
      return { says: sayRedirect(request, next), isPassing: false };
    }
    if (status < 200 || status > 299) {
      response.destroy();
      return {
        says: sayStatus(request.url, status),
        isPassing: status >= 500 || status === 408 || status === 429,
      };
    }
    return readBody(request.url, response);
  }

  #whyNot(url: URL): string | undefined {
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      return `${shownUrl(url)} is neither http nor https. Correct the address.`;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isRefusedAddress(host)) throw refusal(host);
    const { hosts } = this.#options;
    return hosts === undefined || hosts.some((name) => isNamed(name, url))
      ? undefined
      : `${shownUrl(url)} is none of the hosts that may be asked (${hosts.join(', ') || 'none'}). Add it to TWINLOOM_HTTP_HOSTS and start again, or correct the address.`;
  }

  #open(request: HttpRequest, url: URL, signal: AbortSignal, isFresh = false): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const { method, headers, credentials, body, tls } = request;
    const isOwn = url.origin === new URL(request.url).origin;
    const isSecure = url.protocol === 'https:';
    const send = isSecure ? requestHttps : requestHttp;
    const outgoing = send(url, {
      method,
      headers: { ...GREETING, ...headers, ...(isOwn && credentials) },
      agent: isFresh ? false : isSecure ? this.#https : this.#http,
      lookup: lookupAllowed,
      signal,
      ...(isSecure && isOwn && { ca: tls?.ca, rejectUnauthorized: tls?.insecure !== true }),
    });
    outgoing.once('response', (response) => {
      response.on('error', ignore);
      resolve(response);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // The other side closed a kept connection just as it was used again: no answer to this request.
      const isStale = !isFresh && outgoing.reusedSocket && STALE_SOCKET.has(error.code ?? '');
      if (isStale && !signal.aborted) resolve(this.#open(request, url, signal, true));
      else reject(error);
    });
    outgoing.end(body);
    return promise;
  }
}

async function readBody(url: string, response: IncomingMessage): Promise<HttpAnswer> {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    response.destroy();
    return {
      says: `${shownUrl(url)} packs its answer (${encoding}) although it is asked not to. Have it answer unpacked.`,
      isPassing: false,
    };
  }
  const pieces: Uint8Array[] = [];
  let size = Number(response.headers['content-length'] ?? 0);
  if (size <= LARGEST_ANSWER) {
    size = 0;
    for await (const piece of response as AsyncIterable<Uint8Array>) {
      size += piece.length;
      if (size > LARGEST_ANSWER) break;
      pieces.push(piece);
    }
  }
  if (size <= LARGEST_ANSWER) return { bytes: Buffer.concat(pieces) };
  response.destroy();
  return {
    says: `${shownUrl(url)} answers with more than ${LARGEST_ANSWER} bytes, which is the most that is taken. Ask for less.`,
    isPassing: false,
  };
}

function isNamed(name: string, { hostname, host }: URL): boolean {
  return name.startsWith('*.') ? hostname.endsWith(name.slice(1)) : name === hostname || name === host;
}

function lateAnswer({ url, timeout }: HttpRequest): HttpAnswer {
  return {
    says: `${shownUrl(url)} gives no answer within ${timeout} s. Look at that server and the network, or allow more time.`,
    isPassing: true,
  };
}

function sayRedirect({ url, redirects }: HttpRequest, next: URL): string {
  return redirects > 0
    ? `${shownUrl(url)} redirects more than ${redirects} times, at last to ${shownUrl(next)}. Correct the address.`
    : `${shownUrl(url)} redirects to ${shownUrl(next)}. Give that address.`;
}

function ignore(): void {
  // Whoever reads the body is told.
}
