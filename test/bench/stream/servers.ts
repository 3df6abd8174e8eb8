import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createHash } from 'node:crypto';
import { Hub } from '@twinloom/server/stream/hub';
import { WebSocketServer } from 'ws';

/** A server of changing values: `publish` tells all its readers tick k. */
export interface ValueServer {
  name: string;
  port: number;
  /** Its readers have to say what they want. */
  subscribes: boolean;
  publish(k: number): void;
  close(): void;
}

export const PORTS = 1_000;

const names = Array.from({ length: PORTS }, (_, i) => `node${i}.out`);
const indexes = Uint32Array.from(names.keys());
const values = new Float64Array(PORTS);
const qualities = new Uint8Array(PORTS);
const times = new Float64Array(PORTS);

/** All values change at each tick. */
function change(k: number): number {
  const t = Date.now() / 1000;
  for (let i = 0; i < PORTS; i++) values[i] = Math.sin(i + k / 10) * 100;
  times.fill(t);
  return t;
}

/** The product's hub. */
export async function ourServer(): Promise<ValueServer> {
  const hub = new Hub();
  hub.setLayout(
    'line',
    1,
    names.map((port) => ({ port, type: 'number' as const, unit: '1' })),
  );
  const [http, port] = await listen();
  const sockets = new WebSocketServer({
    server: http,
    perMessageDeflate: false,
    handleProtocols: () => 'twinloom.1',
  });
  sockets.on('connection', (socket, request) => hub.attach(socket, request.socket, 'twinloom.1'));
  return {
    name: 'twinloom',
    port,
    subscribes: true,
    publish(k) {
      const t = change(k);
      hub.publish('line', t, indexes, values, qualities, times);
    },
    close() {
      hub.close();
      sockets.close();
      http.close();
    },
  };
}

/** The peer: JSON made for each client, as `send(JSON.stringify(…))` in a loop does. */
export async function jsonServer(): Promise<ValueServer> {
  const [http, port] = await listen();
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  return {
    name: 'JSON per client',
    port,
    subscribes: false,
    publish(k) {
      const t = change(k);
      for (const socket of sockets.clients) {
        socket.send(
          JSON.stringify({ t, values: names.map((name, i) => ({ port: name, value: values[i] })) }),
        );
      }
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.close();
    },
  };
}

/** The limit: one frame, made beforehand, written to each socket. */
export async function bareServer(bytes: number): Promise<ValueServer> {
  const [http, port] = await listen();
  const open = new Set<Socket>();
  http.on('upgrade', (request, socket: Socket) => {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    open.add(socket);
  });
  const frame = Buffer.alloc(bytes);
  frame[0] = 0x82;
  frame[1] = 126;
  frame.writeUInt16BE(bytes - 4, 2);
  return {
    name: 'bare write',
    port,
    subscribes: false,
    publish(k) {
      change(k);
      for (const socket of open) socket.write(frame);
    },
    close() {
      for (const socket of open) socket.destroy();
      http.close();
    },
  };
}

async function listen(): Promise<[Server, number]> {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  return [http, (http.address() as AddressInfo).port];
}
