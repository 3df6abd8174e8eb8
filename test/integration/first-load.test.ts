import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildEditor } from '../../server/cli/build-editor.ts';
import { openApp, type OpenApp } from '../fixtures/open-app.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DIST = join(ROOT, 'editor', 'dist');
const MOST_BYTES = 250_000;

let open: OpenApp;

beforeAll(async () => {
  expect(await buildEditor(ROOT, () => undefined)).toBeUndefined();
  open = await openApp([], {}, { editorDir: DIST, examplesDir: join(ROOT, 'examples') });
});

afterAll(() => open.close());

/** What goes over the wire; NaN where it does not come compressed. */
async function bytesOf(path: string): Promise<number> {
  const { headers } = await open.ask('GET', path, undefined, { 'accept-encoding': 'gzip' });
  return headers.get('content-encoding') === 'gzip' ? Number(headers.get('content-length')) : NaN;
}

it('the page with all that it begins with comes compressed in at most 250 kB', async () => {
  const { text } = await open.ask('GET', '/');
  // Beside the page it asks for data, whose size is that of what runs here.
  const linked = [...text.matchAll(/(?:src|href)="(\/(?!api\/)[^"]+)"/g)].map(([, path]) => path!);
  // The time strip comes on demand, and every page that follows a twin demands it.
  const strip = readdirSync(join(DIST, 'assets'))
    .filter((name) => /^(TimeStrip|time)-.*\.(js|css)$/.test(name))
    .map((name) => `/assets/${name}`);
  expect(strip).toHaveLength(2);
  const paths = ['/', ...linked, ...strip];
  const sizes = await Promise.all(paths.map(async (path) => ({ path, bytes: await bytesOf(path) })));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  // Where it is over, the list says what it went to.
  expect(total <= MOST_BYTES ? [] : sizes).toEqual([]);
});
