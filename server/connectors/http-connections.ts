import type { ConnectionBody, HttpSettings } from '@twinloom/runtime/protocol/bodies';
import { secretVariable } from '../config.ts';
import type { HttpRequest } from './http-client.ts';
import { shownUrl } from './unanswered-request.ts';

/** What a connection adds to a request, or why it cannot. */
export type Prepared = Pick<HttpRequest, 'credentials' | 'tls'> | { says: string; isPassing: boolean };

/** Looks up what a request to a URL carries, by the id of a connection; no id = nothing. */
export type PrepareRequest = (connection: string | undefined, url: string) => Prepared;

/** The credentials of web servers by connection id. They go to the address of their connection and what lies below it, nowhere else. */
export class HttpConnections {
  readonly #settings = new Map<string, HttpSettings>();
  readonly #secret: (name: string) => string | undefined;

  constructor(secret: (name: string) => string | undefined) {
    this.#secret = secret;
  }

  put(id: string, settings: HttpSettings): void {
    this.#settings.set(id, settings);
  }

  remove(id: string): void {
    this.#settings.delete(id);
  }

  /** As it is shown: with the name of its secret, never the secret. Nobody asks its server but the nodes, so it is ready or lacks its secret. */
  describe(id: string): ConnectionBody | undefined {
    const settings = this.#settings.get(id);
    if (!settings) return undefined;
    const missing = this.#missing(settings);
    return {
      id,
      ...settings,
      status: missing === undefined ? 'connected' : 'unreachable',
      ...(missing !== undefined && { says: missing }),
    };
  }

  list(): ConnectionBody[] {
    return [...this.#settings.keys()].flatMap((id) => this.describe(id) ?? []);
  }

  readonly prepare: PrepareRequest = (connection, url) => {
    if (connection === undefined) return { credentials: {} };
    const settings = this.#settings.get(connection);
    const says = settings ? this.#whyNot(connection, settings, url) : sayUnknown(connection);
    if (!settings || says !== undefined) return { says: says ?? '', isPassing: true };
    return { credentials: this.#credentials(settings), ...(settings.tls && { tls: settings.tls }) };
  };

  #whyNot(id: string, settings: HttpSettings, url: string): string | undefined {
    if (URL.canParse(url) && isBelow(new URL(url), new URL(settings.url))) return this.#missing(settings);
    return `the connection ${id} is for ${shownUrl(settings.url)}, and its credentials go nowhere else. Correct the address, or name another connection.`;
  }

  #missing({ url, secret }: HttpSettings): string | undefined {
    if (secret === undefined || this.#secret(secret) !== undefined) return undefined;
    return `${shownUrl(url)} needs the secret “${secret}”, which is not set. Set the environment variable ${secretVariable(secret)} and start Twinloom again.`;
  }

  /** A secret alone is a bearer token, with a user a password, with a header its value. */
  #credentials({ user, secret, header }: HttpSettings): Record<string, string> {
    const value = secret === undefined ? undefined : this.#secret(secret);
    if (header !== undefined) return value === undefined ? {} : { [header]: value };
    if (user !== undefined) {
      return { authorization: `Basic ${Buffer.from(`${user}:${value ?? ''}`).toString('base64')}` };
    }
    return value === undefined ? {} : { authorization: `Bearer ${value}` };
  }
}

function sayUnknown(id: string): string {
  return `there is no http connection ${id}. Make it with PUT /api/connections/${id}, or correct the name.`;
}

function isBelow({ origin, pathname }: URL, base: URL): boolean {
  const folder = base.pathname.replace(/\/$/, '');
  return origin === base.origin && (pathname === folder || pathname.startsWith(`${folder}/`));
}
