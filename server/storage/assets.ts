import { createHash, randomUUID } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Most bytes of one asset, and of all together. */
export const ASSET_BYTES = 64 * 1024 * 1024;
const ALL_BYTES = 4 * 1024 * 1024 * 1024;

const HASH = /^sha256:([0-9a-f]{64})$/;

/** What keeps an asset out. */
export type AssetRefusal = 'too-large' | 'not-text' | 'empty' | 'full';

/** Files that flows name by what stands in them: a folder of the data folder, one file for each hash, never changed afterwards. */
export class Assets {
  readonly #folder: string;
  readonly #limits: { one: number; all: number };

  constructor(dataDir: string, limits = { one: ASSET_BYTES, all: ALL_BYTES }) {
    this.#folder = join(dataDir, 'assets');
    this.#limits = limits;
  }

  /** Where an asset lies; undefined when there is none of that hash, or when the text is no hash. */
  path(hash: string): string | undefined {
    const [, digits] = HASH.exec(hash) ?? [];
    const path = digits === undefined ? undefined : join(this.#folder, `${digits}.csv`);
    // A link in the folder may lead out of it.
    const isThere = path !== undefined && lstatSync(path, { throwIfNoEntry: false })?.isFile();
    return isThere ? path : undefined;
  }

  /** Keeps a text that arrives in pieces, whole and on the disk or not at all. */
  async put(
    pieces: AsyncIterable<Uint8Array>,
  ): Promise<{ hash: string; bytes: number } | { refused: AssetRefusal }> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const room = Math.min(this.#limits.one, this.#limits.all - (await this.#bytes()));
    const draft = join(this.#folder, `${randomUUID()}.part`);
    const hash = createHash('sha256');
    const file = await open(draft, 'wx', 0o600);
    let bytes = 0;
    try {
      for await (const piece of pieces) {
        bytes += piece.byteLength;
        if (bytes > room) return { refused: bytes > this.#limits.one ? 'too-large' : 'full' };
        if (piece.includes(0)) return { refused: 'not-text' };
        hash.update(piece);
        await file.writeFile(piece);
      }
      if (bytes === 0) return { refused: 'empty' };
      await file.sync();
      const digits = hash.digest('hex');
      await rename(draft, join(this.#folder, `${digits}.csv`));
      return { hash: `sha256:${digits}`, bytes };
    } finally {
      await file.close();
      await rm(draft, { force: true });
    }
  }

  async #bytes(): Promise<number> {
    const names = await readdir(this.#folder);
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(this.#folder, name))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  }
}
