import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EDITOR_SOURCES } from './build-editor.ts';
import { hashSources } from './hash-sources.ts';

let root: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'twinloom-sources-'));
  write('editor/App.tsx', 'app');
  write('runtime/graph/flow.ts', 'flow');
  write('nodes/catalog.ts', 'nodes');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the hash of the editor’s sources', () => {
  it.each([
    'editor/App.tsx',
    'editor/ui/new.css',
    'runtime/graph/flow.ts',
    'nodes/catalog.ts',
    'nodes/physics/new.ts',
    'pnpm-lock.yaml',
  ])('changes with %s', (path) => {
    const before = hashSources(root, EDITOR_SOURCES);
    write(path, 'changed');
    expect(hashSources(root, EDITOR_SOURCES)).not.toBe(before);
  });

  it.each([
    'editor/dist/index.html',
    'editor/node_modules/a/b.js',
    'runtime/graph/flow.test.ts',
    'server/app.ts',
  ])('does not change with %s', (path) => {
    const before = hashSources(root, EDITOR_SOURCES);
    write(path, 'changed');
    expect(hashSources(root, EDITOR_SOURCES)).toBe(before);
  });

  it('changes when a file is renamed', () => {
    const before = hashSources(root, EDITOR_SOURCES);
    rmSync(join(root, 'editor/App.tsx'));
    write('editor/Main.tsx', 'app');
    expect(hashSources(root, EDITOR_SOURCES)).not.toBe(before);
  });
});
