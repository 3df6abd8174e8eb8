import { describe, expect, it } from 'vitest';
import { checkRequest, loopbackHosts, type RequestFacts } from './check-request.ts';

const own = loopbackHosts(4280);
const read: RequestFacts = {
  method: 'GET',
  host: '127.0.0.1:4280',
  origin: undefined,
  contentType: undefined,
  isWebSocket: false,
};
const write = { ...read, method: 'PUT', contentType: 'application/json' };
const socket = { ...read, isWebSocket: true };
const code = (facts: RequestFacts) => checkRequest(facts, own)?.code;

describe('the rim', () => {
  it.each(['127.0.0.1:4280', 'localhost:4280', '[::1]:4280', 'LOCALHOST:4280'])(
    'knows itself as %s',
    (host) => {
      expect(code({ ...read, host })).toBeUndefined();
    },
  );

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:4280',
    '127.0.0.1',
    '127.0.0.1:4281',
    '127.0.0.1.nip.io:4280',
  ])('refuses the host %s, which only a rebound name would send', (host) => {
    expect(code({ ...read, host })).toBe('unknown-host');
  });

  it.each([
    'http://evil.example',
    'http://127.0.0.1:9999',
    'https://127.0.0.1:4280',
    'http://localhost:4280',
    'null',
    '',
  ])('refuses writes and sockets of the origin %j', (origin) => {
    expect(code({ ...write, origin })).toBe('foreign-origin');
    expect(code({ ...socket, origin })).toBe('foreign-origin');
    expect(code({ ...write, method: 'DELETE', origin })).toBe('foreign-origin');
  });

  it('lets its own page and programs without an origin in', () => {
    for (const origin of ['http://127.0.0.1:4280', undefined]) {
      for (const facts of [read, write, socket]) expect(code({ ...facts, origin })).toBeUndefined();
    }
  });

  it.each([
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'multipart/form-data',
  ])('refuses a write of the type %s, which a form could send', (contentType) => {
    expect(code({ ...write, contentType })).toBe('unsupported-media-type');
  });

  it('takes JSON with a charset, CSV, and a delete without a body', () => {
    expect(code({ ...write, contentType: 'text/csv; charset=utf-8' })).toBeUndefined();
    expect(code({ ...write, contentType: 'application/json; charset=utf-8' })).toBeUndefined();
    expect(code({ ...write, method: 'DELETE', contentType: undefined })).toBeUndefined();
  });
});
