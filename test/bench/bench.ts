import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;

/** `pnpm bench [name…] [--quick]`: runs the named subjects of this folder, or all, one after the other; exit 1 where one fails. */
const args = process.argv.slice(2);
const flags = args.filter((arg) => arg.startsWith('--'));
const known = readdirSync(HERE).filter((name) => existsSync(join(HERE, name, 'bench.ts')));
const wanted = args.filter((arg) => !arg.startsWith('--'));
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exit(2);
}
let failed = 0;
for (const name of wanted.length > 0 ? wanted : known) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, [join(HERE, name, 'bench.ts'), ...flags], {
    stdio: 'inherit',
  });
  if (status !== 0) failed++;
}
process.exitCode = failed > 0 ? 1 : 0;
