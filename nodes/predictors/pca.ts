import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration } from '@twinloom/runtime/node/params';
import { anyUnit, boolean, number } from '@twinloom/runtime/node/ports';
import { symmetricEigen } from './symmetric-eigen.ts';

const NAMES = 'abcdefghijklmnop';
/** Below it a residual is rounding: all components are kept. */
const NO_RESIDUAL = 1e-9;

interface PcaParams {
  inputs: number;
  trainingSamples: number;
}

const lengthOf =
  (size: (d: number, n: number) => number) =>
  (p: Readonly<Record<string, unknown>>): number => {
    const { inputs, trainingSamples } = p as unknown as PcaParams;
    return size(inputs, trainingSamples);
  };

/**
 * Monitoring of many signals by principal components. From the first n samples: means, standard deviations and the eigenvectors p_i of the
 * correlation matrix with their eigenvalues λ_i; the first k of them, that hold `variance` of all variance, are the model. Of each later sample
 * z (standardised): T² = Σ_{i≤k} (p_iᵀz)²/λ_i, how far it lies within the model, and SPE = |z − Σ_{i≤k} p_i·p_iᵀz|², how far off it. Each over
 * its `confidence` quantile among the training samples; score is the greater of the two, active above `threshold`. A signal that does not
 * move while it learns is left out. Sources: Jackson, Mudholkar, Technometrics 21 (1979) 341 (SPE); Hotelling (T²).
 */
export const pca = defineNode({
  type: 'predictors/pca',
  version: 1,
  title: 'PCA monitor',
  icon: 'radar',
  keywords: ['anomaly', 'multivariate', 'Hotelling', 'T2', 'SPE', 'Q statistic', 'principal components'],
  docs: 'Learns how many signals belong together while all is well, and notices when they no longer do, even though each alone looks normal.',
  doesNotModel:
    'A normal state that moves; time: samples count alike in any order; curved relations; what is not seen while it learns, such as another load.',
  source:
    'Hotelling’s T² and the squared prediction error of principal components: Jackson and Mudholkar, Technometrics 21 (1979) 341',
  params: z.object({
    inputs: z
      .int()
      .min(2)
      .max(NAMES.length)
      .default(2)
      .meta({ resets: true })
      .describe('How many signals there are'),
    trainingSamples: z
      .int()
      .min(10)
      .max(5_000)
      .default(400)
      .meta({ resets: true })
      .describe('Samples it learns from; nothing may be wrong meanwhile'),
    variance: z
      .number()
      .gt(0)
      .max(1)
      .default(0.9)
      .meta({ resets: true })
      .describe('Share of all variance that the components must hold'),
    confidence: z
      .number()
      .min(0.5)
      .max(1)
      .default(0.99)
      .meta({ resets: true })
      .describe('Share of the training samples that lie below a score of 1 in each statistic'),
    threshold: z
      .number()
      .positive()
      .default(1)
      .meta({ tunable: true })
      .describe('Score it becomes active above'),
    every: duration()
      .min(0.001)
      .optional()
      .describe('Time between samples, for signals that come at different times; empty = whenever one comes'),
  }),
  inputs: {
    a: number(anyUnit, { doc: 'Signal' }),
    b: number(anyUnit, { doc: 'Signal' }),
  },
  grows: { param: 'inputs', ownUnits: true },
  outputs: {
    score: number('1', { doc: 'The greater of T² and SPE, each over its limit' }),
    active: boolean({ doc: 'Whether the score is above the threshold' }),
    t2: number('1', { doc: 'T²: distance within the model' }),
    spe: number('1', { doc: 'SPE: squared distance off the model' }),
    components: number('1', { doc: 'Components of the model' }),
  },
  states: {
    learned: {},
    rows: { length: lengthOf((d, n) => d * n) },
    mean: { length: lengthOf((d) => d) },
    // One over the standard deviation; 0 for what does not move.
    weight: { length: lengthOf((d) => d) },
    values: { length: lengthOf((d) => d) },
    vectors: { length: lengthOf((d) => d * d) },
    components: {},
    t2Limit: {},
    speLimit: {},
    // The sample at hand, standardised.
    z: { length: lengthOf((d) => d) },
  },
  rate: { every: 'every', otherwise: 'inherit' },
  step: (y, x, u, p) => {
    const d = p.inputs;
    if (x.learned < p.trainingSamples) {
      for (let j = 0; j < d; j++)
        x.rows[x.learned * d + j] = (u as unknown as Record<string, number>)[NAMES[j]!]!;
      x.learned += 1;
      if (x.learned === p.trainingSamples) learn(x, d, p);
      return;
    }
    for (let j = 0; j < d; j++) x.z[j] = standard(x, j, (u as unknown as Record<string, number>)[NAMES[j]!]!);
    const t2 = t2Of(x, d);
    const spe = speOf(x, d);
    y.t2 = t2;
    y.spe = spe;
    y.components = x.components;
    y.score = Math.max(t2 / x.t2Limit, x.speLimit > NO_RESIDUAL ? spe / x.speLimit : 0);
    y.active = y.score > p.threshold;
  },
  example: {
    shows:
      'Flow and pressure rise and fall together. The pressure sensor sticks now and then: each value alone is usual, the two together are not.',
    params: { trainingSamples: 60 },
    inputs: {
      a: {
        type: 'transforms/sensor',
        params: { noise: '0.1 m3/h', every: '1 s' },
        inputs: { in: { params: { amplitude: '2 m3/h', offset: '12 m3/h', period: '30 s', unit: 'm3/h' } } },
      },
      b: {
        type: 'transforms/sensor',
        params: { noise: '0.05 bar', every: '1 s', sticksEvery: '100 s', stickLasts: '15 s' },
        inputs: { in: { params: { amplitude: '1 bar', offset: '5 bar', period: '30 s', unit: 'bar' } } },
      },
    },
    seconds: 400,
  },
  card: { port: 'active', look: 'state' },
});

