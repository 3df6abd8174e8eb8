import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkNodeUnits } from '@twinloom/runtime/compile/check-equations';
import type { NodeDefinition } from '@twinloom/runtime/node/definition';
import { trace } from '@twinloom/runtime/run/harness';
import { nodeFiles, PACKS, readNodeName, withNode } from './node-files.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(import.meta.dirname, '.made-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function made(pack: (typeof PACKS)[number]): Promise<NodeDefinition> {
  const file = join(folder, `${pack}.ts`);
  writeFileSync(file, nodeFiles({ pack, name: 'new-thing' }).node);
  const exported = (await import(file)) as { newThing: NodeDefinition };
  return exported.newThing;
}

describe('a new node', () => {
  it.each(PACKS)('of the %s runs as it is written, with units that agree', async (pack) => {
    const node = await made(pack);
    expect(node.type).toBe(`${pack}/new-thing`);
    expect(checkNodeUnits(node)).toEqual([]);
    const { diagnostics, last } = trace(node, { inputs: pack === 'sources' ? {} : { in: 2 }, for: 1 });
    expect(diagnostics).toEqual([]);
    expect(last(pack === 'sources' ? 'value' : 'out').quality).toBe('good');
  });

  it('has a test that imports it and names a number', () => {
    const { test } = nodeFiles({ pack: 'physics', name: 'orifice-valve' });
    expect(test).toContain("import { orificeValve } from './orifice-valve.ts';");
    expect(test).toContain('toBeCloseTo(2 * (1 - Math.exp(-1)), 6)');
  });

  it.each([
    [undefined, 'expected pack/name'],
    ['thing', 'expected pack/name'],
    ['pumps/thing', 'sources, transforms, physics, predictors, sinks'],
    ['physics/', 'lower case'],
    ['physics/OrificeValve', 'lower case'],
    ['physics/../x', 'lower case'],
    ['physics/a/b', 'lower case'],
  ])('called %s is refused', (text, says) => {
    expect(readNodeName(text)).toEqual({ problem: expect.stringContaining(says) as string });
  });

  it('stands in the catalog by its path, and last of its pack', () => {
    const catalog = [
      "import { pump } from './physics/pump.ts';",
      "import { tank } from './physics/tank.ts';",
      "import { log } from './sinks/log.ts';",
      '',
      'export const catalog = catalogOf([',
      '  tank,',
      '  pump,',
      '  log,',
      ']);',
    ];
    expect(withNode(catalog.join('\n'), { pack: 'physics', name: 'room' }).split('\n')).toEqual([
      ...catalog.slice(0, 1),
      "import { room } from './physics/room.ts';",
      ...catalog.slice(1, 7),
      '  room,',
      ...catalog.slice(7),
    ]);
  });
});
