import websocket from '@fastify/websocket';
import { SUBPROTOCOL_BINARY, SUBPROTOCOL_JSON } from '@twinloom/runtime/protocol/stream';
import { refuse } from '../auth/problem.ts';
import type { Api, Parts } from './parts.ts';
import { notAWebSocket, problemAnswers, wrongSubprotocol } from './problems.ts';

const SUBPROTOCOLS: ReadonlySet<string> = new Set([SUBPROTOCOL_BINARY, SUBPROTOCOL_JSON]);
const MESSAGE_BYTES = 1024 * 1024;

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

/** `GET /api/stream`: live values, statuses and notices; the layout stands in runtime/protocol/README.md. */
export function streamRoutes(app: Api, { hub }: Parts): void {
  app.route({
    method: 'GET',
    url: '/api/stream',
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
      return isOurs ? undefined : reply.send(refuse(reply, wrongSubprotocol(offered)));
    },
    handler: (_request, reply) => refuse(reply, notAWebSocket()),
    wsHandler: (socket) => hub.attach(socket, socket.protocol),
  });
}
