import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { anyUnit, boolean, number } from '@twinloom/runtime/node/ports';
import { controlParams, controlStates, learnControl, sigmaOf, targetOf } from './in-control.ts';

/**
 * Tabular CUSUM in units of σ, d = (x − μ₀)/σ: C⁺ ← max(0, C⁺ + d − k), C⁻ ← max(0, C⁻ − d − k); score = max(C⁺, C⁻), active where it
 * exceeds h. k is half the shift to find, in σ. μ₀ (target) and σ in the unit of in, learned from the first samples where they are not
 * given; those samples have no score. Sources: Page, Biometrika 41 (1954); Montgomery, Introduction to Statistical Quality Control.
 */
export const cusum = defineNode({
  type: 'predictors/cusum',
  version: 1,
  title: 'CUSUM chart',
  icon: 'chart-area',
  keywords: [
    'control chart',
    'anomaly',
    'change detection',
    'shift',
    'drift',
    'SPC',
    'Page',
    'cumulative sum',
  ],
  docs: 'Notices a lasting shift of about one standard deviation soon, by summing how far the samples lie beyond what is allowed. It learns the normal state from its first samples, or is told.',
  doesNotModel:
    'Samples that depend on one another, which alarm too often; a normal state that moves; a change of the spread alone; how far apart in time samples are.',
  source:
    'Page, Biometrika 41 (1954) 100; Montgomery, Introduction to Statistical Quality Control: tabular cusum',
  params: z.object({
    ...controlParams,
    allowance: z
      .number()
      .min(0)
      .default(0.5)
      .meta({ tunable: true })
      .describe('Deviation k that does not count, in standard deviations: half the shift to find'),
    threshold: z
      .number()
      .positive()
      .default(5)
      .meta({ tunable: true })
      .describe('Score h it becomes active above, in standard deviations'),
    restart: z
      .boolean()
      .default(false)
      .meta({ tunable: true })
      .describe('Sum from 0 again after each sample it was active at'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: {
    score: number('1', { doc: 'The greater of both sums' }),
    active: boolean({ doc: 'Whether the score is above the threshold' }),
    high: number('1', { doc: 'Sum C⁺ of what lies above, in standard deviations' }),
    low: number('1', { doc: 'Sum C⁻ of what lies below, in standard deviations' }),
  },
  states: { ...controlStates, high: { initial: 0 }, low: { initial: 0 } },
  step: (y, x, u, p) => {
    if (learnControl(x, u.in, p)) return;
    const off = (u.in - targetOf(x, p)) / sigmaOf(x, p);
    x.high = Math.max(0, x.high + off - p.allowance);
    x.low = Math.max(0, x.low - off - p.allowance);
    y.high = x.high;
    y.low = x.low;
    y.score = Math.max(x.high, x.low);
    y.active = y.score > p.threshold;
    if (y.active && p.restart) x.high = x.low = 0;
  },
  example: {
    shows:
      'A dimension that shifts by two standard deviations after 200 pieces: the sum is trained on 50 and finds the shift within a few.',
    inputs: {
      in: {
        type: 'transforms/sensor',
        params: { noise: '0.01 mm', every: '1 s' },
        inputs: {
          in: {
            params: { shape: 'square', amplitude: '-0.01 mm', offset: '10 mm', period: '400 s', unit: 'mm' },
          },
        },
      },
    },
    seconds: 390,
  },
  card: { port: 'active', look: 'state' },
});
