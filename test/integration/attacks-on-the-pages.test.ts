import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEditor } from '../../server/cli/build-editor.ts';
import { openApp, type OpenApp } from '../fixtures/open-app.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DIST = join(ROOT, 'editor', 'dist');

let open: OpenApp;
let files: string[];

beforeAll(async () => {
  expect(await buildEditor(ROOT, () => undefined)).toBeUndefined();
  open = await openApp([], {}, { editorDir: DIST, examplesDir: join(ROOT, 'examples') });
  files = readdirSync(DIST, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ parentPath, name }) => join(parentPath, name).slice(DIST.length).replaceAll('\\', '/'));
});

afterAll(async () => {
  await open.close();
});

/** What of a page would run without being a file of ours. */
function inlineScripts(html: string): string[] {
  const inside = [...html.matchAll(/<script\b([^>]*)>([^<]*)/gi)].filter(
    ([, attributes = '', text = '']) => !/\bsrc=/.test(attributes) || text.trim() !== '',
  );
  const elsewhere = [...html.matchAll(/<script\b[^>]*\bsrc=["']?(?:https?:)?\/\/[^>]*/gi)];
  const handlers = [...html.matchAll(/<[^>]*\s(?:on[a-z]+=|(?:href|src)=["']?javascript:)[^>]*/gi)];
  return [...inside, ...elsewhere, ...handlers].map(([found]) => found.slice(0, 100));
}

describe('every page', () => {
  it('runs files of ours only, and its policy lets nothing else run', async () => {
    const pages = [
      '/',
      '/api/docs/',

      ...files.filter((path) => path.endsWith('.html')),
    ];
    for (const path of pages) {
      const { status, headers, text } = await open.ask('GET', path);
      expect(status, `${path}`).toBe(200);
      expect(headers.get('content-security-policy'), `${path}`).toContain(
        "script-src 'self' 'wasm-unsafe-eval';",
      );
      expect(inlineScripts(text), `${path}`).toEqual([]);
    }
  });

  it('and every file comes under a policy, with its own type; only the simulation worker may make functions', async () => {
    expect(files.length).toBeGreaterThan(5);
    for (const path of files) {
      const { status, headers } = await open.ask('GET', path);
      const policy = headers.get('content-security-policy') ?? '';
      expect([path, status, headers.get('x-content-type-options')]).toEqual([path, 200, 'nosniff']);
      expect(policy, `${path}`).toMatch(/^default-src 'none'; script-src 'self'/);
      expect(policy.includes("'unsafe-eval'"), `${path}`).toBe(path.startsWith('/worker/'));
      expect(policy.replace(/style-src[^;]*/, ''), `${path}`).not.toContain("'unsafe-inline'");
    }
  });

  it('of an example brings no script along: its picture is under the policy too', async () => {
    const examples = JSON.parse((await open.ask('GET', '/api/examples')).text) as { picture?: string }[];
    for (const { picture } of examples) {
      if (picture === undefined) continue;
      const { headers } = await open.ask('GET', picture);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });
});

describe('a path', () => {
  const secret = readFileSync(join(ROOT, 'package.json'), 'utf8');

  it.each([
    '/../package.json',
    '/../../package.json',
    '/assets/../../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/assets/..%5c..%5c..%5cpackage.json',
    '/%252e%252e/%252e%252e/package.json',
    '//package.json',
    `/${ROOT}/package.json`,
    `//${ROOT}/package.json`,
    '/assets/%00/../../package.json',
    '/.sources',
    '/assets/',
    '/worker',
    '/file:///etc/passwd',
  ])('%s leads to no file outside of the page', async (path) => {
    const answer = await open.raw(`GET ${path} HTTP/1.1\r\nhost: ${open.host}\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 (400|403|404) /);
    expect(answer).not.toContain(secret.slice(0, 60));
  });
});
