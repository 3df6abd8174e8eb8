import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration, quantity } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';

/**
 * Rate limiter: out = x + min(max(in − x, −falling·dt), rising·dt), x the output before; the rates in the unit of in (a difference) per s, dt in s.
 * It starts at the first input, and runs by time, so that it goes on while the input holds. Over a bad input the output is bad and the ramp
 * waits; on return the time of the gap counts, so that no two outputs lie further apart than the rates allow.
 */
export const rateLimit = defineNode({
  type: 'transforms/rate-limit',
  version: 1,
  title: 'Rate limit',
  icon: 'move-up-right',
  keywords: ['ramp', 'slew', 'slope', 'setpoint', 'soft start', 'gradient'],
  docs: 'Follows a signal no faster than stated: a step of the setpoint becomes a ramp.',
  doesNotModel: 'A limit of the acceleration (its corners are sharp); limits of the value.',
  source: 'Slew-rate limiter',
  params: z.object({
    rising: quantity('rate:in', { tunable: true }).positive().describe('Fastest rise, per second'),
    falling: quantity('rate:in', { tunable: true })
      .positive()
      .optional()
      .describe('Fastest fall, per second, as a positive number; empty = as fast as the rise'),
    every: duration().min(0.001).optional().describe('Time between its steps; empty = the tick of the flow'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal, such as a setpoint' }) },
  outputs: { out: number(unitOf('in'), { doc: 'Signal that moves no faster than the limits' }) },
  states: { x: { unit: 'like:in', initial: 'in' } },
  rate: { every: 'every', otherwise: 'continuous' },
  // No equation can name a param that may be empty.
  step: (y, x, u, { rising, falling = rising }, { dt }) => {
    const change = u.in - x.x;
    if (change > rising * dt) x.x += rising * dt;
    else if (change < -falling * dt) x.x -= falling * dt;
    else x.x = u.in;
    y.out = x.x;
  },
  example: {
    shows: 'A setpoint that jumps by 4 bar is followed at 1 bar/s up and 2 bar/s down.',
    params: { rising: '1 bar/s', falling: '2 bar/s' },
    inputs: {
      in: { params: { shape: 'square', amplitude: '2 bar', offset: '5 bar', period: '20 s', unit: 'bar' } },
    },
    seconds: 60,
  },
  card: { port: 'out', look: 'sparkline' },
});
