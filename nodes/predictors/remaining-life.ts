import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration, quantity } from '@twinloom/runtime/node/params';
import { anyUnit, boolean, event, number } from '@twinloom/runtime/node/ports';
import { UNCERTAIN } from '@twinloom/runtime/signal/quality';
import { studentQuantile } from './student-quantile.ts';

/** So many samples in a row far below the trend are a repair; fewer are drop-outs. */
const LOW_IN_A_ROW = 5;

/**
 * Time until a condition indicator that grows exponentially reaches a threshold. The line y = a + b·τ is fitted to y = ln(in/threshold)
 * by least squares, τ = 0 now, in operating time; the life is −a/b. The interval is Fieller's: all x with
 * (a + b·x)² ≤ t²·s²·(c₁₁ + 2·c₁₂·x + c₂₂·x²), s² the residual variance, c the covariance factors of (a, b), t Student's quantile.
 * With `memory`, a sample's weight is e^(−age/memory), and c and the degrees of freedom follow from the weights.
 * Times in s. Values beyond `horizon` are cut to it; without a rising trend the value is the horizon, marked uncertain.
 * Source: exponential degradation model (Gebraeel et al. 2005, without the prior); inverse prediction by Fieller's theorem (1954).
 */
export const remainingLife = defineNode({
  type: 'predictors/remaining-life',
  version: 1,
  title: 'Remaining life',
  icon: 'hourglass',
  keywords: ['RUL', 'prognosis', 'degradation', 'wear', 'maintenance', 'forecast'],
  docs: 'When a growing indicator of wear, such as vibration, will reach its limit, with an interval. It learns from the samples since the last repair, which it notices by a lasting drop; the time counts only while the machine runs.',
  doesNotModel:
    'Growth that is not exponential; speeds or loads that will differ from those seen; noise that is correlated from sample to sample (the interval is then too narrow); failures without a growing indicator.',
  source:
    "Exponential degradation model: Gebraeel, Lawley, Li, Ryan, IIE Transactions 37 (2005), here fitted without a prior; interval by Fieller's theorem (1954), as in linear calibration",
  params: z.object({
    threshold: quantity('like:in').positive().describe('The indicator at the end of life'),
    confidence: z
      .number()
      .min(0.5)
      .max(0.999)
      .default(0.9)
      .describe('How often the interval shall hold the truth'),
    minSamples: z.number().int().min(10).default(30).describe('Samples before the first answer'),
    memory: duration()
      .default(0)
      .describe(
        'After this operating time a sample counts 1/e as much; 0 = all samples since the repair count alike',
      ),
    horizon: duration()
      .default(365 * 86_400)
      .describe('Longest life it states'),
    resetBelow: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.5)
      .describe('Five samples in a row below this share of the trend are a repair: it learns anew'),
  }),
  inputs: {
    in: number(anyUnit, { doc: 'Indicator that grows with wear, such as vibration' }),
    running: boolean({
      default: true,
      held: true,
      doc: 'False: samples are not learned from, and the operating time stands still',
    }),
  },
  outputs: {
    value: number('s', { doc: 'Operating time left' }),
    lower: number('s', { doc: 'Lower end of the interval' }),
    upper: number('s', { doc: 'Upper end of the interval' }),
    renewed: event({ doc: 'A lasting drop: it learns anew' }),
  },
  states: {
    count: { initial: 0 },
    low: { initial: 0 },
    running: { initial: 0 },
    // Weighted sums over the samples, with τ = age of the sample counted backwards from now (τ ≤ 0).
    w: { initial: 0 },
    wt: { initial: 0 },
    wtt: { initial: 0 },
    wy: { initial: 0 },
    wty: { initial: 0 },
    wyy: { initial: 0 },
    // The same with squared weights: what the variance of a weighted fit needs.
    v: { initial: 0 },
    vt: { initial: 0 },
    vtt: { initial: 0 },
  },
  step: (y, x, u, p, instant) => {
    const wasRunning = x.running === 1;
    x.running = u.running ? 1 : 0;
    if (!u.running) return;
    if (wasRunning) age(x, instant.dt, p.memory);
    if (!instant.fresh('in') || !(u.in > 0)) return;
    const level = Math.log(u.in / p.threshold);
    if (x.count >= p.minSamples && level < trendNow(x) + Math.log(p.resetBelow)) {
      x.low += 1;
      if (x.low < LOW_IN_A_ROW) return;
      forget(x);
      y.renewed = true;
    }
    x.low = 0;
    learn(x, level);
    if (x.count < p.minSamples) return;
    predict(y, x, p, instant);
  },
  card: { port: 'value', look: 'value' },
});

