import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration } from '@twinloom/runtime/node/params';
import {
  addStretch,
  emitTotal,
  holdSample,
  startAgain,
  totalInputs,
  totalOutputs,
  totalParams,
  totalStates,
} from './running-total.ts';

/**
 * Sum over time of the line through the samples (trapezoidal rule): out = initial + gain·Σ (in_k + in_{k+1})/2·(t_{k+1} − t_k), in the unit of
 * in (a difference) times s. A stretch longer than maxGap, or with a bad sample in it or at its end, is `missing`, s, as a whole and never
 * filled in. On a bad input the total holds and is uncertain. A reset between two samples counts the line only from there on.
 */
export const accumulate = defineNode({
  type: 'transforms/accumulate',
  version: 1,
  title: 'Accumulate',
  icon: 'chart-area',
  keywords: ['integral', 'sum', 'totaliser', 'trapezoid', 'energy', 'volume', 'meter'],
  docs: 'Sums a signal over time along the straight lines between its samples: energy from a power, volume from a flow that is read at intervals. Long gaps are reported, not bridged.',
  doesNotModel:
    'What the signal does between two samples beyond a straight line; values in a gap, whose time is only counted as missing; a limit of the total.',
  source: 'Trapezoidal rule',
  params: z.object({
    ...totalParams,
    maxGap: duration({ tunable: true })
      .positive()
      .default(60)
      .describe('Longest time between two samples that a line may bridge'),
  }),
  inputs: totalInputs,
  outputs: totalOutputs,
  states: {
    ...totalStates,
    // s since the last sample, and how much of that lies before a reset.
    span: { unit: 's', initial: 0 },
    before: { unit: 's', initial: 0 },
  },
  onBad: 'step',
  step: (y, x, u, { initial, gain, maxGap }, instant) => {
    x.span += instant.dt;
    const isReset = instant.fresh('reset');
    if (isReset) {
      startAgain(x, initial);
      x.before = x.span;
    }
    const isNew = instant.fresh('in');
    if (isNew) {
      const known = x.held === 1 && x.span <= maxGap;
      addStretch(x, known ? areaOf(x, u.in) : Number.NaN, x.span - x.before, gain);
      holdSample(x, u.in);
      x.span = x.before = 0;
    }
    if (isNew || isReset) emitTotal(y, x, instant);
  },
  example: {
    shows:
      'A meter says 3 ± 1 l/s every five seconds: 180 l a minute, with the trapezoid between two readings.',
    inputs: {
      in: { params: { amplitude: '1 L/s', offset: '3 L/s', period: '60 s', every: '5 s', unit: 'L/s' } },
    },
    seconds: 300,
  },
});

/** Area in in·s under the line from the last sample to this one, from the reset on; NaN when this one is bad. */
function areaOf(
  { value, span, before }: { value: number; span: number; before: number },
  now: number,
): number {
  const start = span > 0 ? value + ((now - value) * before) / span : now;
  return ((start + now) / 2) * (span - before);
}
