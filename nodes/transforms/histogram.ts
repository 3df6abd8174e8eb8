import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity, sampleWindow } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitOf, vector } from '@twinloom/runtime/node/ports';
import {
  countOf,
  DEFAULT_MOST,
  pushSample,
  qualityOf,
  valueAt,
  windowStates,
} from '@twinloom/runtime/node/sample-window';
import { GOOD, UNCERTAIN } from '@twinloom/runtime/signal/quality';

/**
 * How many of the n samples in a window fall into each of m bins of equal width between low and high: bin i takes low + i·w ≤ x < low +
 * (i + 1)·w with w = (high − low)/m, the last one high itself too. What lies outside is counted apart, so that counts, under and over sum to n.
 */
export const histogram = defineNode({
  type: 'transforms/histogram',
  version: 1,
  title: 'Histogram',
  icon: 'chart-column-big',
  keywords: ['distribution', 'bins', 'classes', 'frequency', 'counts', 'mode', 'window'],
  docs: 'How often the last samples fell into each part of a range: where a load stays, whether a quality has one peak or two.',
  doesNotModel:
    'How long each value held: samples count alike however far apart they are. Bins of unequal width; a range that fits itself.',
  source: 'Histogram with bins of equal width',
  params: z
    .object({
      low: quantity('like:in', { resets: true }).default(0).describe('Where the first bin begins'),
      high: quantity('like:in', { resets: true }).default(1).describe('Where the last bin ends'),
      bins: z
        .int()
        .min(1)
        .max(1_000)
        .default(20)
        .meta({ resets: true })
        .describe('Into how many parts the range is cut'),
      window: sampleWindow({ resets: true })
        .default(1_000)
        .describe('How much it looks at: samples such as 1000, or a time such as 10 min'),
      mostSamples: z
        .int()
        .min(2)
        .max(100_000)
        .default(DEFAULT_MOST)
        .meta({ resets: true, group: 'Memory' })
        .describe(
          'Samples a window of time can hold; with more the oldest go early and the result is uncertain',
        ),
    })
    .refine(({ low, high }) => low < high, { path: ['high'], message: 'it must be above low' }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: {
    counts: vector('1', { doc: 'Samples in each bin' }),
    centres: vector(unitOf('in'), { doc: 'Middle of each bin' }),
    mode: number(unitOf('in'), {
      doc: 'Middle of the fullest bin, the lowest of those alike; no answer while all are empty',
    }),
    under: number('1', { doc: 'Samples below the range' }),
    over: number('1', { doc: 'Samples above the range' }),
    count: number('1', { doc: 'Samples in the window' }),
  },
  states: windowStates,
  step: (y, x, u, { low, high, bins, window }, instant) => {
    const isWhole = pushSample(x, window, instant.t, u.in, instant.quality('in'));
    const counts = new Array<number>(bins).fill(0);
    let [under, over] = [0, 0];
    for (let i = 0; i < countOf(x); i++) {
      const value = valueAt(x, i);
      if (value < low) under++;
      else if (value > high) over++;
      else counts[binOf(value, low, high, bins)]!++;
    }
    const most = Math.max(...counts);
    const centreOf = (bin: number): number => low + ((bin + 0.5) * (high - low)) / bins;
    y.counts = { values: counts };
    y.centres = { values: counts.map((_, bin) => centreOf(bin)) };
    if (most > 0) y.mode = centreOf(counts.indexOf(most));
    else instant.lack('mode', 'all bins are empty');
    y.under = under;
    y.over = over;
    y.count = countOf(x);
    instant.mark(isWhole && qualityOf(x) === GOOD ? GOOD : UNCERTAIN);
  },
  card: { port: 'counts', look: 'value' },
  example: {
    shows: 'a sine lingers at its ends: the outer bins are the fullest',
    params: { low: -1, high: 1, bins: 10, window: 200 },
    inputs: { in: { params: { period: '1.7 s', unit: '1' } } },
    seconds: 30,
  },
});

function binOf(value: number, low: number, high: number, bins: number): number {
  return Math.min(Math.floor(((value - low) * bins) / (high - low)), bins - 1);
}
