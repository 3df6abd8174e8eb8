import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const NO_SOURCES = new Set(['node_modules', 'dist']);
const NO_SOURCE = /\.test\.tsx?$|\.md$/;

/** One hash over the names and contents of all files at or below the paths, but for tests and texts. */
export function hashSources(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.toSorted().flatMap((path) => filesOf(root, path)))
    hash
      .update(`${file}\n`)
      .update(readFileSync(join(root, file)))
      .update('\n');
  return hash.digest('hex');
}

function filesOf(root: string, path: string): string[] {
  const isFolder = statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined) return [];
  return isFolder ? filesBelow(root, path) : [path];
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !NO_SOURCES.has(name))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(root, path);
      return entry.isFile() && !NO_SOURCE.test(path) ? [path] : [];
    });
}
