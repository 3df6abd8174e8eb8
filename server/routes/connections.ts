import {
  connectionBody,
  connectionListBody,
  connectionRequestBody,
  topicsBody,
} from '@twinloom/runtime/protocol/bodies';
import { refuse } from '../auth/problem.ts';
import { writeConnection } from '../storage/connections.ts';
import { byIdentifier } from './identifier.ts';
import type { Api, Parts } from './parts.ts';
import { problemAnswers, unknownConnection } from './problems.ts';

/** `GET /api/connections`, `GET|PUT /api/connections/:id`, `GET /api/connections/:id/topics`: brokers, without their secrets. */
export function connectionRoutes(app: Api, { storage, connections }: Parts): void {
  app.get(
    '/api/connections',
    {
      config: { permission: 'read' },
      schema: { summary: 'Every connection', response: { 200: connectionListBody, ...problemAnswers } },
    },
    () => connections.list(),
  );

  app.get(
    '/api/connections/:id',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'A connection and whether it stands',
        params: byIdentifier,
        response: { 200: connectionBody, ...problemAnswers },
      },
    },
    ({ params: { id } }, reply) => connections.get(id) ?? refuse(reply, unknownConnection(id)),
  );

  app.put(
    '/api/connections/:id',
    {
      config: { permission: 'write' },
      schema: {
        summary: 'Adds a connection or changes it; the password is the name of a secret (TWINLOOM_SECRET_…)',
        params: byIdentifier,
        body: connectionRequestBody,
        response: { 200: connectionBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, body }, reply) => {
      await writeConnection(storage, id, body);
      await connections.put(id, body);
      return connections.get(id) ?? refuse(reply, unknownConnection(id));
    },
  );

  app.get(
    '/api/connections/:id/topics',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'Topics seen on a connection, with their last payload',
        params: byIdentifier,
        response: { 200: topicsBody, ...problemAnswers },
      },
    },
    ({ params: { id } }, reply) => {
      if (!connections.get(id)) return refuse(reply, unknownConnection(id));
      return { topics: connections.topics(id) ?? [] };
    },
  );
}
