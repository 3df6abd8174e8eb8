import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Api } from './parts.ts';
import { problemAnswers } from './problems.ts';

/** `GET /api/openapi.json` and `GET /api/docs`, written from the routes' own schemas. Register before the routes. */
export async function openapiRoutes(app: Api, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Twinloom', version, description: 'Flows, twins and their live values.' },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, permission: 'read' };
    });
    await docs.register(swaggerUi, { routePrefix: '/api/docs' });
  });
  app.get(
    '/api/openapi.json',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'This description',
        response: { 200: z.looseObject({ openapi: z.string() }), ...problemAnswers },
      },
    },
    () => ({ ...app.swagger(), openapi: '3.1.0' }),
  );
}
