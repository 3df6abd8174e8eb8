import type { HttpSettings } from '@twinloom/runtime/protocol/bodies';
import { describe, expect, it } from 'vitest';
import { HttpConnections } from './http-connections.ts';

const BASE = 'https://mes.example/api';

function prepared(settings: Partial<HttpSettings>, url = `${BASE}/level`, connection?: string) {
  const connections = new HttpConnections((name) => (name === 'key' ? 's3cret' : undefined));
  connections.put('mes', { protocol: 'http', url: BASE, ...settings });
  return { ...connections.prepare(connection ?? 'mes', url), shown: connections.describe('mes') };
}

describe('the credentials of a web server', () => {
  it.each([
    [{ secret: 'key' }, { authorization: 'Bearer s3cret' }],
    // RFC 7617: base64 of user, colon, password.
    [{ user: 'ann', secret: 'key' }, { authorization: 'Basic YW5uOnMzY3JldA==' }],
    [{ header: 'X-Api-Key', secret: 'key' }, { 'X-Api-Key': 's3cret' }],
    [{}, {}],
  ])('from %j are %j', (settings, credentials) => {
    expect(prepared(settings)).toMatchObject({ credentials });
  });

  it.each([BASE, `${BASE}/`, `${BASE}/a/b?c=d`])('go to %s', (url) => {
    expect(prepared({ secret: 'key' }, url)).toHaveProperty('credentials');
  });

  it.each([
    'https://mes.example/apiary',
    'https://mes.example/api/../other',
    'https://mes.example/api/%2e%2e/other',
    'https://evil.example/api/level',
    'http://mes.example/api/level',
    'https://mes.example:444/api/level',
    'https://mes.example@evil.example/api',
    'no address',
  ])('do not go to %s', (url) => {
    const answer = prepared({ secret: 'key' }, url);
    expect(answer).toMatchObject({ says: expect.stringMatching(/its credentials go nowhere else/) });
    expect(answer).not.toHaveProperty('credentials');
  });

  it('are missed where the secret is not set: no request goes without them', () => {
    const says =
      /needs the secret “other”, which is not set\. Set the environment variable TWINLOOM_SECRET_OTHER/;
    const { shown, ...answer } = prepared({ secret: 'other' });
    expect(answer).toEqual({ says: expect.stringMatching(says), isPassing: true });
    expect(shown).toMatchObject({ status: 'unreachable', says: expect.stringMatching(says) });
  });

  it('never show the secret', () => {
    const { shown } = prepared({ header: 'X-Api-Key', secret: 'key' });
    expect(shown).toEqual({
      id: 'mes',
      protocol: 'http',
      url: BASE,
      header: 'X-Api-Key',
      secret: 'key',
      status: 'connected',
    });
  });

  it('are said to be unknown where there is no such connection', () => {
    expect(prepared({}, BASE, 'lab')).toMatchObject({
      says: expect.stringMatching(/no http connection lab\. Make it with PUT \/api\/connections\/lab/),
    });
  });
});
