import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { boolean, event } from '@twinloom/runtime/node/ports';

/**
 * An event where a condition changes: from false to true (R_TRIG of IEC 61131-3), from true to false (F_TRIG), or both. A change is one only
 * between two good samples: the first says nothing, and what happened while the input was bad counts once it is back.
 */
export const edge = defineNode({
  type: 'transforms/edge',
  version: 1,
  title: 'Edge',
  icon: 'zap',
  keywords: ['rising', 'falling', 'trigger', 'event', 'R_TRIG', 'F_TRIG', 'one-shot'],
  docs: 'Makes an event of a condition that becomes true: to reset a count at the end of a shift, or to send something once. Unlike R_TRIG it says nothing of a condition that is true from the start.',
  doesNotModel: 'How often the condition changed between two samples.',
  source: 'IEC 61131-3: standard function blocks R_TRIG and F_TRIG',
  params: z.object({
    on: z
      .enum(['rising', 'falling', 'both'])
      .default('rising')
      .describe('Which change: to true, to false, or either'),
  }),
  inputs: { in: boolean({ doc: 'Condition' }) },
  outputs: { out: event({ doc: 'It changed' }) },
  // The last good sample; -1 before the first.
  states: { was: { initial: -1 } },
  step: (y, x, u, { on }) => {
    const is = u.in ? 1 : 0;
    const wanted = on === 'both' || (on === 'rising') === u.in;
    if (x.was >= 0 && is !== x.was && wanted) y.out = true;
    x.was = is;
  },
  example: {
    shows:
      'The level of a sump goes up and down; each time it passes 1.5 m on its way up there is one event, three in all.',
    inputs: {
      in: {
        type: 'transforms/compare',
        params: { threshold: '1.5 m' },
        inputs: {
          in: { params: { amplitude: '1 m', offset: '1.2 m', period: '20 s', every: '1 s', unit: 'm' } },
        },
      },
    },
    seconds: 60,
  },
  card: { port: 'in', look: 'state' },
});
