import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import type { Instant } from '@twinloom/runtime/node/definition';
import { duration, quantity } from '@twinloom/runtime/node/params';
import { anyUnit, boolean, event, number } from '@twinloom/runtime/node/ports';
import { BAD, GOOD } from '@twinloom/runtime/signal/quality';
import { lineCrossing } from './line-crossing.ts';
import {
  addToFit,
  clearFit,
  fadeFit,
  inflationOf,
  lineAt,
  lineFitStates,
  samplesIn,
  slopeOf,
  type LineFit,
} from './line-fit.ts';
import { studentQuantile } from '@twinloom/runtime/solve/student-quantile';

/** So many samples in a row are a change (a repair, the onset, the end of life); fewer are drop-outs or chance. */
const IN_A_ROW = 5;
/** Student's quantile is good from here on. */
const LEAST_FREEDOM = 8;

/** Why there is no life to state; 0 = there is one. */
const [STATED, FEW, HEALTHY, NO_TREND, FAR, HELD] = [0, 1, 2, 3, 4, 5];

const INPUTS = ['in', 'running', 'reset'] as const;

/**
 * Time until an indicator of wear reaches a threshold, from in = offset + θ·e^(β·t + ε): y = ln(in − offset) = ln θ + β·t + ε is a line in
 * the operating time t since it began to learn. (ln θ, β) are normal before the first sample, or unknown where the params say nothing;
 * ε is independent from sample to sample with variance σ², given or unknown. Posterior precision Λ = P + C⁻¹/s², mean
 * Λ⁻¹·(P·m + C⁻¹/s²·(least squares)), with C the covariance factors of the least-squares line, s² = Σ(residual)²/ν. With L = ln(threshold −
 * offset), a the level now less L and b the slope, P(life ≤ x) = F((a + b·x)/√V(x)), F Student's distribution with ν degrees of freedom,
 * normal where σ is given. `value` is its median −a/b, `lower` and `upper` the quantiles (1 ∓ confidence)/2; 0 from the threshold on.
 * Where σ is given, or nothing is known of the lives, that is the exact posterior, under p(σ²) ∝ 1/σ²; with known lives and unknown σ it
 * is close to it. Nothing is said where P(β > 0) < confidence; no `upper` where it is < (1 + confidence)/2. Where ε is found to be correlated
 * from sample to sample, C is (1 + ρ)/(1 − ρ) times as great. Times in s. Why so: nodes/decisions/001-remaining-life-is-a-line-in-doubt.md.
 * Source: Gebraeel, Lawley, Li, Ryan, IIE Transactions 37 (2005) 543, the model with random errors.
 */
