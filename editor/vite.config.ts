import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where `pnpm dev` finds the server; the page itself only knows its own origin. */
const server = process.env.TWINLOOM_DEV_SERVER ?? 'http://127.0.0.1:4280';

const BUILT_IN_NODES = join(import.meta.dirname, '..', 'nodes', 'catalog.ts');

/** Lets the simulation worker load the built-in nodes as a bundle of their own. The page is built without it, so node code cannot get into the page. */
function nodePack(apply?: 'serve'): Plugin {
  return {
    name: 'node-pack',
    apply,
    resolveId: (id) => (id === 'virtual:node-pack' ? BUILT_IN_NODES : undefined),
  };
}

/** What runs in the worker lies in a folder that the server gives a content security policy of its own. */
const IN_WORKER_FOLDER = 'worker/[name]-[hash].js';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), nodePack('serve')],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 1500 },
  worker: {
    format: 'es',
    plugins: () => [nodePack()],
    rolldownOptions: { output: { entryFileNames: IN_WORKER_FOLDER, chunkFileNames: IN_WORKER_FOLDER } },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: server, ws: true, changeOrigin: true, headers: { origin: server } } },
  },
});
