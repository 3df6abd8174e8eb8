import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { anyUnit, boolean, number, unitOf } from '@twinloom/runtime/node/ports';
import { controlParams, controlStates, learnControl, sigmaOf, targetOf } from './in-control.ts';

/**
 * EWMA control chart: z_i = λ·x_i + (1 − λ)·z_{i−1}, z_0 = μ₀; score = |z_i − μ₀|/σ_z, σ_z² = σ²·λ/(2 − λ)·(1 − (1 − λ)^{2i}); active where
 * score > L. μ₀ (target) and σ in the unit of in, learned from the first samples where they are not given; those samples have no score.
 * λ = 1 is the Shewhart chart. Sources: Roberts, Technometrics 1 (1959); Montgomery, Introduction to Statistical Quality Control.
 */
export const ewma = defineNode({
  type: 'predictors/ewma',
  version: 1,
  title: 'EWMA chart',
  icon: 'activity',
  keywords: ['control chart', 'anomaly', 'shift', 'SPC', 'drift', 'exponentially weighted', 'Shewhart'],
  docs: 'Notices a small, lasting shift of a signal by the smoothed mean of its samples, weighed against how far noise alone would move it. It learns the normal state from its first samples, or is told.',
  doesNotModel:
    'Samples that depend on one another, which alarm too often; a normal state that moves; a change of the spread alone; how far apart in time samples are.',
  source:
    'Roberts, Technometrics 1 (1959) 239; Montgomery, Introduction to Statistical Quality Control: EWMA chart with exact limits',
  params: z.object({
    ...controlParams,
    lambda: z
      .number()
      .gt(0)
      .max(1)
      .default(0.2)
      .meta({ tunable: true })
      .describe('Weight of the newest sample; less finds smaller shifts, later'),
    threshold: z
      .number()
      .positive()
      .default(3)
      .meta({ tunable: true })
      .describe('Score L it becomes active above, in standard deviations of the smoothed mean'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: {
    score: number('1', { doc: 'Distance of the smoothed mean from the target, in its standard deviations' }),
    active: boolean({ doc: 'Whether the score is above the threshold' }),
    mean: number(unitOf('in'), { doc: 'Smoothed mean z' }),
  },
  states: { ...controlStates, z: { unit: 'like:in', initial: 0 }, charted: { initial: 0 } },
  step: (y, x, u, p) => {
    if (learnControl(x, u.in, p)) return;
    const target = targetOf(x, p);
    if (x.charted === 0) x.z = target;
    x.charted += 1;
    x.z += p.lambda * (u.in - x.z);
    const variance = (p.lambda / (2 - p.lambda)) * (1 - (1 - p.lambda) ** (2 * x.charted));
    y.mean = x.z;
    y.score = Math.abs(x.z - target) / (sigmaOf(x, p) * Math.sqrt(variance));
    y.active = y.score > p.threshold;
  },
  example: {
    shows:
      'A dimension that shifts by two standard deviations after 200 pieces: the chart is trained on 50 and finds the shift within a few.',
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
