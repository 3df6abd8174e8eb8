import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { requireProgram } from '../fixtures/programs.ts';

describe('the programs of the machine', () => {
  it('has a mosquitto of version 2', () => {
    const { stdout } = spawnSync(requireProgram('mosquitto'), ['-h'], { encoding: 'utf8' });
    expect(stdout).toMatch(/^mosquitto version 2\./);
  });

  it('has a Chromium that starts', () => {
    const { status, stdout } = spawnSync(requireProgram('chromium'), ['--version'], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toMatch(/Chrom/);
  });
});
