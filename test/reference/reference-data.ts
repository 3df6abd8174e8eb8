import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env.TWINLOOM_REFDATA ?? join(import.meta.dirname, '../../../shared/data');

/** Published figures to test against; undefined, with one line that says so, where the reference data is absent. */
export function readReferenceFigures(): Record<string, unknown> | undefined {
  const file = join(FOLDER, 'reference-figures.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  console.log(`skipped: the reference data is not in ${FOLDER}; TWINLOOM_REFDATA names another folder`);
  return undefined;
}