export const remainingLife = defineNode({
  type: 'predictors/remaining-life',
  version: 2,
  title: 'Remaining life',
  icon: 'hourglass',
  keywords: [
    'RUL',
    'prognosis',
    'degradation',
    'wear',
    'maintenance',
    'forecast',
    'Bayes',
    'time to failure',
  ],
  docs: 'When a growing indicator of wear, such as vibration, will reach its limit, with an interval. It learns from the samples since the last repair, which it notices by a lasting drop, and from what is known of earlier lives; the time counts only while the machine runs. While it cannot tell, its outputs are absent or bad, and a notice says why.',
  doesNotModel:
    'Growth that is not exponential, such as a jump at the end; speeds or loads that will differ from those seen; noise that stays correlated for much longer than a sample (the interval is then too narrow); failures without a growing indicator. Uncertain samples and those not above the offset teach it nothing.',
  source:
    "Gebraeel, Lawley, Li, Ryan, “Residual-life distributions from component degradation signals: a Bayesian approach”, IIE Transactions 37 (2005) 543; quantiles by Fieller's quadratic (1954)",
  params: z
    .object({
      threshold: quantity('like:in', { tunable: true })
        .positive()
        .describe('The indicator at the end of life'),
      thresholdSpread: z
        .number()
        .min(0)
        .max(3)
        .default(0)
        .meta({ tunable: true })
        .describe(
          'Scatter of the level at which lives end: standard deviation of ln(level − offset); 0 = the threshold is exact',
        ),
      offset: quantity('like:in', { resets: true })
        .default(0)
        .describe('The indicator without any wear; only what is above it grows'),
      onset: quantity('like:in')
        .optional()
        .describe(
          'It learns once five samples in a row are at this level or above: the healthy time before does not count; empty = from the first sample',
        ),
      confidence: z
        .number()
        .min(0.5)
        .max(0.999)
        .default(0.9)
        .meta({ tunable: true })
        .describe('How often the interval shall hold the truth'),
      minSamples: z
        .int()
        .min(10)
        .default(30)
        .meta({ tunable: true })
        .describe('Samples before the first answer'),
      memory: duration({ tunable: true })
        .default(0)
        .describe(
          'After this operating time a sample counts 1/e as much; 0 = all samples since the repair count alike',
        ),
      horizon: duration({ tunable: true })
        .default(365 * 86_400)
        .describe('Longest life it states'),
      resetBelow: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.5)
        .meta({ tunable: true })
        .describe(
          'Five samples in a row whose height above the offset is below this share of the trend are a repair: it learns anew',
        ),
      noise: z
        .number()
        .positive()
        .optional()
        .meta({ tunable: true })
        .describe('Standard deviation of the noise of ln(in − offset); empty = estimated'),
      start: quantity('like:in', { tunable: true, group: 'Earlier lives' })
        .optional()
        .describe('Median of the indicator when it begins to learn; empty = unknown'),
      startSpread: z
        .number()
        .positive()
        .optional()
        .meta({ tunable: true, group: 'Earlier lives' })
        .describe('Standard deviation of ln(start − offset) from life to life'),
      growth: quantity('1/s', { tunable: true, group: 'Earlier lives' })
        .optional()
        .describe('Mean growth β: 1 over the time in which it grows e-fold; empty = unknown'),
      growthSpread: quantity('1/s', { tunable: true, group: 'Earlier lives' })
        .positive()
        .optional()
        .describe('Standard deviation of the growth from life to life'),
    })
    .refine((p) => p.threshold > p.offset, {
      path: ['threshold'],
      message: 'it must be above the offset',
    })
    .refine((p) => p.onset === undefined || (p.onset > p.offset && p.onset < p.threshold), {
      path: ['onset'],
      message: 'it must lie between the offset and the threshold',
    })
    .refine((p) => p.start === undefined || p.start > p.offset, {
      path: ['start'],
      message: 'it must be above the offset',
    })
    .refine((p) => (p.start === undefined) === (p.startSpread === undefined), {
      path: ['startSpread'],
      message: 'start and startSpread belong together: give both or neither',
    })
    .refine((p) => (p.growth === undefined) === (p.growthSpread === undefined), {
      path: ['growthSpread'],
      message: 'growth and growthSpread belong together: give both or neither',
    }),
  inputs: {
    in: number(anyUnit, { doc: 'Indicator that grows with wear, such as vibration' }),
    running: boolean({
      default: true,
      held: true,
      doc: 'False: samples are not learned from, and the operating time stands still',
    }),
    reset: boolean({
      default: false,
      doc: 'True: a new part is in, so it forgets; it learns from when it is false',
    }),
  },
  outputs: {
    value: number('s', { doc: 'Operating time left: as likely less as more' }),
    lower: number('s', { doc: 'Lower end of the interval; the horizon where it lies beyond' }),
    upper: number('s', { doc: 'Upper end of the interval; no answer while there is none' }),
    renewed: event({ doc: 'A lasting drop or a reset: it learns anew' }),
  },
  states: {
    ...lineFitStates,
    // Operating time since it began to learn, and whether it has begun.
    time: { unit: 's', initial: 0 },
    begun: { initial: 0 },
    count: { initial: 0 },
    // Samples in a row: far below the trend, at the onset or above, at the threshold or above.
    low: { initial: 0 },
    risen: { initial: 0 },
    high: { initial: 0 },
    running: { initial: 0 },
    reset: { initial: 0 },
    // What was stated so far: 0 nothing, 1 value and lower, 2 upper too.
    told: { initial: 0 },
    why: { initial: -1 },
    refused: { initial: 0 },
  },
  onBad: 'step',
  step: (y, x, u, p, instant) => {
    const wasRunning = x.running === 1;
    if (INPUTS.some((input) => instant.quality(input) === BAD)) {
      // It may have run on: the time counts, and nothing is stated meanwhile.
      if (wasRunning) grow(x, instant.dt, p.memory);
      for (const output of statedBefore(x)) y[output] = Number.NaN;
      return;
    }
    x.running = u.running ? 1 : 0;
    const wasReset = x.reset === 1;
    x.reset = u.reset ? 1 : 0;
    if (u.reset) {
      if (wasReset) return;
      forget(x);
      y.renewed = true;
      return withhold(x, p, instant, HELD);
    }
    if (!u.running) return;
    if (wasRunning) grow(x, instant.dt, p.memory);
    const isRepeated = instant.dt === 0 && !instant.first;
    if (!instant.fresh('in') || isRepeated) return;
    if (instant.quality('in') === GOOD) {
      const level = u.in > p.offset ? Math.log(u.in - p.offset) : -Infinity;
      if (isLow(x, level, p)) {
        x.low += 1;
        if (x.low < IN_A_ROW) return;
        forget(x);
        y.renewed = true;
      }
      x.low = 0;
      x.high = u.in >= p.threshold ? x.high + 1 : 0;
      learn(x, level, u.in, p, instant);
    }
    assess(y, x, p, instant);
  },
  example: {
    shows:
      'The vibration of a bearing that fails after 400 s: once there is enough history the remaining life comes down to zero, and its interval narrows.',
    params: { threshold: '4.5 mm/s', onset: '1 mm/s', minSamples: 30 },
    inputs: {
      in: {
        type: 'transforms/sensor',
        params: { noise: '0.05 mm/s', every: '1 s' },
        inputs: {
          in: {
            type: 'physics/bearing-wear',
            port: 'vibration',
            params: { acceleration: 100_000, repairTime: '60 s' },
            inputs: { speed: { type: 'sources/constant', params: { value: 25, unit: '1/s' } } },
          },
        },
      },
    },
    seconds: 420,
  },
  card: { port: 'value', look: 'value' },
});

