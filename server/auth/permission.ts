import type { FastifyInstance, RouteOptions } from 'fastify';

/** What a caller must be allowed to do; without users yet, whoever reaches the loopback address may do both. */
export type Permission = 'read' | 'write';

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: Permission;
  }
}

/** Lets the boot fail when a route declares no permission or no schema. Call it before any route. */
export function requireDeclarations(app: FastifyInstance): void {
  const routes: { route: RouteOptions; hasSchema: boolean }[] = [];
  app.addHook('onRoute', (route) => void routes.push({ route, hasSchema: route.schema !== undefined }));
  app.addHook('onReady', async () => {
    const undeclared = routes.flatMap(({ route, hasSchema }) => {
      if (hasSchema && route.config?.permission !== undefined) return [];
      return `${String(route.method)} ${route.url} lacks ${hasSchema ? 'a permission' : 'a schema'}`;
    });
    if (undeclared.length > 0) throw new Error(undeclared.join('; '));
  });
}
