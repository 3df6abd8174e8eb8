import { describe, expect, it } from 'vitest';
import { testsOf } from './tests-of.ts';

const sources = new Map([
  ['nodes/catalog.test.ts', "import { catalog } from './catalog.ts';"],
  ['nodes/catalog.ts', "import { tank } from './physics/tank.ts';"],
  ['nodes/physics/tank.test.ts', "import { tank } from './tank.ts';"],
  ['nodes/physics/tank.ts', "import { head } from './head.ts';"],
  ['nodes/physics/head.ts', ''],
  ['nodes/physics/head.test.ts', "import { head } from './head.ts';"],
  ['nodes/physics/pump.test.ts', "import { pump } from './pump.ts';"],
  ['nodes/physics/pump.ts', "import { number } from '@twinloom/runtime/node/ports';"],
]);

describe('the tests of a file', () => {
  it('are the one beside it, then what reaches it in its folder, then in the folder above', () => {
    expect(testsOf('nodes/physics/head.ts', sources)).toEqual([
      'nodes/physics/head.test.ts',
      'nodes/physics/tank.test.ts',
      'nodes/catalog.test.ts',
    ]);
  });

  it('are none of a file that nothing reaches but its own', () => {
    expect(testsOf('nodes/physics/pump.ts', sources)).toEqual(['nodes/physics/pump.test.ts']);
  });
});
