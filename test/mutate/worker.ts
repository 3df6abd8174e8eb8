import { isMainThread, parentPort } from 'node:worker_threads';
import { init, runBaseTests, setupEnvironment } from 'vitest/worker';

/** What this file needs of vite's module runner. */
interface Modules {
  getModulesByFile(file: string): ReadonlySet<LoadedModule> | undefined;
  getModuleById(id: string): LoadedModule | undefined;
  invalidateModule(module: LoadedModule): void;
}
interface LoadedModule {
  id: string;
  importers: ReadonlySet<string>;
}

if (isMainThread || !parentPort) throw new Error('worker.ts runs in a thread of its own');
const port = parentPort;
let modules: Modules | undefined;

port.setMaxListeners(0);
port.on('message', ({ forget = [] }: { forget?: string[] }) => {
  for (const file of forget) if (modules) forgetFile(modules, file);
});

init({
  post: (response) => port.postMessage(response),
  on: (callback) => port.on('message', callback),
  off: (callback) => port.off('message', callback),
  runTests: (state, traces) => runBaseTests('run', state, traces),
  collectTests: (state, traces) => runBaseTests('collect', state, traces),
  setup: setupEnvironment,
  onModuleRunner: (runner) => (modules = (runner as { evaluatedModules: Modules }).evaluatedModules),
});

/** Lets a file, and all that import it, be loaded anew. */
function forgetFile(loaded: Modules, file: string): void {
  const ids = new Set([...(loaded.getModulesByFile(file) ?? [])].map(({ id }) => id));
  for (const id of ids) {
    const module = loaded.getModuleById(id);
    if (!module) continue;
    for (const importer of module.importers) ids.add(importer);
    loaded.invalidateModule(module);
  }
}
