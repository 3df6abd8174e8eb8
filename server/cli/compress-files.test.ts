import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compressFiles } from './compress-files.ts';

let folder: string;

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'twinloom-compress-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('every text of a page has a compressed copy beside it, in every folder', async () => {
  mkdirSync(join(folder, 'assets'));
  const files = ['index.html', join('assets', 'a.js'), join('assets', 'a.css'), 'icon.svg'];
  for (const path of files) writeFileSync(join(folder, path), path.repeat(100));
  writeFileSync(join(folder, 'photo.png'), 'is compressed already');
  await compressFiles(folder);
  for (const path of files) {
    expect(gunzipSync(readFileSync(join(folder, `${path}.gz`))).toString()).toBe(path.repeat(100));
  }
  expect(readdirSync(folder)).not.toContain('photo.png.gz');
});
