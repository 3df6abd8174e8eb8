import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import type { Instant } from '@twinloom/runtime/node/definition';
import { duration, quantity } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';

/** s; what is shorter falls between two readings anyway. */
const SHORTEST = 1e-3;
/** Changes looked at in one reading, so that a long gap does not take for ever; exponential times know no past, so the rest may begin anew. */
const MOST_CHANGES = 1000;

/**
 * A measuring instrument with its faults: Gaussian noise of standard deviation `noise` on each reading; drop-outs, during which it says
 * nothing; sticking, during which it repeats its last reading. Both faults are alternating renewal processes with exponential times,
 * so in the long run each is there for lasts/(between + lasts) of the time. All chance comes from the node's own stream.
 */
export const sensor = defineNode({
  type: 'transforms/sensor',
  version: 1,
  title: 'Sensor',
  icon: 'gauge',
  keywords: ['noise', 'drop-out', 'stuck', 'fault', 'instrument', 'measure', 'simulate'],
  docs: 'What an instrument makes of a true value: noise, drop-outs and, now and then, a needle that sticks. For plants that are simulated; the same seed gives the same faults.',
  doesNotModel: 'Drift, bias, quantisation, a limited range, the dynamics of the instrument.',
  source: 'Additive normal noise; faults as alternating renewal processes with exponential times',
  params: z.object({
    noise: quantity('difference:in', { tunable: true })
      .min(0)
      .default(0)
      .describe('Standard deviation of the noise'),
    every: duration()
      .positive()
      .optional()
      .describe('Time between readings; empty = one for each sample of the input'),
    dropoutsEvery: duration({ tunable: true, group: 'Faults' })
      .default(0)
      .describe('Mean time from one drop-out to the next; 0 = none'),
    dropoutLasts: duration({ tunable: true, group: 'Faults' }).default(5).describe('Mean time of a drop-out'),
    sticksEvery: duration({ tunable: true, group: 'Faults' })
      .default(0)
      .describe('Mean time from one sticking to the next; 0 = never'),
    stickLasts: duration({ tunable: true, group: 'Faults' }).default(20).describe('Mean time it sticks'),
  }),
  inputs: { in: number(anyUnit, { doc: 'True value' }) },
  outputs: { out: number(unitOf('in'), { doc: 'Reading; none during a drop-out' }) },
  states: {
    reading: { unit: 'like:in', initial: 'in' },
    // Each [whether it is there, when that changes in s since the origin]; -1 before the first reading.
    dropout: { initial: -1, length: () => 2 },
    stick: { initial: -1, length: () => 2 },
  },
  rate: { every: 'every', otherwise: 'inherit' },
  step: (y, x, u, p, instant) => {
    const isOut = comesAndGoes(x.dropout, p.dropoutsEvery, p.dropoutLasts, instant);
    const isStuck = comesAndGoes(x.stick, p.sticksEvery, p.stickLasts, instant);
    if (!isStuck) x.reading = u.in + p.noise * instant.normal();
    if (!isOut) y.out = x.reading;
  },
  example: {
    shows:
      'What a real sensor makes of 5 ± 1 bar: noise of 0.1 bar, now and then nothing for 3 s, now and then stuck for 5 s.',
    params: {
      noise: '0.1 bar',
      every: '500 ms',
      dropoutsEvery: '60 s',
      dropoutLasts: '3 s',
      sticksEvery: '40 s',
      stickLasts: '5 s',
    },
    inputs: { in: { params: { amplitude: '1 bar', offset: '5 bar', period: '30 s', unit: 'bar' } } },
    seconds: 180,
  },
});

/**
 * Moves a fault on to the present time; whether it is there. It begins after a mean time `between`, s, and goes after a mean time `lasts`;
 * 0 between = never. Must not allocate.
 */
function comesAndGoes(fault: Float64Array, between: number, lasts: number, instant: Instant): boolean {
  if (between === 0) {
    fault.fill(-1);
    return false;
  }
  if (fault[1]! < 0) {
    fault[0] = 0;
    fault[1] = instant.t + exponential(between, instant);
  }
  for (let i = 0; fault[1]! <= instant.t; i++) {
    fault[0] = 1 - fault[0]!;
    const from = i < MOST_CHANGES ? fault[1]! : instant.t;
    fault[1] = from + exponential(fault[0] === 1 ? lasts : between, instant);
  }
  return fault[0] === 1;
}

/** Exponentially distributed with this mean, s. */
function exponential(mean: number, instant: Instant): number {
  return -Math.max(mean, SHORTEST) * Math.log1p(-instant.random());
}
