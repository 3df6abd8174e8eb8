import websocket from '@fastify/websocket';
import { SUBPROTOCOL_BINARY, SUBPROTOCOL_JSON } from '@twinloom/runtime/protocol/stream';
import { refuse } from '../auth/problem.ts';
import type { Api, Parts } from './parts.ts';
import { noSocketHere, notAWebSocket, problemAnswers, tooManyReaders, wrongSubprotocol } from './problems.ts';

const SUBPROTOCOLS: ReadonlySet<string> = new Set([SUBPROTOCOL_BINARY, SUBPROTOCOL_JSON]);
const STREAM = '/api/stream';
const MESSAGE_BYTES = 1024 * 1024;
/** A reader may hold 2 MB, so all together are bounded. */
export const MOST_READERS = 1_000;

/** Prepares the server for WebSockets: one of our subprotocols, messages of at most 1 MB, no compression. */
export async function acceptWebSockets(app: Api): Promise<void> {
  await app.register(websocket, {
    options: {
      maxPayload: MESSAGE_BYTES,
      perMessageDeflate: false,
      handleProtocols: (offered) => [...offered].find((name) => SUBPROTOCOLS.has(name)) ?? false,
    },
    errorHandler: (_error, socket) => socket.terminate(),
    preClose: (done) => done(),
  });
}

/** Refuses an upgrade at any other address before it is made. Call it after the rim, which has the first word. */
export function refuseOtherSockets(app: Api): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.ws || request.routeOptions.url === STREAM) return undefined;
    return reply.send(refuse(reply, noSocketHere(request.url.split('?')[0] ?? '')));
  });
}

/** `GET /api/stream`: live values, statuses and notices; the layout stands in runtime/protocol/README.md. */
export function streamRoutes(app: Api, { hub }: Parts): void {
  app.route({
    method: 'GET',
    url: STREAM,
    exposeHeadRoute: false,
    config: { permission: 'read' },
    schema: {
      summary: 'Live values as a WebSocket, subprotocol twinloom.1 or twinloom.1+json',
      response: problemAnswers,
    },
    onRequest: async (request, reply) => {
      if (!request.ws) return reply.send(refuse(reply, notAWebSocket()));
      const offered = request.headers['sec-websocket-protocol'] ?? '';
      const isOurs = offered.split(',').some((name) => SUBPROTOCOLS.has(name.trim()));
      if (!isOurs) return reply.send(refuse(reply, wrongSubprotocol(offered)));
      return hub.readerCount < MOST_READERS
        ? undefined
        : reply.send(refuse(reply, tooManyReaders(MOST_READERS)));
    },
    handler: (_request, reply) => refuse(reply, notAWebSocket()),
    wsHandler: (socket, { raw }) => hub.attach(socket, raw.socket, socket.protocol),
  });
}
