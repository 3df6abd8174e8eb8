import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/** Beside the packages, which whoever may write there may change as well: what stands in it runs. */
const FOLDER = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'twinloom-compiled');

/** Files of ours that were compiled once are not compiled again, in this process nor in its threads and children; where the folder cannot be written, they are. */
export function keepCompiled(): void {
  if (process.env['NODE_COMPILE_CACHE'] !== undefined) return;
  enableCompileCache(FOLDER);
  process.env['NODE_COMPILE_CACHE'] = FOLDER;
}
