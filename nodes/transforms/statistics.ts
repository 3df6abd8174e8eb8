import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { sampleWindow } from '@twinloom/runtime/node/params';
import { anyUnit, differenceOf, number, unitOf } from '@twinloom/runtime/node/ports';
import { GOOD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import { countOf, DEFAULT_MOST, qualityOf, windowStates } from '@twinloom/runtime/node/sample-window';
import { sortedQuantile } from '@twinloom/runtime/solve/sorted-quantile';
import { pushSorted } from './sorted-values.ts';

/**
 * Statistics of the n samples in a window: mean x̄ = Σx/n; rms = √(Σx²/n); standard deviation s = √(Σ(x − x̄)²/(n − 1)), from two samples on;
 * least, greatest; percentile (Hyndman and Fan, type 7); kurtosis m₄/m₂² with the central moments m_k = Σ(x − x̄)^k/n, from four samples
 * on and where they differ: 3 for a normal distribution, 1.5 for a sine. Two passes, so that nothing cancels.
 */
export const statistics = defineNode({
  type: 'transforms/statistics',
  version: 1,
  title: 'Statistics',
  icon: 'sigma',
  keywords: ['mean', 'rms', 'standard deviation', 'percentile', 'kurtosis', 'minimum', 'maximum', 'window'],
  docs: 'Mean, rms, spread, extremes, a percentile and the kurtosis of the last samples. Rms and kurtosis of a vibration show a bearing’s health.',
  doesNotModel: 'How long each value held: samples count alike however far apart they are.',
  source:
    'Sample moments; percentile of type 7 after Hyndman and Fan, The American Statistician 50 (1996) 361',
  params: z.object({
    window: sampleWindow({ resets: true })
      .default(100)
      .describe('How much it looks at: samples such as 100, or a time such as 10 min'),
    percentile: z
      .number()
      .min(0)
      .max(100)
      .default(95)
      .meta({ tunable: true })
      .describe('Which percentile, 0 to 100; 50 is the median'),
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
  outputs: {
    mean: number(unitOf('in'), { doc: 'Arithmetic mean' }),
    rms: number(unitOf('in'), { doc: 'Root of the mean square' }),
    std: number(differenceOf('in'), { doc: 'Standard deviation of the sample' }),
    min: number(unitOf('in'), { doc: 'Least value' }),
    max: number(unitOf('in'), { doc: 'Greatest value' }),
    percentile: number(unitOf('in'), { doc: 'The percentile asked for' }),
    kurtosis: number('1', { doc: 'Kurtosis: 3 for a normal distribution, more where there are spikes' }),
    count: number('1', { doc: 'Samples in the window' }),
  },
  states: { ...windowStates, sorted: { unit: 'like:in', length: windowStates.values.length } },
  step: (y, x, u, { window, percentile }, instant) => {
    const isWhole = pushSorted(x, window, instant.t, u.in, instant.quality('in'));
    const n = countOf(x);
    const { sorted } = x;
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      sum += sorted[i]!;
      squares += sorted[i]! ** 2;
    }
    const mean = sum / n;
    let [second, fourth] = [0, 0];
    for (let i = 0; i < n; i++) {
      const square = (sorted[i]! - mean) ** 2;
      second += square;
      fourth += square * square;
    }
    y.mean = mean;
    y.rms = Math.sqrt(squares / n);
    if (n > 1) y.std = Math.sqrt(second / (n - 1));
    y.min = sorted[0]!;
    y.max = sorted[n - 1]!;
    y.percentile = sortedQuantile(sorted, percentile / 100, n);
    if (n > 3 && second > 0) y.kurtosis = (n * fourth) / second ** 2;
    y.count = n;
    instant.mark(isWhole && qualityOf(x) === GOOD ? GOOD : UNCERTAIN);
  },
  example: {
    shows:
      'A sine of 1 bar about 5 bar over its own period: mean 5 bar, standard deviation 0.71 bar, rms 5.05 bar, kurtosis 1.5.',
    params: { window: '10 s' },
    inputs: { in: { params: { amplitude: '1 bar', offset: '5 bar', period: '10 s', unit: 'bar' } } },
    seconds: 40,
  },
  card: { port: 'mean', look: 'value' },
});
