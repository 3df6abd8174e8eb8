import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import type { Params } from '@twinloom/runtime/node/definition';
import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';
import { BAD } from '@twinloom/runtime/signal/quality';
import { studentQuantile } from '@twinloom/runtime/solve/student-quantile';

/** With fewer forecasts judged, an interval would say more about chance than about the signal. */
const LEAST_ERRORS = 10;

/**
 * Additive Holt-Winters, error form: e = x − (ℓ + b + s); ℓ ← ℓ + b + α·e, b ← b + α·β·e, s ← s + γ·(1 − α)·e, which is Winters'
 * ℓ = α·(x − s) + (1 − α)·(ℓ + b), b = β·Δℓ + (1 − β)·b, s = γ·(x − ℓ) + (1 − γ)·s. Forecast h samples ahead: ℓ + h·b + s of that place.
 * Its variance is σ²·(1 + Σ_{j<h} c_j²), c_j = α·(1 + j·β) + γ·(1 − α)·[m divides j], σ² the mean of the last squared e; Student's quantile.
 * Start: two seasons of m samples; slope from the difference of their means, s from the mean deviation of both from that line.
 * Without a season from the first two samples, without a trend from the first. On a bad sample the model goes on with e = 0.
 * Sources: Winters, Management Science 6 (1960); Hyndman, Koehler, Ord, Snyder, Forecasting with Exponential Smoothing (2008).
 */
export const holtWinters = defineNode({
  type: 'predictors/holt-winters',
  version: 1,
  title: 'Holt-Winters',
  icon: 'waves',
  keywords: ['forecast', 'season', 'exponential smoothing', 'trend', 'load', 'demand', 'ETS'],
  docs: 'Forecasts a signal with a level, a trend and a season that repeats, such as the load of a day, with an interval. Samples must come at a fixed spacing: put a resample before it.',
  doesNotModel:
    'Samples missing or at uneven times (a bad sample is passed over, one that never comes shifts the season); seasons that grow with the level; several seasons; smoothing factors that fit themselves.',
  source:
    'Winters, Management Science 6 (1960) 324; variance: Hyndman, Koehler, Ord, Snyder, Forecasting with Exponential Smoothing (2008), model ETS(A,A,A)',
  params: z
    .object({
      season: z
        .int()
        .min(0)
        .max(10_000)
        .default(0)
        .meta({ resets: true })
        .describe('Samples in one season, such as 24 for hours of a day; 0 = none'),
      trend: z
        .boolean()
        .default(true)
        .meta({ resets: true })
        .describe('Whether it has a trend; without one it forecasts a level'),
      alpha: z.number().gt(0).max(1).default(0.3).meta({ tunable: true }).describe('Smoothing of the level'),
      beta: z
        .number()
        .min(0)
        .max(1)
        .default(0.1)
        .meta({ tunable: true })
        .describe('Smoothing of the trend; 0 = it stays as in the beginning'),
      gamma: z
        .number()
        .min(0)
        .max(1)
        .default(0.1)
        .meta({ tunable: true })
        .describe('Smoothing of the season; 0 = it stays as in the beginning'),
      horizon: z
        .int()
        .min(1)
        .max(10_000)
        .default(1)
        .meta({ tunable: true })
        .describe('How many samples ahead it forecasts'),
      confidence: z
        .number()
        .min(0.5)
        .max(0.999)
        .default(0.9)
        .meta({ tunable: true })
        .describe('How often the interval shall hold the sample to come'),
      judgedBy: z
        .int()
        .min(LEAST_ERRORS)
        .max(1_000_000)
        .default(1000)
        .describe('Errors the interval is judged by; once there are more, older ones fade'),
    })
    .refine(({ season }) => season !== 1, {
      path: ['season'],
      message: 'a season has at least 2 samples; 0 is none',
    }),
  inputs: { in: number(anyUnit, { doc: 'Signal at a fixed spacing' }) },
  outputs: {
    value: number(unitOf('in'), { doc: 'Forecast' }),
    lower: number(unitOf('in'), { doc: 'Lower end of the interval; none before ten errors are known' }),
    upper: number(unitOf('in'), { doc: 'Upper end of the interval; none before ten errors are known' }),
  },
  states: {
    level: { unit: 'like:in', initial: 0 },
    slope: { initial: 0 },
    // One season, its next place, and the first samples, kept until the start is worked out.
    seasonal: { initial: 0, length: ({ season }: Params) => Math.max(Number(season), 1) },
    place: { initial: 0 },
    beginning: {
      unit: 'like:in',
      initial: 0,
      length: ({ season }: Params) => Math.max(2 * Number(season), 2),
    },
    begun: { initial: 0 },
    errors: { initial: 0 },
    variance: { initial: 0 },
  },
  onBad: 'step',
  step: (y, x, u, p, instant) => {
    const isBad = instant.quality('in') >= BAD;
    const needed = p.season > 0 ? 2 * p.season : p.trend ? 2 : 1;
    if (x.begun < needed) {
      if (!isBad) x.beginning[x.begun] = u.in;
      x.begun = isBad ? 0 : x.begun + 1;
      if (x.begun === needed) begin(x, p);
    } else {
      const error = isBad ? 0 : u.in - (x.level + x.slope + x.seasonal[x.place]!);
      if (!isBad) judge(x, error, p.judgedBy);
      x.level += x.slope + p.alpha * error;
      if (p.trend) x.slope += p.alpha * p.beta * error;
      if (p.season > 0) x.seasonal[x.place]! += p.gamma * (1 - p.alpha) * error;
      x.place = (x.place + 1) % x.seasonal.length;
    }
    if (isBad) y.value = y.lower = y.upper = Number.NaN;
    else if (x.begun === needed) forecast(y, x, p);
  },
  example: {
    shows:
      'A demand with a season of 24 samples and noise: after two seasons it is predicted six samples ahead.',
    params: { season: 24, horizon: 6 },
    inputs: {
      in: {
        type: 'transforms/sensor',
        params: { noise: '0.3 m3/h', every: '1 s' },
        inputs: { in: { params: { amplitude: '4 m3/h', offset: '10 m3/h', period: '24 s', unit: 'm3/h' } } },
      },
    },
    seconds: 240,
  },
});

