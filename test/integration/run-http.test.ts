import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '..', '..', 'server', 'main.ts');
const folder = mkdtempSync(join(tmpdir(), 'twinloom-http-'));
const asked: string[] = [];
let onTaken: (body: string) => void = () => undefined;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    let body = '';
    for await (const piece of request) body += String(piece);
    response.end('2.5');
    if (request.method === 'PUT') onTaken(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

function flowFile(): string {
  const file = join(folder, 'level.flow.json');
  const nodes = {
    level: { type: 'sources/http-poll', params: { url: `${url}/{twin}`, every: '100 ms', unit: 'm' } },
    double: { type: 'transforms/gain', params: { gain: 2 } },
    hook: { type: 'sinks/webhook', params: { url: `${url}/hook`, method: 'PUT' } },
    diary: { type: 'sinks/log', params: { level: 'warning', text: 'level {value}' } },
  };
  const edges = ['level.value -> double.in', 'double.out -> hook.in', 'level.value -> diary.in'];
  writeFileSync(file, JSON.stringify({ twinloom: 1, nodes, edges }));
  return file;
}

function run(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, 'run', flowFile(), '--twin', 'tank-01', ...args]);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => (said.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said.stderr += text.toString()));
  const ended = once(child, 'close').then(([status]) => ({ status: status as number | null, ...said }));
  return { child, ended };
}

describe('a run of a flow that speaks HTTP', () => {
  it('in simulated time asks and sends nothing: a column named by the URL speaks for the source', async () => {
    const replay = join(folder, 'replay.csv');
    writeFileSync(replay, `time,${url}/tank-01\n0,1\n1,oops\n2,3\n`);
    const { status, stdout, stderr } = await run('--replay', replay, '--record', 'double.out').ended;
    expect([status, asked]).toEqual([0, []]);
    expect(stdout).toBe('time,double.out\n0,2\n1,\n2,6\n');
    expect(stderr).toContain('diary: at 0 s: level 1 m');
    expect(stderr).toContain('expected a number, got "oops"');
  });

  it('live asks and sends for real, and needs no broker', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    onTaken = resolve;
    const { child, ended } = run('--live');
    expect(JSON.parse(await promise)).toMatchObject({ twin: 'tank-01', node: 'hook', value: 5, unit: 'm' });
    child.kill('SIGTERM');
    const { status, stderr } = await ended;
    expect(status).toBe(0);
    expect(stderr).not.toMatch(/mqtt|could not be sent/);
    expect(asked[0]).toBe('GET /tank-01');
  });
});