interface Sums {
  count: number;
  low: number;
  w: number;
  wt: number;
  wtt: number;
  wy: number;
  wty: number;
  wyy: number;
  v: number;
  vt: number;
  vtt: number;
}

/** Moves "now" by dt: all samples grow older, and with a memory lighter. */
function age(x: Sums, dt: number, memory: number): void {
  x.wtt += dt * (dt * x.w - 2 * x.wt);
  x.wt -= dt * x.w;
  x.wty -= dt * x.wy;
  x.vtt += dt * (dt * x.v - 2 * x.vt);
  x.vt -= dt * x.v;
  if (memory === 0) return;
  const fade = Math.exp(-dt / memory);
  x.w *= fade;
  x.wt *= fade;
  x.wtt *= fade;
  x.wy *= fade;
  x.wty *= fade;
  x.wyy *= fade;
  x.v *= fade * fade;
  x.vt *= fade * fade;
  x.vtt *= fade * fade;
}

/** Adds a sample measured now (τ = 0) with weight 1. */
function learn(x: Sums, level: number): void {
  x.count += 1;
  x.w += 1;
  x.wy += level;
  x.wyy += level * level;
  x.v += 1;
}

function forget(x: Sums): void {
  x.count = 0;
  x.w = x.wt = x.wtt = x.wy = x.wty = x.wyy = 0;
  x.v = x.vt = x.vtt = 0;
}

/** a of the fitted line: the level now. */
function trendNow(x: Sums): number {
  const determinant = x.w * x.wtt - x.wt * x.wt;
  return determinant > 0 ? (x.wtt * x.wy - x.wt * x.wty) / determinant : x.wy / x.w;
}

function predict(
  y: { value: number; lower: number; upper: number },
  x: Sums,
  p: { confidence: number; horizon: number },
  instant: { mark(quality: typeof UNCERTAIN): void },
): void {
  const determinant = x.w * x.wtt - x.wt * x.wt;
  const freedom = (x.w * x.w) / x.v - 2;
  if (!(determinant > 0) || !(freedom > 0)) return;
  const a = (x.wtt * x.wy - x.wt * x.wty) / determinant;
  const b = (x.w * x.wty - x.wt * x.wy) / determinant;
  const residual = Math.max(x.wyy - a * x.wy - b * x.wty, 0);
  const variance = (residual / x.w) * ((freedom + 2) / freedom);
  // (XᵀWX)⁻¹·XᵀW²X·(XᵀWX)⁻¹, which is (XᵀX)⁻¹ where all weights are 1.
  const scale = determinant * determinant;
  const c11 = (x.wtt * x.wtt * x.v - 2 * x.wtt * x.wt * x.vt + x.wt * x.wt * x.vtt) / scale;
  const c12 = (x.w * x.wtt * x.vt - x.wt * x.wtt * x.v + x.wt * x.wt * x.vt - x.w * x.wt * x.vtt) / scale;
  const c22 = (x.wt * x.wt * x.v - 2 * x.w * x.wt * x.vt + x.w * x.w * x.vtt) / scale;
  const k = studentQuantile((1 + p.confidence) / 2, freedom) ** 2 * variance;

  // Fieller: g·x² − 2·middle·x + far = 0 at both ends; g ≤ 0 means that the slope may be 0, so there is no upper end.
  const g = b * b - k * c22;
  const middle = k * c12 - a * b;
  const far = a * a - k * c11;
  const spread = Math.sqrt(Math.max(middle * middle - g * far, 0));
  const life = a >= 0 ? 0 : b > 0 ? -a / b : Infinity;
  const lower = a >= 0 || far <= 0 ? 0 : b <= 0 && g > 0 ? Infinity : far / (middle + spread);
  const upper = b > 0 && g > 0 ? (middle + spread) / g : Infinity;
  y.value = Math.min(life, p.horizon);
  y.lower = Math.min(lower, y.value);
  y.upper = Math.max(Math.min(upper, p.horizon), y.value);
  if (life >= p.horizon) instant.mark(UNCERTAIN);
}
