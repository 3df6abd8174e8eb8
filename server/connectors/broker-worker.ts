import { createServer, type AddressInfo, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { Aedes } from 'aedes';
import { FrameGuard } from './frame-guard.ts';
import { RetainedBudget } from './retained-budget.ts';

/** The embedded broker's own thread: MQTT 3.1.1 on 127.0.0.1, without sessions that outlive their connection. */
const { port } = workerData as { port: number };

const LARGEST_PACKET = 2_000_000;
const MOST_CLIENTS = 1_000;
const MOST_RETAINED = 10_000;
const MOST_RETAINED_BYTES = 64_000_000;
/** A reader that takes nothing for so long is cut off, ms: the others wait for it. */
const SLOW_READER_MS = 2_000;

const retained = new RetainedBudget(MOST_RETAINED, MOST_RETAINED_BYTES);
const broker = await Aedes.createBroker({
  drainTimeout: SLOW_READER_MS,
  connectTimeout: 10_000,
  queueLimit: 1_000,
  preConnect(_client, packet, decided) {
    // A session kept for a client that is away would grow without a bound.
    packet.clean = true;
    decided(null, true);
  },
  authorizePublish(_client, packet, decided) {
    if (packet.topic.startsWith('$')) return decided(new Error('topics that begin with $ are the broker’s'));
    if (packet.retain) packet.retain = retained.takes(packet.topic, packet.payload.length);
    return decided(null);
  },
});

const server = createServer((socket) => {
  guard(socket);
  broker.handle(socket);
});
server.maxConnections = MOST_CLIENTS;
server.once('error', (error: NodeJS.ErrnoException) => {
  parentPort?.postMessage({ failed: error.message, code: error.code });
  parentPort?.close();
  broker.close();
});
server.listen(port, '127.0.0.1', () => {
  parentPort?.postMessage({ port: (server.address() as AddressInfo).port });
});

parentPort?.once('message', () => {
  server.close();
  broker.close(() => parentPort?.close());
});

/** Ends a socket that announces a packet that is too large: the broker would collect it first and look then. */
function guard(socket: Socket): void {
  const frames = new FrameGuard(LARGEST_PACKET);
  const read = socket.read.bind(socket);
  socket.read = (size?: number): unknown => {
    const bytes: Buffer | null = read(size);
    if (bytes === null || frames.allows(bytes)) return bytes;
    socket.destroy();
    return null;
  };
}
