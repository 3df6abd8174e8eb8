import type { FastifyInstance } from 'fastify';

/** What a caller must be allowed to do; without users yet, whoever reaches the loopback address may do both. */
export type Permission = 'read' | 'write';

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: Permission;
  }
}

/** Lets the boot fail when a route declares no permission or no schema. Call it before any route. */
export function requireDeclarations(app: FastifyInstance): void {
  const undeclared: string[] = [];
  app.addHook('onRoute', (route) => {
    const hasPermission = route.config?.permission !== undefined;
    if (!hasPermission || !route.schema) {
      undeclared.push(
        `${String(route.method)} ${route.url} lacks ${hasPermission ? 'a schema' : 'a permission'}`,
      );
    }
  });
  app.addHook('onReady', () =>
    undeclared.length === 0 ? Promise.resolve() : Promise.reject(new Error(undeclared.join('; '))),
  );
}
