import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { request, sayProblem } from './http.ts';

const answering =
  (status: number, body: string, headers: Record<string, string> = {}) =>
  async () =>
    new Response(body, { status, headers });

describe('request', () => {
  it('hands back the value and its etag', async () => {
    const answer = await request(answering(200, '{"a":1}', { etag: '"7"' }), '/api/x', {
      schema: z.object({ a: z.number() }),
    });
    expect(answer).toEqual({ ok: true, value: { a: 1 }, etag: '"7"' });
  });

  it('turns a problem document into what it says and its remedy', async () => {
    const body = {
      type: 'about:blank',
      title: 'Conflict',
      status: 412,
      detail: 'It moved.',
      code: 'draft-moved',
      remedy: 'Reload.',
    };
    const answer = await request(answering(412, JSON.stringify(body)), '/api/x');
    expect(answer).toEqual({
      ok: false,
      problem: { status: 412, code: 'draft-moved', says: 'It moved.', remedy: 'Reload.', diagnostics: [] },
    });
  });

  it('ends what the server says with a stop, once', async () => {
    for (const detail of ['there is no flow a', 'There is no flow a.']) {
      const body = { type: 't', title: 't', status: 404, detail, code: 'c', remedy: 'Choose another.' };
      const answer = await request(answering(404, JSON.stringify(body)), '/api/x');
      expect(!answer.ok && sayProblem(answer.problem)).toMatch(/no flow a\. Choose another\.$/);
    }
  });

  it('says so when the server is gone, and when its refusal is not JSON', async () => {
    const gone = await request(async () => Promise.reject(new TypeError('failed to fetch')), '/api/x');
    expect(!gone.ok && gone.problem.code).toBe('unreachable');
    const html = await request(answering(502, '<html>'), '/api/x');
    expect(!html.ok && [html.problem.status, html.problem.code]).toEqual([502, 'refused']);
  });

  it('does not pass on an answer of another shape', async () => {
    const answer = await request(answering(200, '{"a":"1"}'), '/api/x', {
      schema: z.object({ a: z.number() }),
    });
    expect(!answer.ok && answer.problem.code).toBe('unexpected-answer');
  });

  it('sends If-Match, If-None-Match and JSON only where there is something to send', async () => {
    const seen: RequestInit[] = [];
    const recording = async (_path: string, init: RequestInit) => {
      seen.push(init);
      return new Response('{}', { status: 200 });
    };
    await request(recording, '/api/x', { method: 'PUT', body: { b: 2 }, etag: '"3"' });
    await request(recording, '/api/x', { method: 'PUT', body: {}, onlyNew: true });
    await request(recording, '/api/x');
    expect(seen.map((init) => init.headers)).toEqual([
      { accept: 'application/json', 'content-type': 'application/json', 'if-match': '"3"' },
      { accept: 'application/json', 'content-type': 'application/json', 'if-none-match': '*' },
      { accept: 'application/json' },
    ]);
  });
});
