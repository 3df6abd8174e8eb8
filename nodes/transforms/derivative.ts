import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration } from '@twinloom/runtime/node/params';
import { anyUnit, number, perSecond } from '@twinloom/runtime/node/ports';
import { GOOD, type QualityCode } from '@twinloom/runtime/signal/quality';

/**
 * Rate of change from sample to sample: d = (in − in₋)/dt, in the unit of in (a difference) per s, dt in s. With a time constant T, s:
 * out = out₋ + (1 − e^(−dt/T))·(d − out₋), which answers exactly as s/(1 + T·s) does to the line through the samples; it begins at the first d.
 * Nothing is emitted at the first sample, nor at a second one of the same time, whose value takes the place of the first.
 * Over bad samples d is the mean slope between the good ones beside them.
 */
export const derivative = defineNode({
  type: 'transforms/derivative',
  version: 1,
  title: 'Derivative',
  icon: 'trending-up',
  keywords: ['rate of change', 'slope', 'difference', 'gradient', 'speed', 'D'],
  docs: 'How fast a signal changes, per second. A time constant smooths it, for differences make noise larger.',
  doesNotModel: 'What happens between two samples; the slope now: it is that of the stretch just past.',
  source: 'Backward difference; ramp-invariant discretisation of the filter T·dy/dt = d − y',
  params: z.object({
    timeConstant: duration({ tunable: true })
      .default(0)
      .describe('Smoothing: time after which 63 % of a change of slope are reached; 0 = none'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: { out: number(perSecond('in'), { doc: 'Change per second' }) },
  states: {
    value: { unit: 'like:in' },
    quality: { initial: GOOD },
    slope: {},
    hasSlope: { initial: 0 },
  },
  step: (y, x, u, { timeConstant }, instant) => {
    const { dt } = instant;
    const quality = instant.quality('in');
    if (!instant.first && dt > 0) {
      const d = (u.in - x.value) / dt;
      const isSmoothed = timeConstant > 0 && x.hasSlope === 1;
      x.slope = isSmoothed ? x.slope - Math.expm1(-dt / timeConstant) * (d - x.slope) : d;
      x.hasSlope = 1;
      y.out = x.slope;
      // A difference is no better than the worse of its two samples.
      instant.mark(Math.max(quality, x.quality) as QualityCode);
    }
    x.value = u.in;
    x.quality = quality;
  },
  example: {
    shows:
      'A level that rises by 2 m in 10 s and falls again changes by 0.2 and −0.2 m/s; the filter of 0.5 s rounds the corners.',
    params: { timeConstant: '0.5 s' },
    inputs: {
      in: { params: { shape: 'triangle', amplitude: '1 m', offset: '2 m', period: '20 s', unit: 'm' } },
    },
    seconds: 60,
  },
  card: { port: 'out', look: 'sparkline' },
});
