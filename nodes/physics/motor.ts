import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { number } from '@twinloom/runtime/node/ports';

/**
 * DC motor with a constant field: L·di/dt = V − R·i − k·ω; J·dω/dt = k·i − b·ω − T_load; P = V·i. With L = 0 the current follows at once:
 * i = (V − k·ω)/R. ω in rad/s, k in N·m/A, which equals V·s/rad. The load torque keeps its sign whichever way the shaft turns.
 * Source: the separately excited DC machine of any textbook on electric drives.
 */
export const motor = defineNode({
  type: 'physics/motor',
  version: 1,
  title: 'DC motor',
  icon: 'plug-zap',
  keywords: ['drive', 'DC', 'armature', 'torque', 'speed', 'back EMF', 'electric'],
  docs: 'Speed and current of a permanent-magnet DC motor from its voltage and the torque of its load. The speed is a state, so a gearbox and a load behind it make no loop.',
  doesNotModel:
    'Field weakening and saturation; dry friction and iron losses; warming of the winding; the power electronics; a brake: a load torque on a shaft at rest turns it backwards, as a hanging weight does.',
  source: 'Voltage and torque balance of a DC machine with constant flux: V = R·i + L·di/dt + k·ω, T = k·i',
  params: z.object({
    resistance: quantity('Ohm', { tunable: true }).positive().default(1).describe('Armature resistance R'),
    inductance: quantity('H')
      .min(0)
      .default(0)
      .describe('Armature inductance L; 0 = the current follows at once, which is quicker to compute'),
    motorConstant: quantity('N.m/A')
      .positive()
      .default(0.1)
      .describe('Torque constant k, which is also the voltage constant in V·s/rad'),
    inertia: quantity('kg.m2')
      .positive()
      .default(0.001)
      .describe('Moment of inertia J of the rotor and of what is fixed to its shaft'),
    friction: quantity('N.m.s', { tunable: true })
      .min(0)
      .default(1e-4)
      .describe('Viscous friction b: torque per rad/s'),
    initialSpeed: quantity('rad/s', { resets: true }).default(0).describe('Speed at the start'),
  }),
  inputs: {
    voltage: number('V', { doc: 'Armature voltage' }),
    load: number('N.m', { default: 0, doc: 'Torque of the load, against a positive speed' }),
  },
  outputs: {
    speed: number('rad/s', { doc: 'Angular speed' }),
    revolutions: number('1/s', { doc: 'Revolutions per second, as pumps and bearings take them' }),
    current: number('A', { doc: 'Armature current' }),
    torque: number('N.m', { doc: 'Electromagnetic torque k·i' }),
    power: number('W', { doc: 'Electrical power taken in; negative when it generates' }),
  },
  states: { i: { unit: 'A', initial: 0 }, w: { unit: 'rad/s', initial: 'initialSpeed' } },
  anchor: 'w',
  equations: [
    'current = if(inductance > 0, i, (voltage - motorConstant*w)/resistance)',
    'torque = motorConstant*current',
    'der(i) = if(inductance > 0, (voltage - resistance*i - motorConstant*w)/inductance, 0)',
    'der(w) = (torque - friction*w - load)/inertia',
    'speed = w',
    'revolutions = w/(2*pi)',
    'power = voltage*current',
  ],
  example: {
    shows: '24 V on and off: towards 238 rad/s with a time constant of 0.1 s.',
    inputs: {
      voltage: { params: { shape: 'square', amplitude: '12 V', offset: '12 V', period: '2 s', unit: 'V' } },
    },
    seconds: 4,
  },
  card: { port: 'speed', look: 'value' },
});
