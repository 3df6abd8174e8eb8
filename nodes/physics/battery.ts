import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { number } from '@twinloom/runtime/node/ports';

/**
 * Battery as a Thévenin circuit with one RC pair: V = U(s) − R₀·i − v, dv/dt = i/C₁ − v/(R₁·C₁), ds/dt = −i/Q, U(s) = U_empty + s·(U_full − U_empty),
 * heat = R₀·i² + v²/R₁. i > 0 discharges; s, the state of charge, is held between 0 and 1. Q in A·h.
 * Source: first-order equivalent circuit, as in Plett, Battery Management Systems, Volume I (2015).
 */
export const battery = defineNode({
  type: 'physics/battery',
  version: 1,
  title: 'Battery',
  icon: 'battery-medium',
  keywords: ['cell', 'state of charge', 'SOC', 'coulomb counting', 'Thevenin', 'lithium', 'accumulator'],
  docs: 'Terminal voltage, state of charge and heat of a battery from its current. The voltage drops at once by the inner resistance and then slowly by the polarisation, and recovers when the current stops.',
  doesNotModel:
    'The curved open-circuit voltage of a real cell (it is a line here); ageing; self-discharge; temperature; reversible heat; losses of charge. A full battery that is charged, or an empty one that is discharged, keeps its charge.',
  source:
    'First-order Thévenin equivalent circuit with coulomb counting, as in Plett, Battery Management Systems, Volume I: Battery Modeling (2015)',
  params: z
    .object({
      capacity: quantity('A.h').positive().default(2.5).describe('Charge between full and empty'),
      emptyVoltage: quantity('V').positive().default(3).describe('Open-circuit voltage when empty'),
      fullVoltage: quantity('V')
        .positive()
        .default(4.2)
        .describe('Open-circuit voltage when full, above the empty one'),
      resistance: quantity('Ohm', { tunable: true })
        .min(0)
        .default(0.03)
        .describe('Inner resistance R0: what drops at once'),
      polarizationResistance: quantity('Ohm', { tunable: true })
        .positive()
        .default(0.02)
        .describe('Resistance R1 of the RC pair: what drops slowly'),
      polarizationCapacitance: quantity('F', { tunable: true })
        .positive()
        .default(2000)
        .describe('Capacitance C1 of the RC pair; R1·C1 is the time constant'),
      initialCharge: z
        .number()
        .min(0)
        .max(1)
        .default(1)
        .meta({ resets: true })
        .describe('State of charge at the start: 0 empty, 1 full'),
    })
    .refine(({ emptyVoltage, fullVoltage }) => fullVoltage > emptyVoltage, {
      path: ['fullVoltage'],
      message: 'it must lie above the empty voltage',
    }),
  inputs: { current: number('A', { doc: 'Current out of the battery; negative = it is charged' }) },
  outputs: {
    voltage: number('V', { doc: 'Voltage at the terminals' }),
    stateOfCharge: number('1', { doc: 'From 0 (empty) to 1 (full)' }),
    heat: number('W', { doc: 'Heat of its resistances' }),
  },
  constants: { hour: { value: 3600, unit: 's/h' } },
  states: { s: { initial: 'initialCharge' }, v: { unit: 'V', initial: 0 } },
  anchor: 's',
  equations: [
    'stateOfCharge = clamp(s, 0, 1)',
    'openCircuit = emptyVoltage + stateOfCharge*(fullVoltage - emptyVoltage)',
    'voltage = openCircuit - resistance*current - v',
    'heat = resistance*current^2 + v^2/polarizationResistance',
    'moved = if(s <= 0, min(current, 0), if(s >= 1, max(current, 0), current))',
    'der(s) = -moved/(capacity*hour)',
    'der(v) = (current - v/polarizationResistance)/polarizationCapacitance',
  ],
  example: {
    shows:
      'A cell of 2.5 A·h gives 2.5 A for ten minutes and rests for ten: a sixth of its charge each time.',
    inputs: {
      current: {
        params: { shape: 'square', amplitude: '1.25 A', offset: '1.25 A', period: '20 min', unit: 'A' },
      },
    },
    seconds: 6000,
  },
  card: { port: 'stateOfCharge', look: 'bar' },
});
