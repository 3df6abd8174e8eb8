import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity, unit } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitFrom } from '@twinloom/runtime/node/ports';

/**
 * out = gain·in + offset. `in` counts in its own unit, `out` and `offset` in `unit`; without one in that of `in`.
 * A temperature keeps its scale: 1.02 times a reading in °C is a reading in °C.
 */
export const gain = defineNode({
  type: 'transforms/gain',
  version: 1,
  title: 'Gain',
  icon: 'chart-line',
  keywords: ['multiply', 'scale', 'offset', 'factor', 'calibration', 'linear'],
  docs: 'Multiplies a signal and adds an offset: the calibration of a sensor, or the step from one quantity to another when a unit is given.',
  doesNotModel: 'A change of unit between quantities of one kind: wiring converts those by itself.',
  source: 'Straight line y = a·x + b',
  params: z.object({
    gain: z
      .number()
      .default(1)
      .meta({ tunable: true })
      .describe('Factor, in the output’s unit per unit of the input'),
    offset: quantity('like:out', { tunable: true }).default(0).describe('Added after the factor'),
    unit: unit().optional().describe('Unit of the result; empty = that of the input'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: { out: number(unitFrom('unit', 'in'), { doc: 'Gain times the signal, plus the offset' }) },
  equations: ['out = gain*in + offset'],
  example: {
    shows: 'Twice the pressure and 1 bar more: 2 ± 1 bar become 5 ± 2 bar.',
    params: { gain: 2, offset: '1 bar' },
    inputs: { in: { params: { amplitude: '1 bar', offset: '2 bar', period: '10 s', unit: 'bar' } } },
    seconds: 30,
  },
});
