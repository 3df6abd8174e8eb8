import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration, quantity, sampleWindow } from '@twinloom/runtime/node/params';
import { anyUnit, number, perSecond, unitOf } from '@twinloom/runtime/node/ports';
import { GOOD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import {
  addSample,
  countOf,
  dropOld,
  qualityOf,
  windowStates,
  timeAt,
  valueAt,
} from '@twinloom/runtime/node/sample-window';
import { studentQuantile } from '@twinloom/runtime/solve/student-quantile';

/**
 * Straight line through the n samples of a window by least squares, slope = S_tx/S_tt, forecast h s ahead of now: x̂ = x̄ + slope·(h − t̄),
 * with the prediction interval of a single new sample, x̂ ± t·s·√(1 + 1/n + (h − t̄)²/S_tt), s² = Σ(residual)²/(n − 2), t Student's quantile
 * with n − 2 degrees of freedom. Times in s from now and values are centred before they are multiplied. timeToLimit = (limit − x̂(0))/slope;
 * bad while the line does not come to the limit. Nothing while all samples are of one time. Source: simple linear regression.
 */
export const linearTrend = defineNode({
  type: 'predictors/linear-trend',
  version: 1,
  title: 'Linear trend',
  icon: 'trending-up',
  keywords: ['forecast', 'regression', 'least squares', 'slope', 'extrapolate', 'time to limit'],
  docs: 'Lays a straight line through the last samples and extends it: where the signal will be, with an interval, how fast it moves, and when it comes to a limit.',
  doesNotModel:
    'Curves and seasons; noise that is correlated from sample to sample (the interval is then too narrow); outliers, which pull the line; an interval for the time to the limit.',
  source:
    'Simple linear regression; prediction interval of a new observation, as in Montgomery, Peck, Vining, Introduction to Linear Regression Analysis',
  params: z
    .object({
      window: sampleWindow({ resets: true })
        .default(100)
        .describe('What the line goes through: samples such as 100, or a time such as 10 min'),
      horizon: duration({ tunable: true, ahead: true })
        .default(60)
        .describe('How far ahead it looks; 0 = now'),
      confidence: z
        .number()
        .min(0.5)
        .max(0.999)
        .default(0.9)
        .meta({ tunable: true })
        .describe('How often the interval shall hold the sample to come'),
      limit: quantity('like:in', { tunable: true })
        .optional()
        .describe('Limit to which the time is told; empty = none'),
      minSamples: z
        .int()
        .min(10)
        .max(100_000)
        .default(10)
        .meta({ tunable: true })
        .describe('Samples before the first answer'),
      mostSamples: z
        .int()
        .min(10)
        .max(100_000)
        .default(1000)
        .meta({ resets: true, group: 'Memory' })
        .describe(
          'Samples a window of time can hold; with more the oldest go early and the result is uncertain',
        ),
    })
    .refine((p) => (typeof p.window === 'number' ? p.window : p.mostSamples) >= p.minSamples, {
      path: ['window'],
      message: 'it must hold at least minSamples, or it never answers',
    }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: {
    value: number(unitOf('in'), { doc: 'Forecast' }),
    lower: number(unitOf('in'), { doc: 'Lower end of the interval' }),
    upper: number(unitOf('in'), { doc: 'Upper end of the interval' }),
    slope: number(perSecond('in'), { doc: 'Change per second' }),
    timeToLimit: number('s', {
      doc: 'Time until the line comes to the limit; no answer while it does not',
    }),
  },
  states: windowStates,
  step: (y, x, u, p, instant) => {
    dropOld(x, p.window, instant.t);
    const isWhole = addSample(x, p.window, instant.t, u.in, instant.quality('in'));
    const n = countOf(x);
    if (n < p.minSamples) return;
    let [time, mean] = [0, 0];
    for (let i = 0; i < n; i++) {
      time += (timeAt(x, i) - instant.t - time) / (i + 1);
      mean += (valueAt(x, i) - mean) / (i + 1);
    }
    let [stt, stx] = [0, 0];
    for (let i = 0; i < n; i++) {
      const t = timeAt(x, i) - instant.t - time;
      stt += t * t;
      stx += t * (valueAt(x, i) - mean);
    }
    if (stt === 0) return;
    const slope = stx / stt;
    let residual = 0;
    for (let i = 0; i < n; i++) {
      residual += (valueAt(x, i) - mean - slope * (timeAt(x, i) - instant.t - time)) ** 2;
    }
    const ahead = p.horizon - time;
    const t = studentQuantile((1 + p.confidence) / 2, n - 2);
    const half = t * Math.sqrt((residual / (n - 2)) * (1 + 1 / n + (ahead * ahead) / stt));
    y.value = mean + slope * ahead;
    y.lower = y.value - half;
    y.upper = y.value + half;
    y.slope = slope;
    if (p.limit !== undefined) {
      const left = p.limit - (mean - slope * time);
      const until = left === 0 ? 0 : left / slope;
      if (until >= 0 && until < Infinity) y.timeToLimit = until;
      else instant.lack('timeToLimit', 'the line does not come to the limit');
    }
    instant.mark(isWhole && qualityOf(x) === GOOD ? GOOD : UNCERTAIN);
  },
  example: {
    shows:
      'A level that rises by 1 m in 10 minutes, with noise of 2 cm: what it will be in a minute, with its interval.',
    params: { window: '60 s', horizon: '60 s', limit: '3 m' },
    inputs: {
      in: {
        type: 'transforms/sensor',
        params: { noise: '2 cm', every: '1 s' },
        inputs: {
          in: { params: { shape: 'ramp', amplitude: '0.5 m', offset: '2 m', period: '10 min', unit: 'm' } },
        },
      },
    },
    seconds: 590,
  },
});
