import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { HALF_MICROSECOND } from '@twinloom/runtime/node/half-microsecond';
import { duration, quantity } from '@twinloom/runtime/node/params';
import { anyUnit, boolean, number, unitOf } from '@twinloom/runtime/node/ports';
import { BAD, GOOD, UNCERTAIN } from '@twinloom/runtime/signal/quality';

/** Samples the median of the spike check is taken of. */
const RECENT = 5;

/**
 * Plausibility of a measurement. A sample fails, and the first reason in this order is given, when it is bad; when in < min or in > max;
 * when |in − m| > spike, m the median of the last 5 samples in range; when |in − v| > maxRate·(t − t_v), v the last valid sample, at t_v;
 * when in has stayed within ± flatWithin of one value for flatFor s. Spikes enter the median, so a true step is believed once it has been
 * seen three times; the spike check begins with the sixth sample. What a sensor did while it was bad is not known: the flat line starts anew.
 * A value that fails makes `out` bad, `valid` and `reason` stay good; with `mark` uncertain all three are uncertain.
 */
export const validate = defineNode({
  type: 'transforms/validate',
  version: 1,
  title: 'Validate',
  icon: 'badge-check',
  keywords: ['plausibility', 'range', 'rate of change', 'flat line', 'frozen', 'spike', 'outlier', 'Hampel'],
  docs: 'Tests whether a measurement is plausible before anything is computed from it: its range, how fast it moves, whether it is frozen, single spikes. Each check is off until you give its limit.',
  doesNotModel:
    'Drift or bias, which need a second sensor (Vote) or a model; silence of the source (its own staleAfter); a better value in place of the one that fails.',
  source:
    'Range, rate, persistence and spike checks as usual for measured series; the spike check is a causal Hampel identifier (median of a window) with a fixed threshold',
  params: z
    .object({
      min: quantity('like:in', { tunable: true }).optional().describe('Least plausible value; empty = any'),
      max: quantity('like:in', { tunable: true })
        .optional()
        .describe('Greatest plausible value; empty = any'),
      spike: quantity('difference:in', { tunable: true })
        .positive()
        .optional()
        .describe('How far a value may lie from the median of the last 5; empty = not checked'),
      maxRate: quantity('rate:in', { tunable: true })
        .positive()
        .optional()
        .describe('How fast it can move, such as "2 K/min"; empty = not checked'),
      flatFor: duration({ tunable: true })
        .positive()
        .optional()
        .describe('After this time without moving it counts as frozen; empty = not checked'),
      flatWithin: quantity('difference:in', { tunable: true })
        .min(0)
        .default(0)
        .describe('Movements up to this do not count as moving'),
      mark: z.enum(['bad', 'uncertain']).default('bad').describe('Quality of a value that fails'),
    })
    .refine(({ min, max }) => min === undefined || max === undefined || min < max, {
      path: ['max'],
      message: 'it is not above min, so no value would pass: make it greater',
    }),
  inputs: { in: number(anyUnit, { doc: 'Measurement' }) },
  outputs: {
    out: number(unitOf('in'), { doc: 'The measurement, with its quality' }),
    valid: boolean({ doc: 'Whether it passed every check' }),
    reason: {
      type: 'string',
      unit: { kind: 'none' },
      doc: 'bad input, below min, above max, spike, too fast or flat; empty while valid',
    },
  },
  states: {
    // The last samples in range, the newest last, and how many there have been, up to 5.
    recent: { unit: 'like:in', length: () => RECENT },
    sorted: { unit: 'like:in', length: () => RECENT },
    count: { unit: '1' },
    // The last valid sample and its time, s since the origin; -1 = none.
    last: { unit: 'like:in' },
    lastAt: { unit: 's', initial: -1 },
    // Where the flat line began; -1 = none.
    level: { unit: 'like:in' },
    levelAt: { unit: 's', initial: -1 },
  },
  onBad: 'step',
  step: (y, x, u, p, instant) => {
    const reason = instant.quality('in') >= BAD ? 'bad input' : reasonAgainst(u.in, x, p, instant.t);
    const isPassed = reason === '' || (p.mark === 'uncertain' && reason !== 'bad input');
    if (reason === 'bad input') {
      x.levelAt = -1;
      instant.mark(GOOD);
    } else if (reason === '') {
      x.last = u.in;
      x.lastAt = instant.t;
    } else if (isPassed) instant.mark(UNCERTAIN);
    y.out = isPassed ? u.in : Number.NaN;
    y.valid = reason === '';
    y.reason = reason;
  },
  example: {
    shows:
      'A level sensor that says −10 to 110 %: what is outside of 0 to 100 % is bad, and the reason says why.',
    params: { min: '0 %', max: '100 %' },
    inputs: { in: { params: { amplitude: 60, offset: 50, period: '30 s', unit: '%' } } },
    seconds: 90,
  },
});

interface Limits {
  min?: number;
  max?: number;
  spike?: number;
  maxRate?: number;
  flatFor?: number;
  flatWithin: number;
}

interface Past {
  recent: Float64Array;
  sorted: Float64Array;
  count: number;
  last: number;
  lastAt: number;
  level: number;
  levelAt: number;
}

/** Why a readable value fails at time t, s; '' when it passes. Keeps what the next checks need of it. Must not allocate. */
function reasonAgainst(value: number, x: Past, p: Limits, t: number): string {
  const { min = -Infinity, max = Infinity, spike = Infinity, maxRate = Infinity, flatFor = Infinity } = p;
  const isFlat = staysFlat(value, x, p.flatWithin, t, flatFor);
  if (value < min) return 'below min';
  if (value > max) return 'above max';
  const isSpike = x.count === RECENT && Math.abs(value - medianOfRecent(x)) > spike;
  remember(value, x);
  if (isSpike) return 'spike';
  if (x.lastAt >= 0 && maxRate < Infinity && Math.abs(value - x.last) > maxRate * (t - x.lastAt))
    return 'too fast';
  return isFlat ? 'flat' : '';
}

function staysFlat(value: number, x: Past, within: number, t: number, flatFor: number): boolean {
  if (x.levelAt < 0 || Math.abs(value - x.level) > within) {
    x.level = value;
    x.levelAt = t;
  }
  return t >= x.levelAt + flatFor - HALF_MICROSECOND;
}

function medianOfRecent({ recent, sorted }: Past): number {
  sorted.set(recent);
  return sorted.sort()[(RECENT - 1) / 2]!;
}

function remember(value: number, x: Past): void {
  x.recent.copyWithin(0, 1);
  x.recent[RECENT - 1] = value;
  if (x.count < RECENT) x.count++;
}
