import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MOST_PLANTS, PlantProcesses } from './plant-processes.ts';

let folder: string;
let plants: PlantProcesses;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinloom-plants-'));
  const script = join(folder, 'plant.mjs');
  writeFileSync(script, "process.on('disconnect', () => process.exit(0)); setInterval(() => {}, 1000);");
  plants = new PlantProcesses(
    (example, twin) => (example === 'none' ? undefined : [script, twin]),
    pino({ level: 'silent' }),
  );
});

afterEach(async () => {
  await plants.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the plants of the opened examples', () => {
  it('run one beside each twin, and are stopped and removed by it', async () => {
    expect(await plants.add('pump-01', 'pump', {})).toBeUndefined();
    expect(await plants.add('heater-01', 'heater', {})).toBeUndefined();
    expect(plants.list()).toMatchObject([
      { twin: 'pump-01', example: 'pump', status: 'running' },
      { twin: 'heater-01', example: 'heater', status: 'running' },
    ]);
    expect(await plants.set('pump-01', 'stopped')).toMatchObject({ twin: 'pump-01', status: 'stopped' });
    expect(await plants.set('nobody', 'stopped')).toBeUndefined();
    await plants.remove('pump-01');
    expect(plants.list().map(({ twin }) => twin)).toEqual(['heater-01']);
  });

  it('are none where an example has none, and no more than they may be', async () => {
    expect(await plants.add('a', 'none', {})).toBe('the example none has no plant');
    for (let n = 0; n < MOST_PLANTS; n++) expect(await plants.add(`t${n}`, 'pump', {})).toBeUndefined();
    expect(await plants.add('one-more', 'pump', {})).toContain(`${MOST_PLANTS} plants run already`);
    expect(await plants.add('t0', 'pump', {})).toBeUndefined();
    expect(plants.list()).toHaveLength(MOST_PLANTS);
  });
});
