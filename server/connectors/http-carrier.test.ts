import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpSendAddress } from '@twinloom/runtime/node/definition';
import { afterEach, describe, expect, it } from 'vitest';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { Outbox } from '../outbox/outbox.ts';
import { httpCarrier } from './http-carrier.ts';
import { HttpClient } from './http-client.ts';

const TIMEOUT = 7;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A server that takes what is sent, and whom it was taken from; answers with the next status, at last with the last one. */
class Taker {
  readonly taken: string[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  statuses = [200];
  url = '';
  #whenTaken: () => void = () => undefined;

  readonly answer: RequestListener = async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    this.taken.push(`${request.method} ${request.url} ${body}`);
    this.headers.push(request.headers);
    const status = this.statuses.length > 1 ? this.statuses.shift()! : this.statuses[0]!;
    if (status > 0) response.writeHead(status).end();
    this.#whenTaken();
  };

  async until(count: number): Promise<void> {
    while (this.taken.length < count) await new Promise<void>((resolve) => (this.#whenTaken = resolve));
  }
}

async function sender(keep: HttpSendAddress['keep'] = 'drop-oldest') {
  const taker = new Taker();
  const server = createServer(taker.answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => server.close().closeAllConnections());
  taker.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const timers = new HeldTimers(1_000);
  const client = new HttpClient({ timers });
  const carrier = httpCarrier({ client, prepare: () => ({ credentials: {} }) });
  const outbox = new Outbox({
    route: (_address, from) => ({ target: from, carrier }),
    timers,
    random: () => 1,
  });
  open.push(() => client.close());
  const faults: (string | undefined)[] = [];
  let lost = 0;
  let count = 0;
  const put = (text: string, from = 'pump.send'): boolean => {
    const url = `${taker.url}/in`;
    const address = { protocol: 'http', url, method: 'POST', timeout: TIMEOUT, keep } as const;
    return outbox.put(address, new TextEncoder().encode(text), {
      sender: from,
      key: `${from}.${++count}`,
      sequence: count,
      onSettled: () => undefined,
      onLost: (more) => void (lost += more),
      onFault: (says) => faults.push(says),
    });
  };
  /** Waits for the pause after a failure; its length in s. */
  const pause = async (): Promise<number> => {
    await timers.until((waits) => waits.length === 1 && waits[0] !== TIMEOUT);
    return timers.waits[0]!;
  };
  return { taker, timers, outbox, put, pause, faults, lost: () => lost };
}

describe('a webhook', () => {
  it('sends JSON under a key of its own, in the order of each sender', async () => {
    const { taker, put, faults, lost } = await sender();
    expect([put('1'), put('2'), put('3')]).toEqual([true, true, true]);
    await taker.until(3);
    expect(taker.taken).toEqual(['POST /in 1', 'POST /in 2', 'POST /in 3']);
    expect(taker.headers[1]).toMatchObject({
      'content-type': 'application/json',
      'content-length': '1',
      'idempotency-key': '"pump.send.2"',
    });
    expect([faults, lost()]).toEqual([[], 0]);
  });

  it('tries again under the same key, later each time, and says what is wrong until it is over', async () => {
    const { taker, timers, put, pause, faults, lost } = await sender();
    taker.statuses = [503, 503, 200];
    put('1');
    expect(await pause()).toBe(1);
    timers.advance(1);
    expect(await pause()).toBe(2);
    timers.advance(2);
    await taker.until(3);
    put('2');
    await taker.until(4);
    expect(taker.headers.map((headers) => headers['idempotency-key'])).toEqual([
      '"pump.send.1"',
      '"pump.send.1"',
      '"pump.send.1"',
      '"pump.send.2"',
    ]);
    expect(faults).toEqual([
      expect.stringMatching(/answers 503/),
      expect.stringMatching(/answers 503/),
      undefined,
    ]);
    expect(lost()).toBe(0);
  });

  it('goes on trying as long as the other side fails, and keeps what comes meanwhile in order', async () => {
    const { taker, timers, put, pause, lost } = await sender();
    taker.statuses = [500, 502, 503, 504, 408, 429, 500, 200];
    put('1');
    put('2');
    for (let i = 0; i < 7; i++) timers.advance(await pause());
    await taker.until(8);
    timers.advance(1);
    await taker.until(9);
    expect(taker.taken.map((text) => text.at(-1)).join('')).toBe('111111112');
    expect(lost()).toBe(0);
  });

  it('tries no second time what is refused for good', async () => {
    const { taker, timers, put, pause, lost, faults } = await sender();
    taker.statuses = [404, 200];
    put('1');
    put('2');
    timers.advance(await pause());
    await taker.until(2);
    expect(taker.taken).toEqual(['POST /in 1', 'POST /in 2']);
    expect(lost()).toBe(1);
    expect(faults[0]).toMatch(/nothing at this address/);
  });

  it('lets no sender wait for another', async () => {
    const { taker, put } = await sender();
    taker.statuses = [0, 200];
    put('1', 'stuck.send');
    await taker.until(1);
    put('2', 'other.send');
    await taker.until(2);
    expect(taker.taken).toEqual(['POST /in 1', 'POST /in 2']);
  });

  it('gives up what is not answered in time, and tries it again', async () => {
    const { taker, timers, put, pause, faults } = await sender();
    taker.statuses = [0, 200];
    put('1');
    await taker.until(1);
    timers.advance(TIMEOUT);
    timers.advance(await pause());
    await taker.until(2);
    expect(faults[0]).toMatch(/gives no answer within 7 s/);
  });

  it('when closed sends what waits without a pause, and takes no more', async () => {
    const { taker, put, pause, outbox, lost } = await sender();
    taker.statuses = [500, 200];
    put('1');
    put('2');
    await pause();
    await outbox.close();
    expect(taker.taken).toEqual(['POST /in 1', 'POST /in 1', 'POST /in 2']);
    expect([put('3'), lost()]).toEqual([false, 0]);
  });

  it('closes although the other side never answers', async () => {
    const { taker, timers, put, outbox } = await sender();
    taker.statuses = [0];
    put('1');
    await taker.until(1);
    const closed = outbox.close();
    timers.advance(1);
    await closed;
    expect(taker.taken).toHaveLength(1);
  });
});
