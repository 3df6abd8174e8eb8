import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env.TWINLOOM_REFDATA ?? join(import.meta.dirname, '../../../shared/data');

/** A file of the reference data; undefined, with one line that says so, where it is absent. */
export function referenceFile(name: string): string | undefined {
  const file = join(FOLDER, name);
  if (existsSync(file)) return file;
  console.log(`skipped: there is no ${name} in ${FOLDER}; TWINLOOM_REFDATA names another folder`);
  return undefined;
}

/** Published figures to test against; undefined where the reference data is absent. */
export function readReferenceFigures(): Record<string, unknown> | undefined {
  const file = referenceFile('reference-figures.json');
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
}
