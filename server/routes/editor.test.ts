import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardRim } from '../auth/rim.ts';
import { editorRoutes } from './editor.ts';
import type { Api, Parts } from './parts.ts';

let editorDir: string;
let app: Api;

function write(path: string): void {
  mkdirSync(dirname(join(editorDir, path)), { recursive: true });
  writeFileSync(join(editorDir, path), path);
  writeFileSync(join(editorDir, `${path}.gz`), gzipSync(path));
}

async function ask(url: string) {
  const { statusCode, headers, body } = await app.inject({ url, headers: { host: '127.0.0.1:80' } });
  const policy = new Map(
    String(headers['content-security-policy'])
      .split('; ')
      .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
  );
  return { status: statusCode, headers, body, policy };
}

beforeAll(async () => {
  editorDir = mkdtempSync(join(tmpdir(), 'twinloom-editor-'));
  for (const path of ['index.html', 'assets/index-a1.js', 'worker/simulation-worker-b2.js']) write(path);
  app = Fastify().withTypeProvider<ZodTypeProvider>() as unknown as Api;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  guardRim(app, () => 80);
  await editorRoutes(app, { editorDir } as Parts);
});

afterAll(async () => {
  await app.close();
  rmSync(editorDir, { recursive: true, force: true });
});

describe('the files of the editor', () => {
  it('with a hash in their name are kept for good, the page is asked for anew', async () => {
    expect((await ask('/')).headers['cache-control']).toBe('no-cache');
    for (const url of ['/assets/index-a1.js', '/worker/simulation-worker-b2.js']) {
      expect((await ask(url)).headers['cache-control']).toContain('immutable');
    }
  });

  it.each(['/', '/assets/index-a1.js', '/worker/simulation-worker-b2.js'])(
    '%s goes compressed to whoever takes it so, under the same rules',
    async (url) => {
      const host = '127.0.0.1:80';
      const plain = await app.inject({ url, headers: { host } });
      const compressed = await app.inject({ url, headers: { host, 'accept-encoding': 'gzip, deflate' } });
      expect(compressed.headers['content-encoding']).toBe('gzip');
      expect(compressed.headers.vary).toContain('accept-encoding');
      expect(gunzipSync(compressed.rawPayload).toString()).toBe(plain.body);
      for (const name of ['content-type', 'cache-control', 'content-security-policy'])
        expect(compressed.headers[name]).toBe(plain.headers[name]);
      expect(plain.headers['content-encoding']).toBeUndefined();
    },
  );

  it('may run code from text in the worker only, which reaches no network', async () => {
    const worker = await ask('/worker/simulation-worker-b2.js');
    expect(worker.status).toBe(200);
    expect(worker.headers['content-type']).toMatch(/javascript/);
    expect(worker.policy.get('script-src')).toEqual(["'self'", "'unsafe-eval'"]);
    const others = ['default-src', 'connect-src', 'base-uri', 'form-action', 'frame-ancestors'];
    for (const name of others) expect(worker.policy.get(name)).toEqual(["'none'"]);
    expect([...worker.policy.keys()].toSorted()).toEqual(['script-src', ...others].toSorted());
    for (const url of ['/', '/index.html', '/assets/index-a1.js', '/worker', '/workers/x.js']) {
      expect((await ask(url)).policy.get('script-src')).not.toContain("'unsafe-eval'");
    }
  });

  it.each(['/worker/..%2findex.html', '/worker/%2e%2e/index.html', '/worker/../index.html'])(
    'the page is not to be had under the worker’s policy by %s',
    async (url) => {
      const { status, policy } = await ask(url);
      if (status === 200) expect(policy.get('script-src')).not.toContain("'unsafe-eval'");
      else expect(status).toBeGreaterThanOrEqual(400);
    },
  );
});
