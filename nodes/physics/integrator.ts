import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { anyUnit, number, timesSeconds } from '@twinloom/runtime/node/ports';

/**
 * Continuous integrator: dx/dt = K·in, out = x, x(0) = initial. In the unit of the input times s; of a temperature, the difference (K·s).
 * The output does not depend on the input within an instant, so it may close a loop.
 */
export const integrator = defineNode({
  type: 'physics/integrator',
  version: 1,
  title: 'Integrator',
  icon: 'sigma',
  keywords: ['integral', 'accumulate', 'state', 'sum', 'continuous', 'totaliser'],
  docs: 'Integrates a signal over time as part of a continuous model: acceleration to speed, flow to volume. In a loop it makes the state that breaks it. To total readings as they come, take the Integral.',
  doesNotModel:
    'Limits of the state (no anti-windup); a reset; readings between two ticks of the flow: the input counts as of the tick.',
  source: 'Definition of the integral: dx/dt = K·in',
  params: z.object({
    initial: quantity('like:out', { resets: true }).default(0).describe('Value at the start'),
    gain: z.number().default(1).meta({ tunable: true }).describe('Factor K on the input'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal to be integrated' }) },
  outputs: { out: number(timesSeconds('in'), { doc: 'Integral, in the unit of the input times s' }) },
  states: { x: { unit: 'like:out', initial: 'initial' } },
  anchor: 'x',
  equations: ['out = x', 'der(x) = gain*in'],
  example: {
    shows: 'A net inflow that changes its sign every minute: the volume rises by 60 l and falls again.',
    inputs: { in: { params: { shape: 'square', amplitude: '1 L/s', period: '2 min', unit: 'L/s' } } },
    seconds: 360,
  },
  card: { port: 'out', look: 'value' },
});
