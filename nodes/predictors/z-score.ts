import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration, quantity, sampleWindow } from '@twinloom/runtime/node/params';
import { anyUnit, boolean, differenceOf, number, unitOf } from '@twinloom/runtime/node/ports';
import { GOOD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';
import {
  addSample,
  countOf,
  dropOld,
  qualityOf,
  windowStates,
  valueAt,
  type WindowState,
  type WindowParam,
} from '@twinloom/runtime/node/sample-window';

/**
 * z-score of each sample against the samples before it: score = |x − x̄|/s, active where it exceeds the threshold. Past `window`: mean and
 * standard deviation (n − 1) of the samples in it. Past `memory`: a sample weighs w = e^(−age/memory), x̄ = Σw·x/Σw,
 * s² = Σw·(x − x̄)²/(Σw − Σw²/Σw), which is the same with n − 1 where memory = 0 lets all count alike. In the unit of in.
 * A sample that differs from a past without any spread is active, its score, infinite, bad. Sources: Welford, Technometrics 4 (1962);
 * West, Communications of the ACM 22 (1979) for the weights.
 */
export const zScore = defineNode({
  type: 'predictors/z-score',
  version: 1,
  title: 'Z-score',
  icon: 'unfold-vertical',
  keywords: ['anomaly', 'outlier', 'spike', 'standard score', 'deviation', 'novelty'],
  docs: 'How many standard deviations a sample lies away from the samples before it. Finds spikes and jumps of a signal whose level may wander slowly.',
  doesNotModel:
    'Distributions with long tails, whose normal samples score high; seasons; shifts slower than the window or the memory, which become the new normal; spikes just past, which widen the spread.',
  source:
    'Standard score; Welford, Technometrics 4 (1962) 419; West, Communications of the ACM 22 (1979) 532',
  params: z
    .object({
      past: z
        .enum(['window', 'memory'])
        .default('window')
        .meta({ resets: true })
        .describe('Compared with the last samples alike, or with all, older ones fading'),
      window: sampleWindow({ resets: true })
        .default(100)
        .describe('Past window: samples such as 100, or a time such as 10 min'),
      memory: duration({ tunable: true })
        .default(600)
        .describe('Past memory: after this time a sample counts 1/e as much; 0 = all count alike'),
      minSamples: z.int().min(2).max(100_000).default(30).describe('Samples before the first answer'),
      minDeviation: quantity('difference:in', { tunable: true })
        .min(0)
        .default(0)
        .describe('Least standard deviation it reckons with, so that a very quiet signal does not alarm'),
      threshold: z
        .number()
        .positive()
        .default(3)
        .meta({ tunable: true })
        .describe('Score it becomes active above'),
      mostSamples: z
        .int()
        .min(2)
        .max(100_000)
        .default(1000)
        .meta({ resets: true, group: 'Memory' })
        .describe(
          'Samples a window of time can hold; with more the oldest go early and the result is uncertain',
        ),
    })
    .refine(({ window, mostSamples, minSamples }) => sizeOf(window, mostSamples) >= minSamples, {
      path: ['window'],
      message: 'it must hold at least minSamples, or it never answers',
    }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: {
    score: number('1', { doc: 'Distance from the mean in standard deviations' }),
    active: boolean({ doc: 'Whether the score is above the threshold' }),
    mean: number(unitOf('in'), { doc: 'Mean of the samples before' }),
    deviation: number(differenceOf('in'), { doc: 'Standard deviation of the samples before' }),
  },
  states: {
    ...windowStates,
    seen: { initial: 0 },
    // Of the samples before: sum of the weights, of their squares, mean, and weighted sum of the squared deviations from it.
    weight: { initial: 0 },
    weight2: { initial: 0 },
    mean: { unit: 'like:in', initial: 0 },
    squares: { initial: 0 },
  },
  step: (y, x, u, p, instant) => {
    if (p.past === 'window') gather(x, p.window, instant.t);
    else fade(x, instant.dt, p.memory);
    if (x.seen >= p.minSamples) {
      const spread = Math.sqrt(x.squares / (x.weight - x.weight2 / x.weight));
      const off = Math.abs(u.in - x.mean);
      y.mean = x.mean;
      y.deviation = spread;
      y.score = off === 0 ? 0 : off / Math.max(spread, p.minDeviation);
      y.active = y.score > p.threshold;
    }
    if (p.past === 'memory') learn(x, u.in);
    else instant.mark(remember(x, p.window, instant.t, u.in, instant.quality('in')));
  },
  example: {
    shows:
      'A current that jumps by 2 A under noise of 0.3 A: the jump is no usual value and is marked, until the window has learned it.',
    params: { window: 60 },
    inputs: {
      in: {
        type: 'transforms/sensor',
        params: { noise: '0.3 A', every: '1 s' },
        inputs: {
          in: { params: { shape: 'square', amplitude: '1 A', offset: '10 A', period: '4 min', unit: 'A' } },
        },
      },
    },
    seconds: 480,
  },
  card: { port: 'active', look: 'state' },
});

interface Past {
  seen: number;
  weight: number;
  weight2: number;
  mean: number;
  squares: number;
}

function sizeOf(window: WindowParam, mostSamples: number): number {
  return typeof window === 'number' ? window : mostSamples;
}

/** Adds a sample of weight 1 by Welford's recursion. Must not allocate. */
function learn(x: Past, value: number): void {
  x.seen += 1;
  x.weight += 1;
  x.weight2 += 1;
  const off = value - x.mean;
  x.mean += off / x.weight;
  x.squares += off * (value - x.mean);
}

/** Makes all samples lighter by dt; those too light to be a number are forgotten. Must not allocate. */
function fade(x: Past, dt: number, memory: number): void {
  if (memory === 0) return;
  const factor = Math.exp(-dt / memory);
  x.weight *= factor;
  x.weight2 *= factor * factor;
  x.squares *= factor;
  if (x.weight2 < Number.MIN_VALUE / Number.EPSILON) forget(x);
}

function forget(x: Past): void {
  x.seen = x.weight = x.weight2 = x.mean = x.squares = 0;
}

/** Sums up what is in the window by the same recursion, from the oldest on, so that nothing drifts. Must not allocate. */
function gather(x: Past & WindowState, window: WindowParam, t: number): void {
  dropOld(x, window, t);
  const count = countOf(x);
  let [mean, squares] = [0, 0];
  for (let i = 0; i < count; i++) {
    const value = valueAt(x, i);
    const off = value - mean;
    mean += off / (i + 1);
    squares += off * (value - mean);
  }
  x.seen = x.weight = x.weight2 = count;
  x.mean = mean;
  x.squares = squares;
}

/** Puts a sample into the window; how good an answer is that came from those before and from this one. Must not allocate. */
function remember(
  x: WindowState,
  window: WindowParam,
  t: number,
  value: number,
  quality: QualityCode,
): QualityCode {
  const before = qualityOf(x);
  const isWhole = addSample(x, window, t, value, quality);
  return isWhole && before === GOOD ? quality : UNCERTAIN;
}
