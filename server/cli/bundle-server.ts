import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Plugin } from 'rolldown';

/** Bundles that stay beside the newest: servers may still run from them. */
const FORMER = 2;

/** Makes one bundle of the server's process, its threads and its children in a folder that does not exist yet: all of it or nothing. The answer is what went wrong. */
export async function bundleServer(root: string, folder: string): Promise<string | undefined> {
  const draft = join(dirname(folder), `draft-${process.pid}`);
  try {
    removeFormer(dirname(folder));
    await build(root, draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    return error instanceof Error ? error.message : String(error);
  }
  return undefined;
}

async function build(root: string, dir: string): Promise<void> {
  // Where it is missing the sources are run.
  const { rolldown } = await import('rolldown');
  const server = join(root, 'server');
  const bundle = await rolldown({
    input: commandsOf(server),
    platform: 'node',
    // Pages lie beside its code, and what it serves them with it has in common with us.
    external: /^@fastify\/(static|swagger-ui)$/,
    plugins: [ownPlaces(server)],
  });
  await bundle.write({ dir, format: 'esm', sourcemap: true, chunkFileNames: '[name]-[hash].js' });
  await bundle.close();
}

const SCRIPT = /new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)/g;
const FOLDER = /import\.meta\.dirname/g;

/**
 * Scripts that a file names beside it become files of the bundle, each beginning with what names the lines of the sources, and a file knows its folder.
 * Any other use of its own address is refused.
 */
function ownPlaces(server: string): Plugin {
  const lines = join(import.meta.dirname, 'name-lines.ts');
  const scripts = new Set([commandsOf(server)]);
  return {
    name: 'own-places',
    transform: {
      filter: { id: /^(?!.*node_modules).*\.ts$/ },
      handler(code, id) {
        const other = code.replace(SCRIPT, '').replace(FOLDER, '');
        if (other.includes('import.meta.') && id !== lines)
          throw new Error(`${id} uses its own address in another way`);
        const at = relative(server, dirname(id)).split(sep).join('/');
        const led = code.replace(FOLDER, `(import.meta.dirname + '/../../${at}')`);
        const bundled = led.replace(SCRIPT, (_, name: string) => {
          const script = join(dirname(id), `${name}.ts`);
          if (!scripts.has(script)) this.emitFile({ type: 'chunk', id: script, fileName: `${name}.js` });
          scripts.add(script);
          return `new URL('./${name}.js', import.meta.url)`;
        });
        // No line is added or lost.
        return { code: scripts.has(id) ? `import ${JSON.stringify(lines)}; ${bundled}` : bundled, map: null };
      },
    },
  };
}

function commandsOf(server: string): string {
  return join(server, 'cli', 'run-process.ts');
}

function removeFormer(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const byAge = readdirSync(folder)
    .map((name) => join(folder, name))
    .toSorted((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs);
  for (const path of byAge.slice(FORMER)) rmSync(path, { recursive: true, force: true });
}