interface Model {
  level: number;
  slope: number;
  seasonal: Float64Array;
  place: number;
  beginning: Float64Array;
  errors: number;
  variance: number;
}

/** Level, slope and season at the last of the first samples. Must not allocate. */
function begin(x: Model, { season, trend }: { season: number; trend: boolean }): void {
  const first = x.beginning;
  if (season === 0) {
    x.level = first[trend ? 1 : 0]!;
    x.slope = trend ? first[1]! - first[0]! : 0;
    return;
  }
  let [sum, rise] = [0, 0];
  for (let i = 0; i < season; i++) {
    sum += first[i]! + first[i + season]!;
    rise += first[i + season]! - first[i]!;
  }
  const mean = sum / (2 * season);
  x.slope = trend ? rise / season ** 2 : 0;
  x.level = mean + x.slope * (season - 0.5);
  // Both samples of one place lie half a season beside a point of the line, one before and one behind.
  for (let i = 0; i < season; i++) {
    x.seasonal[i] = (first[i]! + first[i + season]!) / 2 - mean - x.slope * (i - (season - 1) / 2);
  }
}

/** Takes an error into the variance: the mean of the squares, or once there are more than `most`, their fading mean. Must not allocate. */
function judge(x: Model, error: number, most: number): void {
  x.errors = Math.min(x.errors + 1, most);
  x.variance += (error * error - x.variance) / x.errors;
}

function forecast(
  y: { value: number; lower: number; upper: number },
  x: Model,
  p: {
    season: number;
    trend: boolean;
    alpha: number;
    beta: number;
    gamma: number;
    horizon: number;
    confidence: number;
  },
): void {
  y.value = x.level + p.horizon * x.slope + x.seasonal[(x.place + p.horizon - 1) % x.seasonal.length]!;
  if (x.errors < LEAST_ERRORS) return;
  let growth = 1;
  for (let j = 1; j < p.horizon; j++) {
    const repeats = p.season > 0 && j % p.season === 0;
    growth += (p.alpha * (1 + (p.trend ? j * p.beta : 0)) + (repeats ? p.gamma * (1 - p.alpha) : 0)) ** 2;
  }
  const half = studentQuantile((1 + p.confidence) / 2, x.errors) * Math.sqrt(x.variance * growth);
  y.lower = y.value - half;
  y.upper = y.value + half;
}
