import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const IDENTITY = /^[0-9a-f]{32}$/;

/** What a server calls itself to others, in the file `identity` of its data folder: made at the first start. A copy of the folder is the same server. */
export async function readIdentity(dataDir: string): Promise<string> {
  const path = join(dataDir, 'identity');
  const known = await readFile(path, 'utf8').catch(() => '');
  if (IDENTITY.test(known.trim())) return known.trim();
  const identity = randomBytes(16).toString('hex');
  await writeFile(path, `${identity}\n`, { mode: 0o600 });
  return identity;
}
