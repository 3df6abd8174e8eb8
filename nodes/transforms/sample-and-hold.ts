import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { anyUnit, boolean, number, unitOf } from '@twinloom/runtime/node/ports';
import { ABSENT, BAD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';

/**
 * out = in, taken when `trigger` rises (edge) or all the while it is true (true: track and hold); otherwise out holds, and is not said again.
 * A sample keeps the quality it had when it was taken. While `trigger` is bad the value held is uncertain: a taking may have been missed. An
 * edge is seen when good samples before and after differ, so neither the first sample of `trigger` nor one before the first of `in` takes anything
 * on the edge.
 */
export const sampleAndHold = defineNode({
  type: 'transforms/sample-and-hold',
  version: 1,
  title: 'Sample and hold',
  icon: 'pin',
  keywords: ['latch', 'freeze', 'capture', 'track and hold', 'zero-order hold', 'S/H', 'trigger'],
  docs: 'Takes a value at the moment something happens and keeps it: the weight when the batch ends, the level when the pump starts.',
  doesNotModel: 'The aperture time and the droop of an electronic circuit.',
  source: 'Ideal sample-and-hold and track-and-hold',
  params: z.object({
    while: z
      .enum(['edge', 'true'])
      .default('edge')
      .describe('When it takes the input: on the rising edge of the trigger, or all the while it is true'),
  }),
  inputs: {
    // Not `held`: to follow the input while the trigger is true its samples must make the node run.
    in: number(anyUnit, { doc: 'Signal', awaited: false }),
    trigger: boolean({ doc: 'Says when to take it' }),
  },
  outputs: { out: number(unitOf('in'), { doc: 'The value taken last' }) },
  states: {
    value: { unit: 'like:in' },
    quality: { initial: ABSENT },
    // The last good trigger; -1 before the first.
    was: { initial: -1 },
    // Whether the value held was said to be uncertain because of the trigger.
    doubted: { initial: 0 },
  },
  onBad: 'step',
  step: (y, x, u, p, instant) => {
    const trust = instant.quality('trigger');
    if (trust >= BAD) {
      if (x.quality < BAD && x.doubted === 0) {
        y.out = x.value;
        instant.mark(UNCERTAIN);
      }
      x.doubted = 1;
      return;
    }
    const isTaking = u.trigger && (p.while === 'true' || x.was === 0);
    x.was = u.trigger ? 1 : 0;
    const found = instant.quality('in');
    if (isTaking && found !== ABSENT) {
      x.quality = Math.max(found, trust);
      if (found < BAD) x.value = u.in;
    } else if (x.doubted === 0 || x.quality === ABSENT) {
      x.doubted = 0;
      return;
    }
    x.doubted = 0;
    y.out = x.quality < BAD ? x.value : Number.NaN;
    instant.mark(x.quality as QualityCode);
  },
  example: {
    shows: 'Each time a piece arrives, every 5 s, its temperature is kept until the next one.',
    inputs: {
      in: { params: { amplitude: '20 K', offset: 180, period: '40 s', unit: 'Cel' } },
      trigger: {
        type: 'transforms/compare',
        params: { threshold: 0 },
        inputs: { in: { params: { shape: 'square', period: '5 s', unit: '1' } } },
      },
    },
    seconds: 80,
  },
});
