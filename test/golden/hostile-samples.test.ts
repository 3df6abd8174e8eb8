import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { catalog } from '@twinloom/nodes/catalog';
import { describe, expect, it } from 'vitest';
import { hostileFlow } from './hostile-flow.ts';
import { runHostile } from './hostile-run.ts';

const CASES = 100;
const types = [...catalog.keys()].filter((type) => type !== 'sources/mqtt');

describe('a flow fed what nobody should send', () => {
  it.each(types)(
    'around %s keeps every state a number, every quality right and every count exact',
    (type) => {
      const chance = new RandomStream(1, type);
      const { faults } = runHostile(hostileFlow(type, catalog, chance), CASES, catalog, chance);
      expect(faults).toEqual([]);
    },
  );
});
