import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Assets } from './assets.ts';

let folder: string;

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'twinloom-assets-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

describe('an asset', () => {
  it('goes by the hash of what stands in it, however it arrived', async () => {
    const assets = new Assets(folder);
    const hash = `sha256:${createHash('sha256').update('time,a\n0,1\n').digest('hex')}`;
    expect(await assets.put(pieces('time,a', '\n0,1\n'))).toEqual({ hash, bytes: 11 });
    expect(await assets.put(pieces('time,a\n0,1\n'))).toEqual({ hash, bytes: 11 });
    expect(readdirSync(join(folder, 'assets'))).toHaveLength(1);
    expect(readFileSync(assets.path(hash)!, 'utf8')).toBe('time,a\n0,1\n');
  });

  it.each(['', 'sha256:', `sha256:${'0'.repeat(64)}`, '../twinloom.db', `sha256:../${'0'.repeat(61)}`])(
    'is not found at %j',
    async (hash) => {
      const assets = new Assets(folder);
      await assets.put(pieces('a'));
      expect(assets.path(hash)).toBeUndefined();
    },
  );

  it('leaves nothing behind where it is refused', async () => {
    const assets = new Assets(folder, { one: 10, all: 15 });
    expect(await assets.put(pieces('123456', '789012'))).toEqual({ refused: 'too-large' });
    expect(await assets.put(pieces('a\0b'))).toEqual({ refused: 'not-text' });
    expect(await assets.put(pieces())).toEqual({ refused: 'empty' });
    expect(readdirSync(join(folder, 'assets'))).toEqual([]);
    expect(await assets.put(pieces('1234567890'))).toMatchObject({ bytes: 10 });
    expect(await assets.put(pieces('abcdef'))).toEqual({ refused: 'full' });
    expect(readdirSync(join(folder, 'assets'))).toHaveLength(1);
  });

  it('leaves nothing behind where the sender goes away', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode('half');
      throw new Error('gone');
    }
    await expect(new Assets(folder).put(broken())).rejects.toThrow('gone');
    expect(readdirSync(join(folder, 'assets'))).toEqual([]);
  });
});
