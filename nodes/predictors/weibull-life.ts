import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration } from '@twinloom/runtime/node/params';
import { boolean, number } from '@twinloom/runtime/node/ports';

/**
 * Remaining life x of a part that has reached the age τ, from a two-parameter Weibull distribution: R(τ) = e^(−H), H = (τ/η)^β;
 * failure rate h = (β/η)·(τ/η)^(β−1); the share q of such parts has failed at x_q = η·(H − ln(1 − q))^(1/β) − τ. The value is x_½,
 * the interval from x_q to x_{1−q}, q = (1 − confidence)/2. τ is the age at the input plus the time it has run. Times in s, h in 1/s;
 * at τ = 0 with β < 1 the failure rate is infinite, so bad. Source: Weibull, Journal of Applied Mechanics 18 (1951).
 */
export const weibullLife = defineNode({
  type: 'predictors/weibull-life',
  version: 1,
  title: 'Weibull life',
  icon: 'timer',
  keywords: ['RUL', 'reliability', 'failure rate', 'bathtub', 'wear-out', 'MTTF', 'maintenance', 'survival'],
  docs: 'How long a part that still runs will go on, from its age and the scatter of the lives of its kind. Wire the age of an hour meter, or “running” to have the hours counted.',
  doesNotModel:
    'The condition of this very part; loads or speeds other than those the life was found at; doubt about shape and scale; repairs; a change of “running” between two ticks, and where “running” was bad, which counts as it was before.',
  source: 'Weibull, Journal of Applied Mechanics 18 (1951) 293; conditional reliability R(τ + x)/R(τ)',
  params: z.object({
    shape: z
      .number()
      .min(0.1)
      .max(20)
      .default(2)
      .meta({ tunable: true })
      .describe('Shape β: below 1 early failures, 1 chance, above 1 wear'),
    scale: duration({ tunable: true })
      .positive()
      .default(8760 * 3600)
      .describe('Scale η: the age at which 63.2 % have failed'),
    confidence: z
      .number()
      .min(0.5)
      .max(0.999)
      .default(0.9)
      .meta({ tunable: true })
      .describe('How often the interval shall hold the remaining life'),
    every: duration().positive().optional().describe('How often it answers; empty = at each tick'),
  }),
  inputs: {
    age: number('s', { default: 0, doc: 'Age so far, such as an hour meter’s; without an edge 0' }),
    running: boolean({ default: false, doc: 'While true, time is added to the age' }),
  },
  outputs: {
    value: number('s', { doc: 'Time after which half of the parts of this age have failed' }),
    lower: number('s', { doc: 'Lower end of the interval' }),
    upper: number('s', { doc: 'Upper end of the interval' }),
    reliability: number('1', { doc: 'Share of the parts that reach this age' }),
    failureRate: number('1/s', { doc: 'Share of the parts of this age that fail per second' }),
    reached: number('s', { doc: 'Age it has reached' }),
  },
  states: { counted: { unit: 's', initial: 0 }, ran: { initial: 0 } },
  rate: { every: 'every', otherwise: 'continuous' },
  equations: [
    'ranFor = counted + if(ran, dt, 0)',
    'reached = max(age + ranFor, 0)',
    'hazard = (reached/scale)^shape',
    'reliability = exp(-hazard)',
    'failureRate = shape/scale*(reached/scale)^(shape - 1)',
    'value = scale*(hazard - ln(0.5))^(1/shape) - reached',
    'lower = scale*(hazard - ln((1 + confidence)/2))^(1/shape) - reached',
    'upper = scale*(hazard - ln((1 - confidence)/2))^(1/shape) - reached',
    'next(counted) = ranFor',
    'next(ran) = running',
  ],
  example: {
    shows:
      'A part whose kind lives 1000 h with a shape of 3: what is left as its age goes from 0 to 1500 h and back.',
    params: { shape: 3, scale: '1000 h' },
    inputs: {
      age: { params: { shape: 'triangle', amplitude: 750, offset: 750, period: '120 s', unit: 'h' } },
    },
    seconds: 120,
  },
});
