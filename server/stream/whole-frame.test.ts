import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { wholeFrame } from './whole-frame.ts';

let server: WebSocketServer;
let messages: (Uint8Array | string)[] = [];

beforeAll(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  server.on('connection', (_, { socket }) => {
    for (const message of messages) socket.write(wholeFrame(message));
  });
});

afterAll(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

it('a client reads what was written, at each length at which the header changes', async () => {
  messages = [0, 1, 125, 126, 65_535, 65_536].flatMap((length) => [
    new Uint8Array(length).map((_, i) => i),
    'é'.repeat(length / 2),
  ]);
  const { port } = server.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const heard: (Uint8Array | string)[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  client.on('message', (data: Buffer, isBinary) => {
    heard.push(isBinary ? new Uint8Array(data) : data.toString());
    if (heard.length === messages.length) resolve();
  });
  await promise;
  client.terminate();
  expect(heard).toEqual(messages);
});
