import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hashSources } from './hash-sources.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SOURCES = ['server', 'runtime', 'nodes', 'pnpm-lock.yaml'];
const KEY_LENGTH = 16;

/**
 * The script with which a command runs from the bundle of the server, which is of the same sources; undefined where these are run as they are.
 * Where there is none, a start of the server with its page makes one.
 */
export async function openBundle(args: readonly string[], root = ROOT): Promise<string | undefined> {
  const key = hashSources(root, SOURCES).slice(0, KEY_LENGTH);
  const folder = join(root, 'server', 'dist', key);
  const script = join(folder, 'run-process.js');
  if (!existsSync(script)) {
    if (!isLongLived(args)) return undefined;
    const { bundleServer } = await import('./bundle-server.ts');
    const failure = await bundleServer(root, folder);
    // Another start may have made it meanwhile.
    if (failure !== undefined && !existsSync(script)) {
      console.error(`twinloom: the server could not be bundled and runs from its sources (${failure})`);
      return undefined;
    }
  }
  return pathToFileURL(script).href;
}

function isLongLived(args: readonly string[]): boolean {
  return args[0] === 'start' && !['--no-editor', '--help', '-h'].some((flag) => args.includes(flag));
}
