import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBundle } from './open-bundle.ts';

let root: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** What a bundle says, as a process of its own. */
function run(bundle: string | undefined): { stdout: string; stderr: string } {
  return spawnSync(process.execPath, [fileURLToPath(bundle ?? '')], { encoding: 'utf8' });
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'twinloom-bundle-'));
  write('server/package.json', '{ "type": "module" }');
  write(
    'server/cli/run-process.ts',
    `import { Worker } from 'node:worker_threads';
import { says } from '../host/says.ts';
new Worker(new URL('./some-worker.ts', import.meta.url)).on('message', (word: string) => {
  console.log(word, says);
  throw new Error('no more');
});`,
  );
  write(
    'server/cli/some-worker.ts',
    `import { parentPort } from 'node:worker_threads';\nparentPort!.postMessage('heard');`,
  );
  write(
    'server/host/says.ts',
    `import { join } from 'node:path';\nexport const says = join(import.meta.dirname, '..');`,
  );
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the bundle of the server', () => {
  it('is made by a start of the server, runs threads of its own and knows its folder', async () => {
    const { stdout } = run(await openBundle(['start'], root));
    expect(stdout.trim()).toBe(`heard ${join(root, 'server')}`);
  });

  it('names the lines of the sources in what fails', async () => {
    const { stderr } = run(await openBundle(['start'], root));
    expect(stderr).toContain(`${join(root, 'server', 'cli', 'run-process.ts')}:5:`);
  });

  it('is used by other commands where there is one, and made by none of them', async () => {
    expect(await openBundle(['run'], root)).toBeUndefined();
    expect(await openBundle(['start', '--no-editor'], root)).toBeUndefined();
    expect(await openBundle(['start', '--help'], root)).toBeUndefined();
    const bundle = await openBundle(['start'], root);
    expect(await openBundle(['run'], root)).toBe(bundle);
  });

  it.each([
    'server/host/says.ts',
    'server/routes/new.ts',
    'runtime/graph/flow.ts',
    'nodes/catalog.ts',
    'pnpm-lock.yaml',
  ])('is not used once %s has changed', async (path) => {
    const before = await openBundle(['start'], root);
    write(path, `export const says = 'other';`);
    expect(await openBundle(['run'], root)).toBeUndefined();
    expect(await openBundle(['start'], root)).not.toBe(before);
  });

  it('stays beside a newer one, for servers that run from it', async () => {
    const before = await openBundle(['start'], root);
    write('server/host/says.ts', `export const says = 'other';`);
    run(await openBundle(['start'], root));
    expect(run(before).stdout).toContain('heard');
    for (let i = 0; i < 4; i++) {
      write('server/host/says.ts', `export const says = ${i};`);
      await openBundle(['start'], root);
    }
    expect(readdirSync(join(root, 'server', 'dist'))).toHaveLength(3);
  });

  it('leaves the sources to be run where it cannot be made', async () => {
    write('server/host/says.ts', 'export const says = import.meta.url;');
    expect(await openBundle(['start'], root)).toBeUndefined();
    expect(readdirSync(join(root, 'server', 'dist'))).toEqual([]);
  });
});