interface State extends LineFit {
  time: number;
  begun: number;
  count: number;
  low: number;
  risen: number;
  high: number;
  told: number;
  why: number;
  refused: number;
}

interface Settings {
  threshold: number;
  thresholdSpread: number;
  offset: number;
  onset?: number | undefined;
  confidence: number;
  minSamples: number;
  memory: number;
  horizon: number;
  resetBelow: number;
  noise?: number | undefined;
  start?: number | undefined;
  startSpread?: number | undefined;
  growth?: number | undefined;
  growthSpread?: number | undefined;
}

interface Answer {
  value: number;
  lower: number;
  upper: number;
}

/** Moves the operating time; with a memory the samples grow lighter. */
function grow(x: State, dt: number, memory: number): void {
  if (x.begun === 0) return;
  x.time += dt;
  if (memory > 0) fadeFit(x, Math.exp(-dt / memory));
}

function forget(x: State): void {
  clearFit(x);
  x.time = x.begun = x.count = x.low = x.risen = x.high = x.refused = 0;
}

function isLow(x: State, level: number, p: Settings): boolean {
  return x.count >= p.minSamples && level < lineAt(x, x.time) + Math.log(p.resetBelow);
}

/** The samples that show the onset are not learned from: they were chosen for being high. */
function learn(x: State, level: number, value: number, p: Settings, instant: Instant): void {
  if (p.onset !== undefined && x.begun === 0) {
    x.risen = value >= p.onset ? x.risen + 1 : 0;
    if (x.risen >= IN_A_ROW) x.begun = 1;
    return;
  }
  x.begun = 1;
  if (level === -Infinity) {
    if (x.refused === 0) instant.note('warning', 'a sample that is not above the offset is not learned from');
    x.refused = 1;
    return;
  }
  x.count += 1;
  addToFit(x, x.time, level);
}

