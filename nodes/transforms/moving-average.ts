import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { sampleWindow } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';
import { DEFAULT_MOST, windowStates } from '@twinloom/runtime/node/sample-window';
import { windowMean } from '@twinloom/runtime/node/window-mean';

/**
 * Arithmetic mean of the samples in a window: the last N, or those of the last W seconds (t − W excluded). Summed anew at each sample from the
 * oldest on, so that nothing drifts.
 */
export const movingAverage = defineNode({
  type: 'transforms/moving-average',
  version: 1,
  title: 'Moving average',
  icon: 'chart-spline',
  keywords: ['mean', 'smooth', 'filter', 'window', 'noise', 'rolling'],
  docs: 'Mean of the last samples, or of those of the last seconds. Takes noise away and delays by about half the window.',
  doesNotModel: 'How long each value held: samples count alike however far apart they are.',
  source: 'Arithmetic mean',
  params: z.object({
    window: sampleWindow({ resets: true })
      .default(10)
      .describe('How much it averages: samples such as 20, or a time such as 5 s'),
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
  outputs: { out: number(unitOf('in'), { doc: 'Mean over the window' }) },
  states: windowStates,
  step: windowMean,
  example: {
    shows: 'Each jump becomes a ramp as long as the window, 5 s.',
    params: { window: '5 s' },
    inputs: {
      in: { params: { shape: 'square', amplitude: '2 bar', offset: '5 bar', period: '20 s', unit: 'bar' } },
    },
    seconds: 60,
  },
});
