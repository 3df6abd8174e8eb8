import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A file by its path from the root (with `/`) and its text. */
export type SourceFile = { path: string; text: string };

/** Also `.git`, which is a file in a worktree. */
const LEFT_OUT = new Set(['node_modules', 'dist', 'screenshots', '.git', '.twinloom']);

/** The folders of the repository and the files at its root. */
export function repositoryPaths(): string[] {
  const files = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !LEFT_OUT.has(entry.name),
  );
  const folders = ['.ci', 'runtime', 'nodes', 'server', 'editor', 'examples', 'test'];
  return [...folders, ...files.map(({ name }) => name)];
}

/** Every file at or below the paths whose name ends as given; a path where nothing is adds nothing. */
export function readSources(paths: readonly string[], ending: RegExp): SourceFile[] {
  return paths
    .filter((path) => existsSync(join(root, path)))
    .flatMap((path) => (statSync(join(root, path)).isFile() ? [path] : listFiles(path)))
    .filter((path) => ending.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.has(name))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return listFiles(path);
      return entry.isFile() ? [path] : [];
    });
}
