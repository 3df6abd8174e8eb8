import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { PlantProcess } from './plant-process.ts';

let folder: string;
let plant: PlantProcess;

/** A plant that writes its process id into a file of that name and lives until it is ended. */
const SCRIPT = `
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
process.on('disconnect', () => process.exit(0));
writeFileSync(join(import.meta.dirname, 'pid-' + process.pid), '');
setInterval(() => {}, 1000);
`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinloom-plant-'));
  writeFileSync(join(folder, 'plant.mjs'), SCRIPT);
  plant = new PlantProcess([join(folder, 'plant.mjs')], pino({ level: 'silent' }));
});

afterEach(async () => {
  await plant.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The process id of the next plant that comes up. */
async function nextUp(start: () => unknown): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const watcher = watch(folder, (_event, name) => {
    if (name?.startsWith('pid-')) resolve(Number(name.slice(4)));
  });
  await start();
  const pid = await promise;
  watcher.close();
  return pid;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the plant process', () => {
  it('runs until a person stops it, and runs again when started', async () => {
    expect(plant.state()).toMatchObject({ status: 'stopped' });
    const first = await nextUp(() => plant.set('running'));
    expect(plant.state()).toEqual({ status: 'running', says: `process ${first}` });
    expect(await plant.set('stopped')).toEqual({ status: 'stopped', says: 'stopped by hand' });
    expect(isAlive(first)).toBe(false);
    expect(await nextUp(() => plant.set('running'))).not.toBe(first);
  });

  it('comes back when it dies', async () => {
    const first = await nextUp(() => plant.set('running'));
    expect(await nextUp(() => process.kill(first, 'SIGKILL'))).not.toBe(first);
  });

  it('ends with the process that started it, also when that one is killed', async () => {
    const parent = join(folder, 'parent.mjs');
    const module = JSON.stringify(new URL('plant-process.ts', import.meta.url).href);
    writeFileSync(
      parent,
      `const { PlantProcess } = await import(${module});
       await new PlantProcess([${JSON.stringify(join(folder, 'plant.mjs'))}], console).set('running');`,
    );
    let killer = spawn(process.execPath, [parent]);
    const pid = await nextUp(() => undefined);
    killer.kill('SIGKILL');
    await once(killer, 'exit');
    killer = spawn(process.execPath, [
      '-e',
      `const wait = () => { try { process.kill(${pid}, 0); setTimeout(wait, 5); } catch {} }; wait();`,
    ]);
    expect(await once(killer, 'exit')).toEqual([0, null]);
  });
});
