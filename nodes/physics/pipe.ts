import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { number } from '@twinloom/runtime/node/ports';

/**
 * Pipe full of water, its flow a state: dQ/dt = (g·A/L)·(H_in − H_lift − H_back − H_loss), H_loss = (f·L/D + Σζ)·Q·|Q|/(2·g·A²).
 * A check valve holds the flow at zero from below. Source: rigid water column theory; Darcy–Weisbach.
 */
export const pipe = defineNode({
  type: 'physics/pipe',
  version: 1,
  title: 'Pipe',
  icon: 'cylinder',
  keywords: ['line', 'inertance', 'friction', 'Darcy', 'Weisbach', 'check valve', 'head loss'],
  docs: "Flow through a full pipe with friction, fittings, a lift and, if wanted, a check valve. The flow is the pipe's own state (the water has inertia), so a pump in front of it makes no algebraic loop.",
  doesNotModel:
    'Water hammer (the water column is rigid); a friction factor that changes with the flow; partly filled pipes; the time and slam of the check valve.',
  source:
    'Rigid water column: dQ/dt = (g·A/L)·ΔH; Darcy–Weisbach head loss with a fixed friction factor and a sum of loss coefficients',
  params: z.object({
    length: quantity('m').positive().default(100).describe('Length of the water column that is moved'),
    diameter: quantity('m').positive().default(0.08).describe('Inner diameter'),
    frictionFactor: z
      .number()
      .min(0)
      .default(0.02)
      .describe(
        'Darcy friction factor f (four times the Fanning factor); 0.02 is common in clean steel pipes',
      ),
    lossCoefficient: z
      .number()
      .min(0)
      .default(5)
      .describe('Sum ζ of the loss coefficients of bends, valves, inlet and outlet'),
    lift: quantity('m').default(0).describe('Height of the outlet above the water at the inlet'),
    checkValve: z.boolean().default(true).describe('A valve that lets no water run back'),
    initialFlow: quantity('m3/s', { resets: true }).default(0).describe('Flow at the start'),
  }),
  inputs: {
    head: number('m', { doc: 'Head at the inlet, such as that of a pump' }),
    backHead: number('m', {
      default: 0,
      doc: 'Head at the outlet, such as the level of a tank filled from below',
    }),
  },
  outputs: {
    flow: number('m3/s', { doc: 'Volume flow through the pipe' }),
    velocity: number('m/s', { doc: 'Mean velocity' }),
    headLoss: number('m', { doc: 'Head lost to friction and fittings' }),
  },
  constants: { g: { value: 9.80665, unit: 'm/s2' } },
  states: { q: { unit: 'm3/s', initial: 'initialFlow' } },
  anchor: 'q',
  equations: [
    'section = pi*diameter^2/4',
    'flow = if(checkValve, max(q, 0), q)',
    'velocity = flow/section',
    'headLoss = (frictionFactor*length/diameter + lossCoefficient)*velocity*abs(velocity)/(2*g)',
    'push = g*section/length*(head - lift - backHead - headLoss)',
    'der(q) = if(checkValve, if(q > 0, push, max(push, 0)), push)',
  ],
  example: {
    shows:
      'The head jumps between 5 and 15 m: the water column takes seconds to follow, and √3 times as much flows at three times the head.',
    inputs: {
      head: { params: { shape: 'square', amplitude: '5 m', offset: '10 m', period: '60 s', unit: 'm' } },
    },
    seconds: 120,
  },
  card: { port: 'flow', look: 'value' },
});
