import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration, quantity, unit } from '@twinloom/runtime/node/params';
import { number, unitFrom } from '@twinloom/runtime/node/ports';

/**
 * A value that wanders: without reversion a Wiener process with drift, x(t + dt) = x + drift·dt + σ·√dt·N(0, 1); with a reversion time T an
 * Ornstein–Uhlenbeck process about μ = start + drift·t: x(t + dt) = μ + (x − μ)·e^(−dt/T) + σ·√(T/2·(1 − e^(−2dt/T)))·N(0, 1), exact for every dt.
 * σ is the standard deviation of the change in 1 s, in the unit of the value per √s; t and T in s.
 */
export const randomWalk = defineNode({
  type: 'sources/random-walk',
  version: 1,
  title: 'Random walk',
  icon: 'activity',
  keywords: ['noise', 'drift', 'wander', 'Brownian', 'Ornstein-Uhlenbeck', 'disturbance', 'test'],
  docs: 'A value that wanders by chance, such as a demand, an ambient temperature or a slow drift; seeded, so that every run is the same. A reversion time calls it back to its mean.',
  doesNotModel: 'Jumps; limits: put a Clamp behind it.',
  source:
    'Gillespie, Exact numerical simulation of the Ornstein-Uhlenbeck process and its integral, Physical Review E 54 (1996) 2084',
  params: z.object({
    start: quantity('param:unit')
      .default(0)
      .describe('Where it begins, and its mean where it is called back'),
    deviation: quantity('difference:value', { tunable: true })
      .min(0)
      .default(1)
      .describe('Standard deviation of its change in 1 s; it grows with the root of the time'),
    drift: quantity('rate:value', { tunable: true }).default(0).describe('Mean change per second'),
    reversion: duration({ tunable: true })
      .default(0)
      .describe('Time in which 63 % of a distance from the mean are made up; 0 = never'),
    unit: unit().optional().describe('Unit of the value'),
    every: duration().min(0.001).optional().describe('How often it speaks; empty = at each tick of the flow'),
  }),
  inputs: {},
  outputs: { value: number(unitFrom('unit'), { doc: 'The value' }) },
  states: { distance: { initial: 0 } },
  rate: { every: 'every', otherwise: 'continuous' },
  step: (y, x, _u, { start, deviation, drift, reversion }, instant) => {
    const { t, dt } = instant;
    const kept = reversion > 0 ? Math.exp(-dt / reversion) : 1;
    const span = reversion > 0 ? (-reversion / 2) * Math.expm1((-2 * dt) / reversion) : dt;
    x.distance = x.distance * kept + deviation * Math.sqrt(span) * instant.normal();
    y.value = start + drift * t + x.distance;
  },
  example: {
    shows:
      'A room about 20 °C: each second it moves by some 0.1 K, and it is called back within a minute: it strays by some 0.55 K.',
    params: { start: 20, deviation: '0.1 K', reversion: '60 s', unit: 'Cel', every: '1 s' },
    seconds: 600,
  },
  card: { port: 'value', look: 'sparkline' },
});
