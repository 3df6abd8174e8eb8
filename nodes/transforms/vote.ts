import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import type { Instant, Params } from '@twinloom/runtime/node/definition';
import { quantity } from '@twinloom/runtime/node/params';
import { anyUnit, boolean, number, unitOf } from '@twinloom/runtime/node/ports';
import { BAD, GOOD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';

const NAMES = 'abcdefgh';

/**
 * One value of redundant sensors. Bad inputs are left out; m is the median of the rest (the mean of the middle two where their number is
 * even); those with |in − m| > maxDeviation are discarded, once. `out` is the median, mean, least or greatest of what is left: uncertain when
 * that is not all inputs, bad when it is fewer than atLeast. Of two that disagree by more than 2·maxDeviation both are discarded: nobody
 * can say which is right.
 */
export const vote = defineNode({
  type: 'transforms/vote',
  version: 1,
  title: 'Vote',
  icon: 'vote',
  keywords: [
    'redundant',
    'redundancy',
    'median select',
    'triplex',
    'two out of three',
    '2oo3',
    'mid-value',
    'fuse',
  ],
  docs: 'One value of several sensors that measure the same: the median shrugs off one that is wrong, and one that strays is left out and told.',
  doesNotModel:
    'Voting on conditions (use Logic); sensors of different accuracy, which a weighted estimate serves better; a smooth transfer when an input drops out.',
  source: 'Mid-value selection of redundant sensors; sample median, mean and extremes',
  params: z
    .object({
      inputs: z.int().min(2).max(NAMES.length).default(3).describe('How many sensors there are'),
      method: z
        .enum(['median', 'mean', 'min', 'max'])
        .default('median')
        .describe('What stands for the sensors that are used; min and max take the safer side'),
      maxDeviation: quantity('difference:a', { tunable: true })
        .positive()
        .optional()
        .describe('A sensor further from the median than this is left out; empty = none is'),
      atLeast: z
        .int()
        .min(1)
        .max(NAMES.length)
        .default(2)
        .meta({ tunable: true })
        .describe('How many sensors must be usable; with fewer the result is bad'),
    })
    .refine(({ atLeast, inputs }) => atLeast <= inputs, {
      path: ['atLeast'],
      message: 'there are fewer inputs than this: lower it, or add inputs',
    }),
  inputs: { a: number(anyUnit, { doc: 'First sensor' }), b: number(unitOf('a'), { doc: 'Next sensor' }) },
  grows: { param: 'inputs' },
  outputs: {
    out: number(unitOf('a'), { doc: 'The value they agree on' }),
    used: number('1', { doc: 'How many sensors it was made of' }),
    deviating: boolean({ doc: 'Whether a sensor was left out because it strays' }),
  },
  states: { sorted: { unit: 'like:a', length: (p: Params) => p.inputs as number } },
  onBad: 'step',
  step: (y, x, u, { inputs, method, maxDeviation = Infinity, atLeast }, instant) => {
    const values = u as unknown as Readonly<Record<string, number>>;
    const good = sortNear(values, inputs, 0, Infinity, x.sorted, instant);
    const middle = medianOf(x.sorted, good);
    const used =
      maxDeviation < Infinity ? sortNear(values, inputs, middle, maxDeviation, x.sorted, instant) : good;
    y.out = used >= atLeast ? combine(method, x.sorted, used) : Number.NaN;
    y.used = used;
    y.deviating = used < good;
    instant.mark(used < inputs ? UNCERTAIN : worstOf(inputs, instant));
  },
  example: {
    shows:
      'Two of three sensors say 5 ± 1 bar, the third jumps to 9 bar and back: the median stays with the two, and is uncertain meanwhile.',
    params: { maxDeviation: '1.5 bar' },
    inputs: {
      a: { params: { amplitude: '1 bar', offset: '5 bar', period: '20 s', unit: 'bar' } },
      b: { params: { amplitude: '1 bar', offset: '5.1 bar', period: '20 s', unit: 'bar' } },
      c: { params: { shape: 'square', amplitude: '2 bar', offset: '7 bar', period: '30 s', unit: 'bar' } },
    },
    seconds: 60,
  },
});

type Qualities = Pick<Instant, 'quality'>;

/** Puts the usable inputs within `reach` of `middle` into `sorted` from least to greatest; how many. Must not allocate. */
function sortNear(
  values: Readonly<Record<string, number>>,
  inputs: number,
  middle: number,
  reach: number,
  sorted: Float64Array,
  instant: Qualities,
): number {
  let count = 0;
  for (let i = 0; i < inputs; i++) {
    const name = NAMES[i]!;
    const value = values[name]!;
    if (instant.quality(name) >= BAD || !(Math.abs(value - middle) <= reach)) continue;
    let at = count++;
    for (; at > 0 && sorted[at - 1]! > value; at--) sorted[at] = sorted[at - 1]!;
    sorted[at] = value;
  }
  return count;
}

function combine(method: 'median' | 'mean' | 'min' | 'max', sorted: Float64Array, count: number): number {
  switch (method) {
    case 'median':
      return medianOf(sorted, count);
    case 'mean':
      return meanOf(sorted, count);
    case 'min':
      return sorted[0]!;
    case 'max':
      return sorted[count - 1]!;
    default:
      throw new Error(`there is no method ${String(method satisfies never)}`);
  }
}

function medianOf(sorted: Float64Array, count: number): number {
  return (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
}

function meanOf(sorted: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += sorted[i]!;
  return sum / count;
}

function worstOf(inputs: number, instant: Qualities): QualityCode {
  let worst: QualityCode = GOOD;
  for (let i = 0; i < inputs; i++) worst = Math.max(worst, instant.quality(NAMES[i]!)) as QualityCode;
  return worst;
}
