import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const HERE = import.meta.dirname;
const LOCK = join(HERE, 'package-lock.json');
/** Which lockfile is installed. */
const MARK = join(HERE, 'node_modules', '.twinloom-installed');

/** A package of the peers, as `require` gives it; installed first where that was not done yet. Its scripts do not run. */
export function requirePeer(name: string): unknown {
  install();
  return createRequire(LOCK)(name) as unknown;
}

/** Where a file of the peers is, for a process of its own. */
export function peerFile(path: string): string {
  install();
  return join(HERE, 'node_modules', path);
}

function install(): void {
  const wanted = readFileSync(LOCK, 'utf8');
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === wanted) return;
  console.error('bench: installing the peers (node-red, rxjs, odex, duckdb), once');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: HERE,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    throw new Error('npm could not install the peers: see above; the bench needs the network once');
  writeFileSync(MARK, wanted);
}