interface Model {
  rows: Float64Array;
  mean: Float64Array;
  weight: Float64Array;
  values: Float64Array;
  vectors: Float64Array;
  z: Float64Array;
  components: number;
  t2Limit: number;
  speLimit: number;
}

interface Learning {
  trainingSamples: number;
  variance: number;
  confidence: number;
}

function learn(x: Model, d: number, { trainingSamples: n, variance, confidence }: Learning): void {
  for (let j = 0; j < d; j++) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += (x.rows[i * d + j]! - mean) / (i + 1);
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (x.rows[i * d + j]! - mean) ** 2;
    x.mean[j] = mean;
    x.weight[j] = squares > 0 ? 1 / Math.sqrt(squares / (n - 1)) : 0;
  }
  symmetricEigen(correlation(x, d, n), d, x.values, x.vectors);
  x.components = countComponents(x.values, variance);
  const [t2, spe] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) x.z[j] = standard(x, j, x.rows[i * d + j]!);
    t2[i] = t2Of(x, d);
    spe[i] = speOf(x, d);
  }
  x.t2Limit = quantile(t2, confidence);
  x.speLimit = quantile(spe, confidence);
}

function standard({ mean, weight }: Model, j: number, value: number): number {
  return (value - mean[j]!) * weight[j]!;
}

function correlation(x: Model, d: number, n: number): Float64Array {
  const matrix = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    for (let k = j; k < d; k++) {
      let sum = 0;
      for (let i = 0; i < n; i++)
        sum += standard(x, j, x.rows[i * d + j]!) * standard(x, k, x.rows[i * d + k]!);
      matrix[j * d + k] = matrix[k * d + j] = sum / (n - 1);
    }
  }
  return matrix;
}

/** The least number of components that hold the share; those without variance never count. */
function countComponents(values: Float64Array, share: number): number {
  const all = values.reduce((sum, value) => sum + value, 0);
  let held = 0;
  for (let k = 0; k < values.length; k++) {
    if (values[k]! <= 1e-12 * all) return k;
    held += values[k]!;
    if (held >= share * all) return k + 1;
  }
  return values.length;
}

/** Must not allocate. */
function t2Of({ z: sample, values, vectors, components }: Model, d: number): number {
  let sum = 0;
  for (let k = 0; k < components; k++) {
    const projection = projected(sample, vectors, d, k);
    sum += projection ** 2 / values[k]!;
  }
  return sum;
}

/** Must not allocate. */
function speOf({ z: sample, vectors, components }: Model, d: number): number {
  let sum = 0;
  for (let k = components; k < d; k++) sum += projected(sample, vectors, d, k) ** 2;
  return sum;
}

function projected(sample: Float64Array, vectors: Float64Array, d: number, k: number): number {
  let sum = 0;
  for (let j = 0; j < d; j++) sum += vectors[j * d + k]! * sample[j]!;
  return sum;
}

/** Linear between order statistics: type 7 of Hyndman and Fan. */
function quantile(numbers: Float64Array, q: number): number {
  const sorted = numbers.slice().sort();
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
