import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contender } from './rounds.ts';

/**
 * A C program as the limit: called with the number of units it prints its checksum, its CPU time and its wall time in ns. Undefined, and
 * said so, where there is no gcc.
 */
export function cProgram(name: string, source: string, ...args: string[]): Contender | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'twinloom-c-'));
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
  const program = join(dir, 'program');
  const { status, stderr, error } = spawnSync('gcc', ['-O2', '-o', program, source, '-lm']);
  if (error) {
    console.log(`${name}: left out, there is no gcc here`);
    return undefined;
  }
  if (status !== 0) throw new Error(stderr.toString());
  return {
    name,
    run(units) {
      const { stdout } = spawnSync(program, [String(units), ...args]);
      const [checksum, cpu, wall] = stdout.toString().trim().split(' ').map(Number) as [
        number,
        number,
        number,
      ];
      return { checksum, cpu, wall };
    },
  };
}