/** Works out the posterior of the line and when it reaches the threshold, or says why not. Must not allocate. */
function assess(y: Answer, x: State, p: Settings, instant: Instant): void {
  const isOver = x.high >= IN_A_ROW;
  const inflation = inflationOf(x);
  const samples = samplesIn(x);
  const isEnough = x.count >= p.minSamples && samples >= LEAST_FREEDOM + 2 && x.timeSquares > 0;
  if (!isEnough) {
    if (isOver) return tell(y, x, p, instant, 0, 0, Infinity);
    return withhold(x, p, instant, x.begun === 0 ? HEALTHY : FEW);
  }

  const end = Math.log(p.threshold - p.offset);
  const freedom = Math.max(samples / inflation - 2, LEAST_FREEDOM);
  const variance =
    p.noise === undefined ? (x.residual / x.weight) * ((freedom + 2) / freedom) : p.noise * p.noise;
  // Level at the mean time, less that at the threshold, and slope by least squares, with their covariance factors.
  const fitted = x.meanLevel - end;
  const fittedSlope = slopeOf(x);
  const later = x.squaredMeanTime - x.meanTime;
  const c11 = (inflation * x.squaredWeight) / (x.weight * x.weight);
  const c12 = (inflation * x.squaredWeight * later) / (x.weight * x.timeSquares);
  const c22 =
    (inflation * (x.squaredTimeSquares + x.squaredWeight * later * later)) / (x.timeSquares * x.timeSquares);
  // The same of the posterior; all precisions are times the variance, so that a fit without any residual is one.
  const startPrecision = p.startSpread === undefined ? 0 : variance / (p.startSpread * p.startSpread);
  const growthPrecision = p.growthSpread === undefined ? 0 : variance / (p.growthSpread * p.growthSpread);
  const start = p.start === undefined ? 0 : Math.log(p.start - p.offset) - end;
  const growth = p.growth ?? 0;
  const det = c11 * c22 - c12 * c12;
  const p11 = c22 / det + startPrecision;
  const p12 = -c12 / det - startPrecision * x.meanTime;
  const p22 = c11 / det + startPrecision * x.meanTime * x.meanTime + growthPrecision;
  const r1 = (c22 * fitted - c12 * fittedSlope) / det + startPrecision * start;
  const r2 =
    (c11 * fittedSlope - c12 * fitted) / det + growthPrecision * growth - startPrecision * x.meanTime * start;
  const determinant = p11 * p22 - p12 * p12;
  const level = (p22 * r1 - p12 * r2) / determinant;
  const slope = (p11 * r2 - p12 * r1) / determinant;

  const since = x.time - x.meanTime;
  const a = level + slope * since;
  const v22 = (variance * p11) / determinant;
  const v12 = (-variance * p12) / determinant + since * v22;
  const v11 =
    (variance * (p22 - 2 * since * p12 + since * since * p11)) / determinant +
    p.thresholdSpread * p.thresholdSpread;

  const degrees = p.noise === undefined ? freedom : Infinity;
  const score = studentQuantile((1 + p.confidence) / 2, degrees);
  const upper = lineCrossing(a, slope, v11, v12, v22, score);
  if (isOver || a >= 0) return tell(y, x, p, instant, 0, 0, upper);
  if (!(slope > 0) || slope < studentQuantile(p.confidence, degrees) * Math.sqrt(v22))
    return withhold(x, p, instant, NO_TREND);
  tell(y, x, p, instant, -a / slope, lineCrossing(a, slope, v11, v12, v22, -score), upper);
}

/** Puts a life on the outputs; what lies beyond the horizon is not stated, but that it is not shorter. */
function tell(
  y: Answer,
  x: State,
  p: Settings,
  instant: Instant,
  value: number,
  lower: number,
  upper: number,
): void {
  const isFar = value > p.horizon;
  explain(x, p, instant, isFar ? FAR : STATED);
  if (isFar) instant.lack('value', reason(FAR, p));
  else y.value = value;
  y.lower = Math.min(lower, p.horizon);
  const hasUpper = upper <= p.horizon;
  if (hasUpper) y.upper = upper;
  else if (x.told === 2) instant.lack('upper', 'no upper end: it may be further off than the horizon');
  x.told = hasUpper ? 2 : Math.max(x.told, 1);
}

/** States no life, and why. */
function withhold(x: State, p: Settings, instant: Instant, why: number): void {
  explain(x, p, instant, why);
  for (const output of statedBefore(x)) instant.lack(output, reason(why, p));
}

/** What was stated before, so that it is so no more; what never was stays absent. */
function statedBefore({ told }: State): readonly (keyof Answer)[] {
  return STATED_BEFORE[told]!;
}

const STATED_BEFORE = [[], ['value', 'lower'], ['value', 'lower', 'upper']] as const;

function explain(x: State, p: Settings, instant: Instant, why: number): void {
  if (x.why === why) return;
  x.why = why;
  const says = reason(why, p);
  instant.note('info', says);
}

function reason(why: number, p: Settings): string {
  switch (why) {
    case FEW:
      return `no life yet: it needs ${p.minSamples} good samples that tell something new`;
    case HEALTHY:
      return 'no life yet: the indicator has not risen to the onset';
    case NO_TREND:
      return `no life: the chance that it grows towards the threshold at all is below ${100 * p.confidence} %`;
    case FAR:
      return 'no life: the threshold is further off than the horizon';
    case HELD:
      return 'no life yet: it was reset and learns anew';
    default:
      return 'it states a life';
  }
}
