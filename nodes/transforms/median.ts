import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { sampleWindow } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';
import { GOOD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import { countOf, DEFAULT_MOST, qualityOf, windowStates } from '@twinloom/runtime/node/sample-window';
import { sortedQuantile } from '@twinloom/runtime/solve/sorted-quantile';
import { pushSorted } from './sorted-values.ts';

/** Median of the samples in a window; between the two middle ones where their number is even. */
export const median = defineNode({
  type: 'transforms/median',
  version: 1,
  title: 'Median',
  icon: 'sliders-horizontal',
  keywords: ['filter', 'spike', 'outlier', 'robust', 'window', 'middle'],
  docs: 'The middle one of the last samples. Single spikes vanish, steps stay sharp.',
  doesNotModel: 'How long each value held: samples count alike however far apart they are.',
  source: 'Sample median',
  params: z.object({
    window: sampleWindow({ resets: true })
      .default(5)
      .describe('How much it looks at: samples such as 5, or a time such as 2 s'),
    mostSamples: z
      .int()
      .min(2)
      .max(100_000)
      .default(DEFAULT_MOST)
      .meta({ resets: true, group: 'Memory' })
      .describe(
        'Samples a window of time can hold; with more the oldest go early and the result is uncertain',
      ),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: { out: number(unitOf('in'), { doc: 'Median over the window' }) },
  states: { ...windowStates, sorted: { unit: 'like:in', length: windowStates.values.length } },
  step: (y, x, u, { window }, instant) => {
    const isWhole = pushSorted(x, window, instant.t, u.in, instant.quality('in'));
    y.out = sortedQuantile(x.sorted, 0.5, countOf(x));
    instant.mark(isWhole && qualityOf(x) === GOOD ? GOOD : UNCERTAIN);
  },
  example: {
    shows: 'Noise of 0.3 K: the median of the last 15 samples wanders by some 0.1 K.',
    params: { window: 15 },
    inputs: {
      in: { params: { shape: 'noise', amplitude: '0.3 K', offset: 20, unit: 'Cel', every: '1 s' } },
    },
    seconds: 200,
  },
});
