import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpPollAddress } from '@twinloom/runtime/node/definition';
import { afterEach, describe, expect, it } from 'vitest';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { HttpClient } from './http-client.ts';
import { HttpPolls, type ChannelFault } from './http-polls.ts';
import type { Packet } from './subscription-list.ts';

const EVERY = 2;
const TIMEOUT = 7;
const START = 1_000;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Polls on a clock that stands: the only timer beside the timeout of a request is the one of the next. */
function pollsAt(url: string) {
  const timers = new HeldTimers(START);
  const client = new HttpClient({ timers });
  const polls = new HttpPolls({
    client,
    prepare: () => ({ credentials: {} }),
    timers,
    random: () => 1,
  });
  open.push(
    () => polls.close(),
    () => client.close(),
  );
  const address: HttpPollAddress = { protocol: 'http', url, every: EVERY, timeout: TIMEOUT };
  const heard: string[] = [];
  const faults: (string | undefined)[] = [];
  const deliver = ({ bytes, at }: Packet): void =>
    void heard.push(`${new TextDecoder().decode(bytes)} at ${at}`);
  const tell = ({ says }: ChannelFault): void => void faults.push(says);
  /** One request from its start to the timer of the next; what is waited until then, s. */
  const round = async (): Promise<number> => {
    timers.advance(timers.waits[0] ?? 0);
    await timers.until((waits) => waits.length === 1 && waits[0] !== TIMEOUT);
    return timers.waits[0]!;
  };
  return { polls, timers, address, heard, faults, deliver, tell, round };
}

describe('a poll', () => {
  it('asks at once, then every so often, and delivers each answer with its time of arrival', async () => {
    let count = 0;
    const { polls, address, heard, faults, deliver, tell, round } = pollsAt(
      await serve((_request, response) => response.end(String(++count))),
    );
    polls.subscribe(address, deliver, tell);
    expect([await round(), await round(), await round()]).toEqual([EVERY, EVERY, EVERY]);
    expect(heard).toEqual(['1 at 1000', '2 at 1002', '3 at 1004']);
    expect(faults).toEqual([]);
  });

  it('is one for all who ask the same, and each of them hears it once', async () => {
    let count = 0;
    const { polls, address, heard, deliver, tell, round } = pollsAt(
      await serve((_request, response) => response.end(String(++count))),
    );
    const others: string[] = [];
    const leave = polls.subscribe(address, deliver, tell);
    polls.subscribe({ ...address }, deliver, tell);
    polls.subscribe({ ...address }, ({ topic }) => others.push(topic), tell);
    await round();
    expect([heard, others]).toEqual([['1 at 1000'], [address.url]]);
    leave();
    await round();
    expect([heard.length, others.length, count]).toEqual([2, 2, 2]);
  });

  it('of the same URL at another pace is another, which feeds nobody else', async () => {
    const { polls, timers, address, heard, deliver, tell } = pollsAt(
      await serve((_request, response) => response.end('1')),
    );
    const channels: string[] = [];
    polls.subscribe(address, deliver, tell);
    polls.subscribe({ ...address, every: 5 }, ({ connection }) => channels.push(connection), tell);
    timers.advance(0);
    await timers.until((waits) => waits.length === 2 && !waits.includes(TIMEOUT));
    expect(timers.waits).toEqual([EVERY, 5]);
    expect([heard.length, channels]).toEqual([1, ['http 5 7 ']]);
  });

  it('asks less and less often while it fails, says why each time, and that it is over', async () => {
    let status = 500;
    const { polls, address, heard, faults, deliver, tell, round } = pollsAt(
      await serve((_request, response) => response.writeHead(status).end('7')),
    );
    polls.subscribe(address, deliver, tell);
    const pauses: number[] = [];
    for (let i = 0; i < 7; i++) pauses.push(await round());
    expect(pauses).toEqual([EVERY, EVERY, 4, 8, 16, 30, 30]);
    expect(heard).toEqual([]);
    expect(faults).toHaveLength(7);
    expect(faults[0]).toMatch(/answers 500: that server has a problem of its own\. Look into its log/);
    status = 200;
    expect(await round()).toBe(EVERY);
    expect(await round()).toBe(EVERY);
    expect(faults.slice(7)).toEqual([undefined]);
    expect(heard).toHaveLength(2);
  });

  it('has one request on its way at a time, and gives up one that is not answered', async () => {
    let [isOpen, most, count] = [0, 0, 0];
    const { promise: isAsked, resolve: asked } = Promise.withResolvers<void>();
    const { polls, timers, address, faults, deliver, tell } = pollsAt(
      await serve((_request, response) => {
        count++;
        most = Math.max(most, ++isOpen);
        response.on('close', () => isOpen--);
        asked();
      }),
    );
    polls.subscribe(address, deliver, tell);
    timers.advance(0);
    await isAsked;
    timers.advance(TIMEOUT - 0.1);
    expect([count, most, faults]).toEqual([1, 1, []]);
    timers.advance(0.1);
    await timers.until((waits) => waits.length === 1);
    expect(faults).toEqual([expect.stringMatching(/gives no answer within 7 s/)]);
  });

  it('delivers garbage as it came: what it means is said where it is decoded', async () => {
    const { polls, address, heard, faults, deliver, tell, round } = pollsAt(
      await serve((_request, response) => response.end('<html>')),
    );
    polls.subscribe(address, deliver, tell);
    await round();
    expect([heard, faults]).toEqual([['<html> at 1000'], []]);
  });

  it('tells who joins later what is wrong already', async () => {
    const { polls, address, deliver, tell, round } = pollsAt(
      await serve((_request, response) => response.writeHead(404).end()),
    );
    polls.subscribe(address, deliver, tell);
    await round();
    const late: ChannelFault[] = [];
    polls.subscribe(address, deliver, (fault) => late.push(fault));
    expect(late).toMatchObject([
      { topic: address.url, says: expect.stringMatching(/nothing at this address/) },
    ]);
  });

  it('ends with the last who listens, also in the middle of a request', async () => {
    const { promise: isAsked, resolve: asked } = Promise.withResolvers<void>();
    const { promise: isLeft, resolve: left } = Promise.withResolvers<void>();
    const { polls, timers, address, heard, faults, deliver, tell } = pollsAt(
      await serve((_request, response) => {
        response.on('close', left);
        asked();
      }),
    );
    const leave = polls.subscribe(address, deliver, tell);
    timers.advance(0);
    await isAsked;
    leave();
    await isLeft;
    expect([heard, faults]).toEqual([[], []]);
  });
});
