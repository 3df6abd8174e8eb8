import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { number } from '@twinloom/runtime/node/ports';

/**
 * Rotating mass: J·dω/dt = T_drive − T_load − b·ω, E = J·ω²/2. J in kg·m², b in N·m·s, ω in rad/s. The load torque keeps its sign whichever
 * way the shaft turns. Source: Newton's second law for rotation.
 */
export const inertia = defineNode({
  type: 'physics/inertia',
  version: 1,
  title: 'Rotating inertia',
  icon: 'disc-3',
  keywords: ['flywheel', 'shaft', 'rotor', 'moment of inertia', 'torque', 'speed', 'coast down'],
  docs: 'Speed of a shaft or flywheel from the torque that drives it and the torque of its load.',
  doesNotModel:
    'Dry friction and air drag; torsion of the shaft; an inertia that changes; a brake: a load torque on a shaft at rest turns it backwards. Two inertias on one rigid shaft are one: add them.',
  source: "Newton's second law for rotation about a fixed axis, with viscous friction",
  params: z.object({
    momentOfInertia: quantity('kg.m2').positive().default(0.1).describe('Moment of inertia J'),
    friction: quantity('N.m.s', { tunable: true })
      .min(0)
      .default(0.01)
      .describe('Viscous friction b: torque per rad/s'),
    initialSpeed: quantity('rad/s', { resets: true }).default(0).describe('Speed at the start'),
  }),
  inputs: {
    driveTorque: number('N.m', { doc: 'Torque that drives it' }),
    loadTorque: number('N.m', { default: 0, doc: 'Torque of the load, against a positive speed' }),
  },
  outputs: {
    speed: number('rad/s', { doc: 'Angular speed' }),
    revolutions: number('1/s', { doc: 'Revolutions per second, as pumps and bearings take them' }),
    kineticEnergy: number('J', { doc: 'Energy in the rotation' }),
  },
  states: { w: { unit: 'rad/s', initial: 'initialSpeed' } },
  anchor: 'w',
  equations: [
    'speed = w',
    'revolutions = w/(2*pi)',
    'kineticEnergy = momentOfInertia*w^2/2',
    'der(w) = (driveTorque - loadTorque - friction*w)/momentOfInertia',
  ],
  example: {
    shows:
      '2 N·m on and off: the wheel of 0.1 kg·m² runs up towards 200 rad/s with a time constant of 10 s, and down again.',
    inputs: {
      driveTorque: {
        params: { shape: 'square', amplitude: '1 N.m', offset: '1 N.m', period: '60 s', unit: 'N.m' },
      },
    },
    seconds: 120,
  },
  card: { port: 'speed', look: 'value' },
});
