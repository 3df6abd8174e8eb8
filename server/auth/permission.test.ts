import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { requireDeclarations } from './permission.ts';

function serverWith(options: object) {
  const app = Fastify();
  requireDeclarations(app);
  app.get('/open', options, () => 'x');
  return app;
}

describe('a route', () => {
  it('without a permission lets the boot fail, with its name', async () => {
    await expect(serverWith({ schema: {} }).ready()).rejects.toThrow('GET /open lacks a permission');
  });

  it('without a schema lets the boot fail', async () => {
    await expect(serverWith({ config: { permission: 'read' } }).ready()).rejects.toThrow(
      'GET /open lacks a schema',
    );
  });

  it('with both boots', async () => {
    const app = serverWith({ schema: {}, config: { permission: 'read' } });
    await expect(app.ready()).resolves.toBeDefined();
  });
});
