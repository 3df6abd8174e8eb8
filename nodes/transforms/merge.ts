import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { anyUnit, number, typeFrom, unitOf } from '@twinloom/runtime/node/ports';

const NAMES = 'abcdefghijklmnop';

/**
 * Passes on whatever arrives, from whichever input. Where several get a sample in one instant the first in order wins and the others are
 * counted in `lost`.
 */
export const merge = defineNode({
  type: 'transforms/merge',
  version: 1,
  title: 'Merge',
  icon: 'waypoints',
  keywords: ['join', 'combine', 'union', 'either', 'first', 'priority'],
  docs: 'One stream of several: each sample passes as it comes. Use it for sources that speak in turn; to weigh sensors that speak together use Vote.',
  doesNotModel: 'Any weighing of the inputs.',
  source: 'Merge of synchronous data flow: the first port in order wins an instant',
  params: z.object({
    type: z.enum(['number', 'boolean', 'string']).default('number').describe('What the signals are'),
    inputs: z.int().min(2).max(NAMES.length).default(2).describe('How many inputs there are'),
  }),
  inputs: {
    a: typeFrom('type', anyUnit, { doc: 'Wins where several come at once', awaited: false }),
    b: typeFrom('type', unitOf('a'), { doc: 'Next in order', awaited: false }),
  },
  grows: { param: 'inputs' },
  outputs: {
    out: typeFrom('type', unitOf('a'), { doc: 'What came' }),
    lost: number('1', { doc: 'Samples that came together with a winner, so far' }),
  },
  states: { lost: { unit: '1' } },
  onBad: 'step',
  step: (y, x, u, { inputs }, instant) => {
    let winner: string | undefined;
    let losers = 0;
    for (let i = 0; i < inputs; i++) {
      const name = NAMES[i]!;
      if (!instant.fresh(name)) continue;
      if (winner === undefined) winner = name;
      else losers++;
    }
    if (winner === undefined) return;
    instant.mark(instant.quality(winner));
    y.out = (u as Record<string, unknown>)[winner] ?? Number.NaN;
    x.lost += losers;
    y.lost = x.lost;
  },
  example: {
    shows:
      'Two laboratories measure the same, one every 20 s, one every 30 s: out holds whichever spoke last.',
    inputs: {
      a: { params: { amplitude: '1 g/L', offset: '5 g/L', period: '3 min', every: '20 s', unit: 'g/L' } },
      b: { params: { amplitude: '1 g/L', offset: '5.2 g/L', period: '3 min', every: '30 s', unit: 'g/L' } },
    },
    seconds: 360,
  },
});
