import { readFileSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';

/** Puts a compressed copy beside each file, for the server to send. */
export async function compressFiles(folder: string): Promise<void> {
  for await (const path of glob('**/*.{js,css,html,svg}', { cwd: folder })) {
    const compressed = await promisify(gzip)(readFileSync(join(folder, path)), {
      level: constants.Z_BEST_COMPRESSION,
    });
    writeFileSync(join(folder, `${path}.gz`), compressed);
  }
}
