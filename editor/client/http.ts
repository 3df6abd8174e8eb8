import type { z } from 'zod';
import { problemBody } from '@twinloom/runtime/protocol/bodies';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { serverWords } from '../words/server.ts';

/** Why a request did not do what was asked: what to tell the person, and what to do about it. */
export interface Problem {
  /** HTTP status; 0 = the server did not answer. */
  status: number;
  code: string;
  says: string;
  remedy: string;
  diagnostics: Diagnostic[];
}

export type Answer<T> = { ok: true; value: T; etag: string } | { ok: false; problem: Problem };

/** What of `fetch` is used. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

interface Request<T> {
  method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  body?: unknown;
  /** A body that is no JSON. */
  text?: { type: string; body: string };
  etag?: string;
  /** Refused where there is one already (412). */
  onlyNew?: boolean;
  /** The answer is no JSON. */
  as?: 'text';
  /** What the answer must be; an answer of another shape is a problem, never a half-read value. */
  schema?: z.ZodType<T>;
}

/** Sends one request and reads its JSON; a refusal or an unreachable server is a problem, not an exception. */
export async function request<T>(fetch: Fetch, path: string, options: Request<T> = {}): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: options.method ?? 'GET',
      headers: {
        accept: 'application/json',
        ...(options.body !== undefined && { 'content-type': 'application/json' }),
        ...(options.text && { 'content-type': options.text.type }),
        ...(options.etag && { 'if-match': options.etag }),
        ...(options.onlyNew && { 'if-none-match': '*' }),
      },
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
      ...(options.text && { body: options.text.body }),
    });
  } catch {
    return { ok: false, problem: unreachable() };
  }
  if (options.as === 'text' && response.ok) {
    return { ok: true, value: (await response.text()) as T, etag: response.headers.get('etag') ?? '' };
  }
  const json = await readJson(response);
  if (!response.ok) return { ok: false, problem: readProblem(response.status, json) };
  if (!options.schema) return { ok: true, value: json as T, etag: response.headers.get('etag') ?? '' };
  const parsed = options.schema.safeParse(json);
  return parsed.success
    ? { ok: true, value: parsed.data, etag: response.headers.get('etag') ?? '' }
    : { ok: false, problem: unexpected(path) };
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function readProblem(status: number, json: unknown): Problem {
  const parsed = problemBody.safeParse(json);
  if (!parsed.success) {
    return {
      status,
      code: 'refused',
      says: serverWords.refused(status),
      remedy: serverWords.tryAgain,
      diagnostics: [],
    };
  }
  const { detail, title, code, remedy, diagnostics = [] } = parsed.data;
  return { status, code, says: withStop(detail || title), remedy, diagnostics };
}

/** What the server says ends without a stop; here a remedy follows. */
function withStop(says: string): string {
  return /[.?!:]$/.test(says) ? says : `${says}.`;
}

function unreachable(): Problem {
  return {
    status: 0,
    code: 'unreachable',
    says: serverWords.doesNotAnswer,
    remedy: serverWords.seeWhetherItRuns,
    diagnostics: [],
  };
}

function unexpected(path: string): Problem {
  return {
    status: 200,
    code: 'unexpected-answer',
    says: serverWords.unknownAnswer(path),
    remedy: serverWords.reloadPage,
    diagnostics: [],
  };
}

/** A problem as one line: what it says, and what to do; '' where there is none. */
export function sayProblem(problem: Pick<Problem, 'says' | 'remedy'> | undefined): string {
  return problem ? `${problem.says} ${problem.remedy}`.trim() : '';
}
