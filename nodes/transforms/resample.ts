import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';
import { BAD, GOOD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';
import { dueBefore, dueUpTo } from './due-time.ts';

/**
 * One sample at each due time k·every after the origin: the last sample, or the mean, least or greatest of those in ((k − 1)·every, k·every]. All
 * samples count alike. A stretch without samples emits nothing, but with `last` what stands is said again. A stretch of bad samples only is
 * bad; one with some is made of the good ones and uncertain. Due times that were missed together are one.
 */
export const resample = defineNode({
  type: 'transforms/resample',
  version: 1,
  title: 'Resample',
  icon: 'timer',
  keywords: ['downsample', 'aggregate', 'interval', 'periodic', 'mean', 'sample and hold'],
  docs: 'Brings samples that come at any times to an even pace: the last one, the mean or an extreme of each interval.',
  doesNotModel:
    'Interpolation between samples; how long each value held (the mean is over samples, not over time); a filter against aliasing.',
  source: 'Arithmetic mean and extremes per interval',
  params: z.object({
    every: duration().min(0.001).describe('Time between outputs; they fall on whole multiples of it'),
    mode: z
      .enum(['last', 'mean', 'min', 'max'])
      .default('last')
      .describe('What stands for the samples of an interval'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: { out: number(unitOf('in'), { doc: 'One sample per interval' }) },
  states: {
    // Of the good samples of this stretch: how many, and their sum, least, greatest or, kept beyond the stretch, last.
    count: { initial: 0 },
    value: { unit: 'like:in', initial: 0 },
    worst: { initial: GOOD },
    // s since the origin: the last due time that has been.
    due: { unit: 's', initial: 0 },
  },
  onBad: 'step',
  step: (y, x, u, { every, mode }, instant) => {
    if (instant.first) x.due = dueBefore(instant.t, every) * every;
    if (instant.fresh('in')) take(x, u.in, mode, instant.quality('in'));
    const k = dueUpTo(instant.t, every);
    instant.wakeAt((k + 1) * every);
    if (k * every <= x.due) return;
    x.due = k * every;
    const worst = x.worst as QualityCode;
    if (mode === 'last') {
      y.out = worst < BAD ? x.value : Number.NaN;
      instant.mark(worst);
      return;
    }
    if (x.count > 0) {
      y.out = mode === 'mean' ? x.value / x.count : x.value;
      instant.mark(worst === GOOD ? GOOD : UNCERTAIN);
    } else if (worst >= BAD) y.out = Number.NaN;
    x.count = 0;
    x.worst = GOOD;
  },
  example: {
    shows: 'One value each 5 s: the mean of what was said in them.',
    params: { every: '5 s', mode: 'mean' },
    inputs: { in: { params: { amplitude: '3 bar', offset: '5 bar', period: '60 s', unit: 'bar' } } },
    seconds: 120,
  },
});

/** Puts a sample into the stretch. Must not allocate. */
function take(
  x: { count: number; value: number; worst: number },
  value: number,
  mode: 'last' | 'mean' | 'min' | 'max',
  quality: QualityCode,
): void {
  x.worst = mode === 'last' ? quality : Math.max(x.worst, quality);
  if (quality >= BAD) return;
  x.count += 1;
  if (mode === 'last' || x.count === 1) x.value = value;
  else if (mode === 'mean') x.value += value;
  else x.value = mode === 'min' ? Math.min(x.value, value) : Math.max(x.value, value);
}
