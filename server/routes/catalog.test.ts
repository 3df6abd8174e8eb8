import Fastify from 'fastify';
import { gunzipSync } from 'node:zlib';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterAll, expect, it } from 'vitest';
import { catalogRoutes } from './catalog.ts';
import type { Api, Parts } from './parts.ts';

const catalog = JSON.stringify({
  nodes: [{ type: 'a/b', version: 1, title: 'B', docs: 'what it does '.repeat(99) }],
});
const app = Fastify().withTypeProvider<ZodTypeProvider>() as unknown as Api;
app.setValidatorCompiler(validatorCompiler);
app.setSerializerCompiler(serializerCompiler);
catalogRoutes(app, { catalog } as Parts);

afterAll(() => app.close());

async function ask(encodings?: string) {
  const headers = encodings === undefined ? {} : { 'accept-encoding': encodings };
  return app.inject({ url: '/api/catalog', headers });
}

it('goes compressed to whoever takes it so, and as it is to all others', async () => {
  for (const encodings of ['gzip', 'gzip, deflate, br', 'br;q=1, gzip;q=0.5']) {
    const { headers, rawPayload } = await ask(encodings);
    expect(headers['content-encoding']).toBe('gzip');
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(rawPayload.length).toBeLessThan(catalog.length / 5);
    expect(gunzipSync(rawPayload).toString()).toBe(catalog);
  }
  for (const encodings of [undefined, 'identity', 'br', 'gzip;q=0', 'gzip; q=0.0, br']) {
    const { headers, body } = await ask(encodings);
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers.vary).toBe('accept-encoding');
    expect(body).toBe(catalog);
  }
});
