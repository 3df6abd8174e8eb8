import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, 'node-arrived.js');

const pretendVersion = (version: string) =>
  `Object.defineProperty(process, 'version', { value: 'v${version}' });` +
  `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });` +
  `await import(${JSON.stringify(pathToFileURL(SCRIPT).href)});`;

describe('node-arrived', () => {
  it("says nothing on the project's own Node", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('names the found version and the remedy in one line when process.versions tells of an older Node', () => {
    const program = ['--input-type=module', '--eval', pretendVersion('20.20.2')];
    const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('needs Node 24; this is v20.20.2');
    expect(stderr).toContain('Install Node 24');
  });
});
