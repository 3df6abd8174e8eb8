import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { anyUnit, event, number } from '@twinloom/runtime/node/ports';
import { BAD, UNCERTAIN } from '@twinloom/runtime/signal/quality';

/**
 * Counts rising edges (0, then not 0), changes of value, or good samples. An edge or a change is one only between two good samples that follow each
 * other: across a bad stretch nothing is counted, even where the values before and after differ, since there may have been one or many. The
 * first good sample afterwards only says where to go on from, as the very first does; the time without a good input is `missing`, s. While the
 * input is bad the count stands and is uncertain; afterwards it is as good as the input. A reset comes before the sample of its instant, so a
 * pulse that coincides with it is the first of the new count and none is lost between two.
 */
export const count = defineNode({
  type: 'transforms/count',
  version: 1,
  title: 'Count',
  icon: 'tally-5',
  keywords: ['counter', 'pulses', 'edges', 'starts', 'cycles', 'CTU', 'switching operations'],
  docs: 'How often something happened: starts of a pump, pulses of a meter, changes of a state. Takes a condition, or a number of which everything but 0 counts as true.',
  doesNotModel:
    'What happened between two samples or while the input was bad, which `missing` tells; debouncing (put a Timer before it); counting down.',
  source: 'Up counter after CTU of IEC 61131-3, without a preset',
  params: z.object({
    of: z
      .enum(['rising', 'changes', 'samples'])
      .default('rising')
      .meta({ resets: true })
      .describe('What is counted: changes to true, all changes, or samples that are not bad'),
  }),
  inputs: {
    in: number(anyUnit, { doc: 'Condition or number' }),
    reset: event({ optional: true, doc: 'Sets the count and the missing time to 0' }),
  },
  outputs: {
    count: number('1', { doc: 'How often; uncertain while the input is bad' }),
    missing: number('s', { doc: 'Time in which nothing could be counted' }),
  },
  states: {
    count: { unit: '1' },
    missing: { unit: 's' },
    // The last sample, and whether it was good.
    value: { unit: 'like:in' },
    known: { initial: 0 },
  },
  onBad: 'step',
  step: (y, x, u, { of }, instant) => {
    if (x.known === 0) x.missing += instant.dt;
    if (instant.fresh('reset')) x.count = x.missing = 0;
    const quality = instant.quality('in');
    if (quality >= BAD) x.known = 0;
    else if (instant.fresh('in')) {
      if (of === 'samples' || (x.known === 1 && hasHappened(of, x.value, u.in))) x.count++;
      x.value = u.in;
      x.known = 1;
    }
    y.count = x.count;
    y.missing = x.missing;
    instant.mark(quality >= BAD ? UNCERTAIN : quality);
  },
  example: {
    shows: 'A pump that starts every 10 s: six starts a minute.',
    inputs: {
      in: {
        type: 'transforms/compare',
        params: { threshold: '1 kW' },
        inputs: {
          in: { params: { shape: 'square', amplitude: '1 kW', offset: '1 kW', period: '10 s', unit: 'kW' } },
        },
      },
    },
    seconds: 60,
  },
});

function hasHappened(of: 'rising' | 'changes', before: number, now: number): boolean {
  return of === 'rising' ? before === 0 && now !== 0 : before !== now;
}
