import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpClient, LARGEST_ANSWER, type HttpRequest } from './http-client.ts';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function serve(answer: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function clientWith(hosts?: readonly string[]) {
  const timers = new HeldTimers(0);
  const client = new HttpClient({ timers, ...(hosts && { hosts }) });
  open.push(() => client.close());
  const ask = (url: string, more: Partial<HttpRequest> = {}) =>
    client.ask(
      { method: 'GET', url, headers: {}, credentials: {}, timeout: 5, redirects: 3, ...more },
      new AbortController(),
    );
  return { ask, timers };
}

const textOf = (answer: Awaited<ReturnType<HttpClient['ask']>>): string =>
  'bytes' in answer ? new TextDecoder().decode(answer.bytes) : `failed: ${answer.says}`;

describe('a request', () => {
  it('brings back the body of a success', async () => {
    const { url } = await serve((_request, response) => response.end('12.5'));
    expect(textOf(await clientWith().ask(`${url}/flow`))).toBe('12.5');
  });

  it('carries its method, headers and body, and asks for nothing packed', async () => {
    const { url } = await serve(async (request, response) => {
      let body = '';
      for await (const piece of request) body += String(piece);
      const { 'accept-encoding': encoding, 'x-key': key } = request.headers;
      response.end(JSON.stringify([request.method, body, encoding, key]));
    });
    const more = { method: 'POST', body: Buffer.from('hello'), credentials: { 'x-key': 'k' } } as const;
    expect(JSON.parse(textOf(await clientWith().ask(url, more)))).toEqual(['POST', 'hello', 'identity', 'k']);
  });

  it.each([
    [400, false, /answers 400, which is no success\. Correct the address/],
    [401, false, /wants other credentials\. Correct the connection/],
    [404, false, /nothing at this address\. Correct it/],
    [429, true, /asked too often\. Ask less often/],
    [500, true, /a problem of its own\. Look into its log/],
    [503, true, /answers 503/],
  ])('that is answered %i failed, and may pass: %s', async (status, isPassing, says) => {
    const { url } = await serve((_request, response) => response.writeHead(status).end('no'));
    expect(await clientWith().ask(`${url}/flow?key=hidden`)).toEqual({
      says: expect.stringMatching(says),
      isPassing,
    });
    expect(textOf(await clientWith().ask(`${url}/flow?key=hidden`))).not.toContain('hidden');
  });

  it('is given up when its time is over: before the head, and in the middle of the body', async () => {
    const { promise: isAsked, resolve: asked } = Promise.withResolvers<void>();
    const { promise: hasBegun, resolve: begun } = Promise.withResolvers<void>();
    const { url } = await serve((request, response) => {
      if (request.url === '/silent') return asked();
      response.write('12');
      response.socket?.once('drain', begun);
      return setImmediate(begun);
    });
    for (const [path, reached] of [
      ['/silent', isAsked],
      ['/slow', hasBegun],
    ] as const) {
      const { ask, timers } = clientWith();
      const answer = ask(url + path);
      await reached;
      timers.advance(5);
      expect(textOf(await answer)).toMatch(/gives no answer within 5 s\. Look at that server/);
    }
  });

  it('takes no more than 1 MB, said in front or not', async () => {
    const most = Buffer.alloc(LARGEST_ANSWER, 'x');
    const { url } = await serve((request, response) => {
      const isLarge = request.url === '/large' || request.url === '/said';
      if (request.url === '/said') response.setHeader('content-length', most.length + 1);
      response.write(most);
      response.end(isLarge ? 'x' : '');
    });
    const { ask } = clientWith();
    expect(textOf(await ask(`${url}/fits`))).toHaveLength(most.length);
    expect(textOf(await ask(`${url}/large`))).toMatch(/more than 1000000 bytes.*Ask for less/);
    expect(textOf(await ask(`${url}/said`))).toMatch(/more than 1000000 bytes/);
  });

  it('refuses what is packed, which could unpack to any size', async () => {
    const { url } = await serve((_request, response) =>
      response.setHeader('content-encoding', 'gzip').end('xx'),
    );
    expect(textOf(await clientWith().ask(url))).toMatch(/packs its answer \(gzip\).*Have it answer unpacked/);
  });

  it('follows three redirects and no fourth', async () => {
    const { url } = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    const { ask } = clientWith();
    expect(textOf(await ask(`${url}/3`))).toBe('there');
    expect(textOf(await ask(`${url}/4`))).toMatch(/redirects more than 3 times, at last to .*\/0\. Correct/);
    expect(textOf(await ask(`${url}/1`, { redirects: 0 }))).toMatch(/redirects to .*\/0\. Give that address/);
  });

  it('ends in a loop of redirects', async () => {
    let count = 0;
    const { url } = await serve((_request, response) => {
      count++;
      response.writeHead(307, { location: '/' }).end();
    });
    expect(textOf(await clientWith().ask(url))).toMatch(/redirects more than 3 times/);
    expect(count).toBe(4);
  });

  it('gives its credentials to nobody it is redirected to', async () => {
    const seen: unknown[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('ok');
    });
    const { url } = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(302, { location: other.url }).end();
    });
    await clientWith().ask(url, { credentials: { authorization: 'Bearer s3cret' } });
    expect(seen).toEqual(['Bearer s3cret', undefined]);
  });

  it('never goes to a link-local or metadata address, by redirect neither', async () => {
    const { url } = await serve((_request, response) =>
      response.writeHead(302, { location: 'http://[::ffff:a9fe:a9fe]/latest/meta-data' }).end(),
    );
    const { ask } = clientWith();
    const says = /link-local or metadata address, where Twinloom never connects/;
    expect(textOf(await ask('http://169.254.169.254/latest'))).toMatch(says);
    expect(textOf(await ask('http://2852039166/latest'))).toMatch(says);
    expect(textOf(await ask(url))).toMatch(says);
  });

  it('goes to no other protocol', async () => {
    const { url } = await serve((_request, response) =>
      response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    );
    expect(textOf(await clientWith().ask(url))).toMatch(/neither http nor https/);
  });

  it('goes only to the hosts it may, where these are named', async () => {
    const { url } = await serve((_request, response) => response.end('ok'));
    const { host } = new URL(url);
    expect(textOf(await clientWith([host]).ask(url))).toBe('ok');
    expect(textOf(await clientWith(['127.0.0.1']).ask(url))).toBe('ok');
    expect(textOf(await clientWith(['*.plant.local', 'mes']).ask(url))).toMatch(
      /none of the hosts that may be asked \(\*\.plant\.local, mes\)\. Add it to TWINLOOM_HTTP_HOSTS/,
    );
    expect(textOf(await clientWith([]).ask(url))).toMatch(/\(none\)/);
  });

  it('that is broken off in the middle of the body failed', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('12', () => response.destroy());
    });
    expect(textOf(await clientWith().ask(url))).toMatch(/broke off before its answer was whole/);
  });

  it('that nobody takes, or that is answered in no HTTP, failed', async () => {
    const odd = createTcpServer((socket) => socket.resume().end('SSH-2.0-odd\r\n')).listen(0, '127.0.0.1');
    await once(odd, 'listening');
    const url = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`;
    const { ask } = clientWith();
    expect(textOf(await ask(url))).toMatch(/answers, but not in HTTP \(HPE_/);
    await once(odd.close(), 'close');
    expect(textOf(await ask(url))).toMatch(/refuses the connection \(ECONNREFUSED\)\. Start that server/);
    expect(textOf(await ask('no address'))).toMatch(/“no address” is no address\. Correct it/);
  });

  it('goes through although the other side has closed the connection that was kept', async () => {
    let count = 0;
    const { url } = await serve((request, response) => {
      count++;
      if (count === 2) request.socket.destroy();
      else response.end(String(count));
    });
    const { ask } = clientWith();
    expect(textOf(await ask(url))).toBe('1');
    expect(textOf(await ask(url))).toBe('3');
  });
});
