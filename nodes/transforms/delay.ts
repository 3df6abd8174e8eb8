import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { HALF_MICROSECOND } from '@twinloom/runtime/node/half-microsecond';
import { duration, quantity } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';
import { GOOD, type QualityCode } from '@twinloom/runtime/signal/quality';

/** Samples under way when nothing else is said. */
const DEFAULT_MOST = 1_000;

interface DelayParams {
  samples: number;
  time?: number;
  mostSamples: number;
}

const roomOf = (p: Readonly<Record<string, unknown>>): number => {
  const { samples, time, mostSamples } = p as unknown as DelayParams;
  return time === undefined ? samples : mostSamples;
};

/**
 * Gives each sample again n samples later, or a time T later. Its output does not depend on the input of the same instant, so a delay
 * breaks an algebraic loop. Until the first sample is through, `initial` holds, from the start on, so that a loop in which all wait for each
 * other begins; without one there is nothing. A sample keeps its quality;
 * while the input is bad the output is bad too, and what is under way waits.
 */
export const delay = defineNode({
  type: 'transforms/delay',
  version: 1,
  title: 'Delay',
  icon: 'hourglass',
  keywords: ['dead time', 'transport', 'unit delay', 'previous', 'lag', 'z-1', 'loop'],
  docs: 'The same signal later: by a number of samples, or by a time such as that on a conveyor. A delay of one sample breaks a loop.',
  doesNotModel: 'Mixing on the way: put a Low-pass behind it.',
  source: 'Unit delay z⁻¹ and pure dead time e^(−sT)',
  params: z.object({
    samples: z.int().min(1).max(10_000).default(1).meta({ resets: true }).describe('How many samples later'),
    time: duration({ resets: true }).positive().optional().describe('How much later; empty = by samples'),
    initial: quantity('like:in')
      .optional()
      .describe('What holds until the first sample is through; empty = nothing'),
    mostSamples: z
      .int()
      .min(1)
      .max(100_000)
      .default(DEFAULT_MOST)
      .meta({ resets: true, group: 'Memory' })
      .describe('Samples that can be under way with a time; with more the oldest are lost'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: { out: number(unitOf('in'), { doc: 'The signal as it was' }) },
  feedthrough: [],
  beginsAlone: ({ initial }) => initial !== undefined,
  states: {
    values: { unit: 'like:in', length: roomOf },
    times: { unit: 's', length: roomOf },
    qualities: { unit: '1', length: roomOf },
    // Where the oldest lies, and how many there are.
    oldest: { unit: '1' },
    count: { unit: '1' },
  },
  step: (y, x, _u, { samples, time, initial }, instant) => {
    if (time === undefined) {
      if (x.count === samples) y.out = sayOldest(x, instant);
      else if (initial !== undefined) y.out = initial;
      return;
    }
    if (instant.first && initial !== undefined) y.out = initial;
    while (x.count > 0 && isDue(x.times[x.oldest]!, time, instant.t)) {
      y.out = sayOldest(x, instant);
      dropOldest(x);
    }
    if (x.count > 0) instant.wakeAt(x.times[x.oldest]! + time);
  },
  update: (x, u, { time }, instant) => {
    if (!instant.fresh('in')) return;
    if (x.count === x.values.length) dropOldest(x);
    const at = (x.oldest + x.count) % x.values.length;
    x.values[at] = u.in;
    x.times[at] = instant.t;
    x.qualities[at] = instant.quality('in');
    x.count++;
    if (time !== undefined) instant.wakeAt(x.times[x.oldest]! + time);
  },
  example: {
    shows: 'What goes in comes out 3 s later, as on a belt of 3 m at 1 m/s.',
    params: { time: '3 s' },
    inputs: {
      in: { params: { shape: 'ramp', amplitude: '1 kg', offset: '2 kg', period: '10 s', unit: 'kg' } },
    },
    seconds: 40,
  },
});

interface Line {
  values: Float64Array;
  times: Float64Array;
  qualities: Float64Array;
  oldest: number;
  count: number;
}

function sayOldest(x: Line, instant: { mark(quality: QualityCode): void }): number {
  instant.mark((x.qualities[x.oldest] ?? GOOD) as QualityCode);
  return x.values[x.oldest]!;
}

function dropOldest(x: Line): void {
  x.oldest = (x.oldest + 1) % x.values.length;
  x.count--;
}

function isDue(sample: number, time: number, now: number): boolean {
  return sample + time <= now + HALF_MICROSECOND;
}
