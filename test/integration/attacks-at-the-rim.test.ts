import type { ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { openApp, type OpenApp } from '../fixtures/open-app.ts';

const CRLF = '\r\n';
const flow = { twinloom: 1, nodes: { speed: { type: 'sources/constant', params: { value: 3 } } } };

let open: OpenApp;

beforeAll(async () => {
  open = await openApp();
});

afterAll(async () => {
  await open.close();
});

/** A request as no browser and no library would write it. */
function request(line: string, headers: readonly string[], body = ''): string {
  return [line, ...headers, 'connection: close', '', body].join(CRLF);
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

/** The problem document of an answer, which has all a person needs. */
function problemOf(answer: string): ProblemBody {
  const body = JSON.parse(/\{.*\}/s.exec(answer)?.[0] ?? '{}') as ProblemBody;
  for (const text of [body.code, body.detail, body.remedy]) expect(text).toMatch(/\w{3}/);
  return body;
}

function codeOf(text: string): string {
  return problemOf(text).code;
}

describe('the Host header', () => {
  it.each([
    ['another name', () => ['host: evil.example']],
    ['another name with our port', () => [`host: evil.example:${portOf(open)}`]],
    ['our address inside another name', () => [`host: 127.0.0.1.nip.io:${portOf(open)}`]],
    ['our address without the port', () => ['host: 127.0.0.1']],
    ['another port', () => ['host: 127.0.0.1:1']],
    ['a user before our name', () => [`host: evil@${open.host}`]],
    ['our name with a dot at its end', () => [`host: localhost.:${portOf(open)}`]],
    ['our address as one number', () => [`host: 2130706433:${portOf(open)}`]],
    ['nothing', () => ['host:']],
  ])('with %s gets no page, no API and no socket', async (_what, headers) => {
    for (const path of ['/', '/api/health', '/api/flows', '/metrics', '/api/docs/', '/nothing']) {
      const answer = await open.raw(request(`GET ${path} HTTP/1.1`, headers()));
      expect([statusOf(answer), codeOf(answer)], `${path}`).toEqual([421, 'unknown-host']);
    }
    const upgrade = [...headers(), ...handshake('twinloom.1')];
    expect(statusOf(await open.raw(request('GET /api/stream HTTP/1.1', upgrade)))).toBe(421);
  });

  it('that is absent or there twice is refused before anything else', async () => {
    expect(statusOf(await open.raw(request('GET /api/health HTTP/1.1', [])))).toBe(400);
    const twice = [`host: ${open.host}`, 'host: evil.example'];
    for (const headers of [twice, twice.toReversed()]) {
      expect(statusOf(await open.raw(request('GET /api/health HTTP/1.1', headers)))).toBe(421);
    }
  });

  it('counts, not what a proxy says, nor the absolute form of the address', async () => {
    const forwarded = [
      'host: evil.example',
      `x-forwarded-host: ${open.host}`,
      `forwarded: host=${open.host}`,
    ];
    expect(statusOf(await open.raw(request('GET /api/health HTTP/1.1', forwarded)))).toBe(421);
    const absolute = `GET http://${open.host}/api/health HTTP/1.1`;
    expect(statusOf(await open.raw(request(absolute, ['host: evil.example'])))).toBe(421);
  });
});

describe('a write', () => {
  it.each([
    ['a foreign page', 'http://evil.example'],
    ['another port of this machine', 'http://127.0.0.1:1'],
    ['a sandboxed frame', 'null'],
    ['our name over TLS', () => `https://${open.host}`],
    ['our name with something behind', () => `http://${open.host}.evil.example`],
    ['our name twice', () => `http://${open.host} http://${open.host}`],
    ['our other name', () => `http://localhost:${portOf(open)}`],
  ])('of %s changes nothing', async (_what, origin) => {
    const header = { origin: typeof origin === 'string' ? origin : origin() };
    for (const [method, path] of WRITES) {
      const answer = await open.ask(method, path, method === 'DELETE' ? undefined : flow, header);
      expect([answer.status, codeOf(answer.text)], `${method} ${path}`).toEqual([403, 'foreign-origin']);
    }
    expect((await open.ask('GET', '/api/flows')).text).toBe('[]');
  });

  it.each([
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json+evil',
  ])('as %s, which a form of a foreign page can send, changes nothing', async (type) => {
    for (const [method, path] of WRITES.filter(([name]) => name !== 'DELETE')) {
      const answer = await open.ask(method, path, JSON.stringify(flow), { 'content-type': type });
      expect([answer.status, codeOf(answer.text)], `${method} ${path}`).toEqual([
        415,
        'unsupported-media-type',
      ]);
    }
    const bare = request('POST /api/flows/tank/deploy HTTP/1.1', [`host: ${open.host}`, 'content-length: 0']);
    expect(statusOf(await open.raw(bare))).toBe(415);
    expect((await open.ask('GET', '/api/flows')).text).toBe('[]');
  });

  it('is never let in by a preflight: no answer allows another origin', async () => {
    const headers = {
      origin: 'http://evil.example',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type',
    };
    for (const path of ['/api/flows/tank', '/api/health', '/api/stream']) {
      for (const method of ['OPTIONS', 'GET']) {
        const answer = await open.ask(method, path, undefined, headers);
        expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
        expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
      }
    }
  });

  it('is not smuggled past by a method in a header', async () => {
    const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'PUT' };
    expect((await open.ask('GET', '/api/twins/tank-01', undefined, headers)).status).toBe(404);
  });

  it.each([
    ['two lengths', ['content-length: 5', 'content-length: 6']],
    ['a length and chunks', ['content-length: 5', 'transfer-encoding: chunked']],
    ['a length that is none', ['content-length: 5x']],
    ['a folded header', ['x-a: b', ' c: d']],
    ['a name with a blank', ['x a: b']],
  ])('with %s is no request', async (_what, headers) => {
    const given = [`host: ${open.host}`, 'content-type: application/json', ...headers];
    const answer = await open.raw(
      request('PUT /api/flows/tank HTTP/1.1', given, '0\r\n\r\nGET /api/health HTTP/1.1'),
    );
    expect(answer).not.toContain('"pid"');
    expect([400, 415]).toContain(statusOf(answer));
  });
});

describe('an address that is none', () => {
  it.each(['/api/flows/%zz', '/%', `/api/flows/${'a'.repeat(300)}`, '/api/flows/%c0%ae'])(
    '%s is answered by the rim like any other',
    async (path) => {
      const own = await open.raw(request(`GET ${path} HTTP/1.1`, [`host: ${open.host}`]));
      expect([400, 414]).toContain(statusOf(own));
      expect(own.toLowerCase()).toContain("content-security-policy: default-src 'none'");
      problemOf(own);
      const foreign = await open.raw(request(`GET ${path} HTTP/1.1`, ['host: evil.example']));
      expect([statusOf(foreign), codeOf(foreign)]).toEqual([421, 'unknown-host']);
    },
  );
});

describe('the stream', () => {
  it.each([
    ['a foreign page', { origin: 'http://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['an empty origin', { origin: '' }],
    ['our name over TLS', { origin: () => `https://${open.host}` }],
    ['our name in capitals with a path', { origin: () => `http://${open.host}/` }],
  ])('does not open for %s', async (_what, { origin }) => {
    const value = typeof origin === 'string' ? origin : origin();
    const headers = [`host: ${open.host}`, `origin: ${value}`, ...handshake('twinloom.1')];
    const answer = await open.raw(request('GET /api/stream HTTP/1.1', headers));
    expect([statusOf(answer), codeOf(answer)]).toEqual([403, 'foreign-origin']);
  });

  it.each(['', 'twinloom', 'twinloom.2', 'TWINLOOM.1', 'twinloom.1;x', 'chat, other'])(
    'does not open with the subprotocol %j',
    async (name) => {
      const headers = [`host: ${open.host}`, ...handshake(name)];
      expect(statusOf(await open.raw(request('GET /api/stream HTTP/1.1', headers)))).toBe(400);
    },
  );

  it('opens nowhere else', async () => {
    for (const path of ['/', '/api/health', '/api/flows', '/api/stream/x', '/nothing']) {
      const headers = [`host: ${open.host}`, ...handshake('twinloom.1')];
      expect(statusOf(await open.raw(request(`GET ${path} HTTP/1.1`, headers))), `${path}`).toBe(404);
    }
  });

  it('does not open twice with one answer: what is behind a refused handshake is not served', async () => {
    const headers = [`host: ${open.host}`, 'origin: http://evil.example', ...handshake('twinloom.1')];
    const first = [`GET /api/stream HTTP/1.1`, ...headers, '', ''].join(CRLF);
    const second = request('GET /api/health HTTP/1.1', [`host: ${open.host}`]);
    expect(await open.raw(first + second)).not.toContain('"pid"');
  });
});

describe('the address', () => {
  it.each(['0.0.0.0', '::', '[::]', '192.168.0.4', 'example.org', '127.0.0.1.nip.io', '', '0', '2130706433'])(
    '%j is not bound while there are no users and no TLS',
    (host) => {
      expect(readConfig(['--host', host], {})).toEqual({
        problem: expect.stringContaining('no users and no TLS'),
      });
    },
  );

  it('that is bound is a loopback one', () => {
    expect(open.app.api.addresses()).toEqual([
      expect.objectContaining({ address: '127.0.0.1', port: Number(portOf(open)) }),
    ]);
  });
});

describe('every answer', () => {
  it('names the policy that lets no foreign and no inline script run, also when it refuses', async () => {
    const answers = [
      await open.ask('GET', '/api/health'),
      await open.ask('GET', '/api/nothing'),
      await open.ask('GET', '/api/docs/'),
      await open.ask('PUT', '/api/flows/tank', '{', {}),
      await open.ask('PUT', '/api/flows/tank', flow, { origin: 'http://evil.example' }),
    ];
    for (const { headers } of answers) {
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
  });

  it('does not repeat as a page what was asked for', async () => {
    const answer = await open.ask('GET', '/api/%3Cscript%3Ealert(1)%3C/script%3E');
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.text).not.toContain('<script>');
  });
});

const WRITES = [
  ['PUT', '/api/flows/tank'],
  ['POST', '/api/flows/tank/deploy'],
  ['POST', '/api/flows/tank/check'],
  ['POST', '/api/flows/tank/plan'],
  ['PUT', '/api/twins/tank-01'],
  ['DELETE', '/api/twins/tank-01'],
  ['PUT', '/api/twins/tank-01/inputs'],
  ['PUT', '/api/connections/plant'],
  ['POST', '/api/alarms/acknowledge'],
  ['POST', '/api/assets'],
  ['POST', '/api/examples/tank/open'],
] as const;

function handshake(subprotocol: string): string[] {
  return [
    'upgrade: websocket',
    'connection: upgrade',
    'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
    ...(subprotocol === '' ? [] : [`sec-websocket-protocol: ${subprotocol}`]),
  ];
}

function portOf({ host }: OpenApp): string {
  return host.slice(host.indexOf(':') + 1);
}
