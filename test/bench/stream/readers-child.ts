import { connect, type Socket } from 'node:net';

/* Reads what WebSocket servers send, as cheaply as can be, and counts it: a process of its own, so that the server's CPU time is the server's. */

/** What the bench asks of it. */
export type ReadersWord =
  | { ask: 'open'; port: number; count: number; subscribe: boolean }
  | { ask: 'count'; port: number }
  | { ask: 'pause'; port: number };

/** What it heard at a port since it was asked last: frames of values, and their bytes. */
export interface Heard {
  frames: number;
  bytes: number;
}

/** Shorter frames carry no values: layouts and pings. */
const LEAST_BYTES = 2_000;
const readers = new Map<number, { sockets: Socket[]; heard: Heard }>();

process.on('message', (word: ReadersWord) => void answer(word));

async function answer(word: ReadersWord): Promise<void> {
  const of = readers.get(word.port) ?? { sockets: [], heard: { frames: 0, bytes: 0 } };
  readers.set(word.port, of);
  switch (word.ask) {
    case 'open':
      for (let i = 0; i < word.count; i++) of.sockets.push(await open(word.port, word.subscribe, of.heard));
      break;
    case 'pause':
      of.sockets[0]?.pause();
      break;
    case 'count':
      break;
    default:
      return word satisfies never;
  }
  process.send!({ ...of.heard });
  of.heard.frames = 0;
  of.heard.bytes = 0;
}

function open(port: number, subscribe: boolean, heard: Heard): Promise<Socket> {
  const { promise, resolve } = Promise.withResolvers<Socket>();
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  const protocol = subscribe ? 'Sec-WebSocket-Protocol: twinloom.1\r\n' : '';
  socket.write(
    `GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${protocol}\r\n`,
  );
  socket.once('data', (head) => {
    if (!head.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(head.toString('latin1'));
    countFrames(socket, heard);
    if (subscribe)
      socket.write(masked(JSON.stringify({ subscribe: { twin: 'line', ports: ['*'], maxRate: 20 } })));
    resolve(socket);
  });
  socket.on('error', () => undefined);
  return promise;
}

/** A text frame of a client: masked with zeros. */
function masked(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}

/** Walks from header to header (RFC 6455, 5.2); payloads are not looked at. */
function countFrames(socket: Socket, heard: Heard): void {
  let rest: Buffer = Buffer.alloc(0);
  let skip = 0;
  socket.on('data', (chunk: Buffer) => {
    let at = Math.min(skip, chunk.length);
    skip -= at;
    let view = chunk;
    if (rest.length > 0) {
      view = Buffer.concat([rest, chunk]);
      rest = Buffer.alloc(0);
    }
    while (at < view.length) {
      const length = lengthAt(view, at);
      if (length === undefined) {
        rest = Buffer.from(view.subarray(at));
        return;
      }
      if (length.payload >= LEAST_BYTES) {
        heard.frames++;
        heard.bytes += length.header + length.payload;
      }
      at += length.header + length.payload;
    }
    skip = at - view.length;
  });
}

function lengthAt(view: Buffer, at: number): { header: number; payload: number } | undefined {
  if (view.length - at < 2) return undefined;
  const short = view[at + 1]! & 0x7f;
  const header = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (view.length - at < header) return undefined;
  const payload =
    short === 126 ? view.readUInt16BE(at + 2) : short === 127 ? Number(view.readBigUInt64BE(at + 2)) : short;
  return { header, payload };
}
