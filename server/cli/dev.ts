import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { keepCompiled } from './keep-compiled.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const EDITOR = join(ROOT, 'editor');
/** The sources as they are: what changes is watched. */
const COMMANDS = join(import.meta.dirname, 'run-process.ts');
const ADDRESS = /Twinloom is at (http:\S+)/;

/** `pnpm dev`: the server starts again when a file of it changes; the editor is served by vite, which asks the server for /api. */
function develop(args: readonly string[]): void {
  const server = spawn(
    process.execPath,
    ['--watch', '--watch-preserve-output', COMMANDS, 'start', '--no-editor', ...args],
    { cwd: ROOT, stdio: ['inherit', 'pipe', 'inherit'] },
  );
  let vite: ChildProcess | undefined;
  server.stdout.on('data', (text: Buffer) => {
    process.stdout.write(text);
    const address = ADDRESS.exec(text.toString())?.[1];
    if (address !== undefined) vite ??= startVite(address);
  });
  const stop = (): void => {
    server.kill('SIGTERM');
    vite?.kill('SIGTERM');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  server.once('exit', (code) => {
    vite?.kill('SIGTERM');
    process.exitCode = code ?? 0;
  });
}

function startVite(address: string): ChildProcess {
  return spawn(process.execPath, [join(EDITOR, 'node_modules', 'vite', 'bin', 'vite.js')], {
    cwd: EDITOR,
    env: { ...process.env, TWINLOOM_DEV_SERVER: address },
    stdio: 'inherit',
  });
}

keepCompiled();
develop(process.argv.slice(2));
