import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { number } from '@twinloom/runtime/node/ports';

/**
 * Rigid gearbox: ω_load = ω/i; T_load = i·η·T_drive while the drive drives the load, T_drive = η·T_load/i while the load drives the drive.
 * i = ratio, η = efficiency. Either torque may be known: the other follows. Loss = T_drive·ω − T_load·ω_load ≥ 0. ω in rad/s.
 */
export const gearbox = defineNode({
  type: 'physics/gearbox',
  version: 1,
  title: 'Gearbox',
  icon: 'cog',
  keywords: ['gear', 'ratio', 'reduction', 'transmission', 'torque', 'belt', 'efficiency'],
  docs: 'Speed and torque on the other side of a gearbox or belt. Behind a motor the speed goes forward and the torque of the load comes back; with measured values, say that the torque is that of the drive. Where the torque of the load follows at once from its speed, take one gearbox for the speed and another for the torque.',
  doesNotModel:
    'Backlash, elasticity and inertia of the gears (put what turns with the motor into its inertia, the load divided by the square of the ratio); drag at no load; a self-locking worm gear; an efficiency that changes with load or speed.',
  source: 'Kinematic ratio and power balance with a constant efficiency in the direction of the power',
  params: z.object({
    ratio: z
      .number()
      .positive()
      .default(10)
      .describe('Turns of the drive for one of the load; below 1 it speeds up'),
    efficiency: z
      .number()
      .gt(0)
      .max(1)
      .default(0.95)
      .meta({ tunable: true })
      .describe('Power out over power in, whichever side drives'),
    torqueOf: z
      .enum(['load', 'drive'])
      .default('load')
      .describe('Whose torque stands at the input: what the load needs, or what the drive gives'),
  }),
  inputs: {
    speed: number('rad/s', { doc: 'Angular speed of the drive shaft' }),
    torque: number('N.m', { default: 0, doc: 'Torque on the load shaft, or on the drive shaft' }),
  },
  outputs: {
    loadSpeed: number('rad/s', { doc: 'Angular speed of the load shaft' }),
    driveTorque: number('N.m', { doc: 'Torque of the drive on the gearbox: the load of a motor' }),
    loadTorque: number('N.m', { doc: 'Torque of the gearbox on the load' }),
    loss: number('W', { doc: 'Power lost as heat' }),
  },
  equations: [
    'loadSpeed = speed/ratio',
    'share = if(speed*torque >= 0, efficiency, 1/efficiency)',
    'driveTorque = if(torqueOf == "drive", torque, torque/(ratio*share))',
    'loadTorque = if(torqueOf == "drive", torque*ratio*share, torque)',
    'loss = driveTorque*speed - loadTorque*loadSpeed',
  ],
  example: {
    shows:
      'Ten to one: 150 ± 20 rad/s of the motor are 15 ± 2 rad/s at the load, and 10 N·m there take 1.05 N·m here.',
    inputs: {
      speed: { params: { amplitude: 20, offset: 150, period: '10 s', unit: 'rad/s' } },
      torque: { type: 'sources/constant', params: { value: 10, unit: 'N.m' } },
    },
    seconds: 30,
  },
  card: { port: 'loadSpeed', look: 'value' },
});
