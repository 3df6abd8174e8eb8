import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compressFiles } from './compress-files.ts';
import { hashSources } from './hash-sources.ts';

/** What the build reads. */
export const EDITOR_SOURCES = ['editor', 'runtime', 'nodes', 'pnpm-lock.yaml'];

/** Builds the editor unless the built one is of the same sources. `say` gets lines of progress; the answer is what went wrong. */
export async function buildEditor(root: string, say: (line: string) => void): Promise<string | undefined> {
  const dist = join(root, 'editor', 'dist');
  const stamp = join(dist, '.sources');
  const hash = hashSources(root, EDITOR_SOURCES);
  if (existsSync(join(dist, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
    return undefined;
  }
  say('Building the editor (its sources changed) …');
  const started = performance.now();
  const failure = await runVite(root);
  if (failure !== undefined) return failure;
  await compressFiles(dist);
  writeFileSync(stamp, hash);
  say(`Built the editor in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  return undefined;
}

function runVite(root: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const editor = join(root, 'editor');
  const vite = join(editor, 'node_modules', 'vite', 'bin', 'vite.js');
  if (!existsSync(vite)) return Promise.resolve('vite is not installed; run pnpm install');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: editor,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Where tests run it says otherwise, and React would come in its slow form for developers.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  child.once('error', (error) => resolve(error.message));
  child.once('close', (code) => resolve(code === 0 ? undefined : output.trim() || `vite ended with ${code}`));
  return promise;
}
