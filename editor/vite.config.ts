import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where `pnpm dev` finds the server; the page itself only knows its own origin. */
const server = process.env.TWINLOOM_DEV_SERVER ?? 'http://127.0.0.1:4280';

const MAIN = join(import.meta.dirname, 'main.tsx');
const BUILT_IN_NODES = join(import.meta.dirname, '..', 'nodes', 'catalog.ts');

/** Lets the simulation worker load the built-in nodes as a bundle of their own. The page is built without it, so node code cannot get into the page. */
function nodePack(apply?: 'serve'): Plugin {
  return {
    name: 'node-pack',
    apply,
    resolveId: (id) => (id === 'virtual:node-pack' ? BUILT_IN_NODES : undefined),
  };
}

/** Where zod is led to what makes JSON Schema of a schema. */
const ZOD_SCHEMAS = /[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/;
const JSON_SCHEMA_IMPORTS: readonly (readonly [line: RegExp, instead: string])[] = [
  [/^import \* as processors from .*json-schema-processors\.js.*$/m, 'const processors = {};'],
  [
    /^import \{ createStandardJSONSchemaMethod, createToJSONSchemaMethod \} from .*$/m,
    'const createStandardJSONSchemaMethod = () => undefined, createToJSONSchemaMethod = () => undefined;',
  ],
];

/** Leaves out of the page what makes JSON Schema of a zod schema: only the server does, and it is a fifth of zod. */
function withoutJsonSchema(): Plugin {
  return {
    name: 'without-json-schema',
    apply: 'build',
    transform: {
      filter: { id: ZOD_SCHEMAS },
      handler(code) {
        return JSON_SCHEMA_IMPORTS.reduce((left, [line, instead]) => {
          if (!line.test(left)) throw new Error(`zod no longer has the line ${line}`);
          return left.replace(line, instead);
        }, code);
      },
    },
  };
}

const WORDS = join(import.meta.dirname, 'words');
/** A text in a catalogue, as it is formatted. */
const TEXT = /^ {2}(\w+):/gm;

/** Where a catalogue is used, and which of its texts: `alarmsWords.acknowledge`. */
const USE = /(?<!import .*)\b(\w+Words)\b(?:\s*\.(\w+))?/g;

/** The texts of each catalogue of the page by the names that they have in the code, and the short ones instead. */
function readShortNames(): Map<string, Map<string, string>> {
  const catalogues = readdirSync(WORDS)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(WORDS, file), 'utf8'))
    .flatMap((code): [string, Map<string, string>][] => {
      const [, catalogue] = /export const (\w+) = inLanguage/.exec(code) ?? [];
      const names = [...code.matchAll(TEXT)].map(([, name], i): [string, string] => [name!, shortName(i)]);
      return catalogue === undefined ? [] : [[catalogue, new Map(names)]];
    });
  return new Map(catalogues);
}

/** `a`, `b`, … `z`, `a1`, `b1`, … */
function shortName(i: number): string {
  return String.fromCharCode(97 + (i % 26)) + (i < 26 ? '' : Math.floor(i / 26));
}

/** Leaves the names of texts to those who read the code: the page has short ones, which load sooner. */
function shortNames(): Plugin {
  const catalogues = readShortNames();
  return {
    name: 'short-names',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /[\\/]editor[\\/](?!.*node_modules).*\.tsx?$/ },
      handler(code, id) {
        const [, own = ''] = /^export const (\w+Words)\b/m.exec(code) ?? [];
        const texts = catalogues.get(own);
        if (texts)
          return code.replace(TEXT, (line, name: string) => line.replace(name, texts.get(name) ?? name));
        if (id.startsWith(WORDS)) return undefined;
        return code.replace(USE, (use, catalogue: string, name = '') => {
          const names = catalogues.get(catalogue);
          if (!names) return use;
          const short = names.get(name);
          if (short === undefined) throw new Error(`a text is used by its name: not ${use}`);
          return `${catalogue}.${short}`;
        });
      },
    },
  };
}

/** What the page begins with: all that `main.tsx` imports, and what that imports, but for what comes on demand. */
const first = new Set<string>();

interface Modules {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

/** One file for all of it: many small ones compress worse. */
function firstChunk(id: string, modules: Modules): string | null {
  if (first.size === 0) addWithImports(MAIN, modules);
  return first.has(id) ? 'first' : null;
}

function addWithImports(id: string, modules: Modules): void {
  if (first.has(id)) return;
  first.add(id);
  for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) addWithImports(imported, modules);
}

/** What runs in the worker lies in a folder that the server gives a content security policy of its own. */
const IN_WORKER_FOLDER = 'worker/[name]-[hash].js';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), nodePack('serve'), withoutJsonSchema(), shortNames()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: firstChunk, debugName: 'first' }] } } },
  },
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
