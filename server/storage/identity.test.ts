import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readIdentity } from './identity.ts';

it('the identity of a server is made once, and anew where it cannot be read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'identity-'));
  try {
    const first = await readIdentity(folder);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(await readIdentity(folder)).toBe(first);
    await writeFile(join(folder, 'identity'), 'rubbish');
    expect(await readIdentity(folder)).not.toBe(first);
  } finally {
    await rm(folder, { recursive: true });
  }
});
