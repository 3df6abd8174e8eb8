import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration, quantity } from '@twinloom/runtime/node/params';
import { anyUnit, number, perSecond, unitOf } from '@twinloom/runtime/node/ports';
import { studentQuantile } from '@twinloom/runtime/solve/student-quantile';

/**
 * Kalman filter of a level ℓ with a trend b in continuous time, read at any times: dℓ = b·dt + σ_ℓ·dW, db = σ_b·dV, in = ℓ + noise of
 * standard deviation σ_m. Over dt the covariance grows exactly by Q = [σ_ℓ²·dt + σ_b²·dt³/3, σ_b²·dt²/2; ·, σ_b²·dt]; gain K = P·[1; 0]/(P_ℓℓ + σ_m²).
 * Model `level` has b = 0. Both start from no knowledge: ℓ is the first sample, b the slope to the next one. The interval is that of the
 * true level, without measurement noise, `horizon` s ahead. σ_m in the unit of in, σ_ℓ that per √s, σ_b that per s per √s.
 * Sources: Kalman, Journal of Basic Engineering 82 (1960); Harvey, Forecasting, Structural Time Series Models and the Kalman Filter (1989).
 */
export const kalman = defineNode({
  type: 'predictors/kalman',
  version: 1,
  title: 'Kalman filter',
  icon: 'waypoints',
  keywords: ['estimate', 'smooth', 'noise', 'state', 'local level', 'local trend', 'forecast', 'random walk'],
  docs: 'Best estimate of a noisy level, and of its trend if wanted, with an interval; it may look ahead. Samples may come at any times: after a gap the next one counts more.',
  doesNotModel:
    'Noise that is not normal, such as spikes; noise correlated from sample to sample; noise levels that are not known: they are not estimated; seasons.',
  source:
    'Kalman, Journal of Basic Engineering 82 (1960) 35; local level and local linear trend: Harvey, Forecasting, Structural Time Series Models and the Kalman Filter (1989)',
  params: z.object({
    model: z
      .enum(['level', 'trend'])
      .default('level')
      .meta({ resets: true })
      .describe('A level that wanders, or one that moves with a trend'),
    processNoise: quantity('difference:in', { tunable: true })
      .min(0)
      .describe('Standard deviation of how far the level wanders in one second'),
    trendNoise: quantity('rate:in', { tunable: true })
      .min(0)
      .default(0)
      .describe('Standard deviation of how much the trend changes in one second; 0 = a straight line'),
    measurementNoise: quantity('difference:in', { tunable: true })
      .positive()
      .describe('Standard deviation of the noise on a sample'),
    horizon: duration({ tunable: true }).default(0).describe('How far ahead it looks; 0 = now'),
    confidence: z
      .number()
      .min(0.5)
      .max(0.999)
      .default(0.9)
      .meta({ tunable: true })
      .describe('How often the interval shall hold the true level'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Noisy signal' }) },
  outputs: {
    value: number(unitOf('in'), { doc: 'Estimate of the level, without noise' }),
    lower: number(unitOf('in'), { doc: 'Lower end of the interval' }),
    upper: number(unitOf('in'), { doc: 'Upper end of the interval' }),
    trend: number(perSecond('in'), { doc: 'Estimate of the change per second; none with the model level' }),
  },
  states: {
    level: { unit: 'like:in', initial: 'in' },
    trend: { initial: 0 },
    // Covariance: of the level, of level and trend, of the trend.
    varLevel: { initial: 0 },
    covariance: { initial: 0 },
    varTrend: { initial: 0 },
    // How many of level and trend are known.
    known: { initial: 0 },
  },
  step: (y, x, u, p, instant) => {
    const measured = p.measurementNoise ** 2;
    const level = p.processNoise ** 2;
    const trend = p.model === 'trend' ? p.trendNoise ** 2 : 0;
    if (x.known === 0) {
      x.level = u.in;
      x.varLevel = measured;
      x.known = 1;
    } else if (x.known === 1 && p.model === 'trend' && instant.dt > 0) {
      beginTrend(x, u.in, instant.dt, level, trend, measured);
    } else {
      predict(x, instant.dt, level, trend);
      correct(x, u.in, measured);
    }
    if (p.model === 'trend') {
      if (x.known < 2) return;
      y.trend = x.trend;
    }
    const half =
      studentQuantile((1 + p.confidence) / 2, Infinity) *
      Math.sqrt(varianceAfter(x, p.horizon, level, trend));
    y.value = x.level + p.horizon * x.trend;
    y.lower = y.value - half;
    y.upper = y.value + half;
  },
  example: {
    shows:
      'A temperature that jumps, under noise of 1 K: the estimate finds it again within some samples and is far quieter.',
    params: { processNoise: '0.2 K', measurementNoise: '1 K' },
    inputs: {
      in: {
        type: 'transforms/sensor',
        params: { noise: '1 K', every: '1 s' },
        inputs: {
          in: { params: { shape: 'square', amplitude: '5 K', offset: 60, period: '4 min', unit: 'Cel' } },
        },
      },
    },
    seconds: 480,
  },
});

interface Estimate {
  level: number;
  trend: number;
  varLevel: number;
  covariance: number;
  varTrend: number;
  known: number;
}

/** Variance of the level after dt without a sample. */
function varianceAfter(x: Estimate, dt: number, level: number, trend: number): number {
  return x.varLevel + dt * (2 * x.covariance + dt * x.varTrend) + level * dt + (trend * dt ** 3) / 3;
}

/** Moves the estimate on by dt; `level` and `trend` are σ_ℓ² and σ_b². Must not allocate. */
function predict(x: Estimate, dt: number, level: number, trend: number): void {
  x.level += dt * x.trend;
  x.varLevel = varianceAfter(x, dt, level, trend);
  x.covariance += dt * x.varTrend + (trend * dt * dt) / 2;
  x.varTrend += trend * dt;
}

/** Corrects the estimate by a sample whose noise has the variance `measured`. Must not allocate. */
function correct(x: Estimate, value: number, measured: number): void {
  const total = x.varLevel + measured;
  const error = value - x.level;
  x.level += (x.varLevel / total) * error;
  x.trend += (x.covariance / total) * error;
  x.varTrend -= x.covariance ** 2 / total;
  x.covariance *= measured / total;
  x.varLevel *= measured / total;
}

/** The limit of predicting and correcting for a trend of which nothing is known: its variance before goes to infinity. Must not allocate. */
function beginTrend(
  x: Estimate,
  value: number,
  dt: number,
  level: number,
  trend: number,
  measured: number,
): void {
  x.trend = (value - x.level) / dt;
  x.varTrend = (x.varLevel + measured) / dt ** 2 + level / dt + (trend * dt) / 3;
  x.covariance = measured / dt;
  x.varLevel = measured;
  x.level = value;
  x.known = 2;
}
