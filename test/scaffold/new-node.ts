import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFiles, readNodeName, withNode } from './node-files.ts';

const NODES = join(import.meta.dirname, '..', '..', 'nodes');
const CATALOG = join(NODES, 'catalog.ts');

process.exitCode = makeNode(process.argv[2]);

/** Writes the node, its test and its line in the catalog, or nothing and why. */
function makeNode(text: string | undefined): number {
  const named = readNodeName(text);
  if ('problem' in named) return refuse(named.problem);
  const file = join(named.pack, `${named.name}.ts`);
  const test = join(named.pack, `${named.name}.test.ts`);
  const taken = [file, test].find((path) => existsSync(join(NODES, path)));
  if (taken !== undefined) return refuse(`nodes/${taken} is there already`);
  const made = nodeFiles(named);
  writeFileSync(join(NODES, file), made.node);
  writeFileSync(join(NODES, test), made.test);
  writeFileSync(CATALOG, withNode(readFileSync(CATALOG, 'utf8'), named));
  spawnSync('oxfmt', [file, test, 'catalog.ts'], { cwd: NODES });
  console.log(`nodes/${file}, its test beside it, and its line in nodes/catalog.ts.
Next:
  1. Write its formula, its params with units, and what is in capitals.
  2. Write what it must do, with numbers from outside, in nodes/${test};
     try it: npx -y pnpm@12.21.0 exec vitest run nodes/${test}
  3. npx -y pnpm@12.21.0 start shows it in the palette; npx -y pnpm@12.21.0 test holds it to the rules of every node.`);
  return 0;
}

function refuse(problem: string): number {
  console.error(problem);
  return 1;
}
