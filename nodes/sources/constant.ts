import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity, unit } from '@twinloom/runtime/node/params';
import { typeFrom, unitFrom } from '@twinloom/runtime/node/ports';

/** A value that stays until somebody sets another: emitted at the start, and again whenever it is set. */
export const constant = defineNode({
  type: 'sources/constant',
  version: 1,
  title: 'Constant',
  icon: 'hash',
  keywords: ['setpoint', 'slider', 'switch', 'number', 'value', 'input'],
  docs: 'A value that does not change by itself. A person may set it while the twin runs; with a smallest and a greatest value the editor shows a slider, for a boolean a switch.',
  doesNotModel: 'A change in time: take a waveform.',
  source: 'The value itself',
  params: z
    .object({
      value: z
        .union([quantity('param:unit'), z.boolean()])
        // The form and texts such as "20 Cel" go by the number; true and false pass as they are.
        .meta({ type: 'number', widget: 'quantity', unit: 'param:unit', tunable: true })
        .default(0)
        .describe('The value, in the unit below; true or false for a boolean'),
      type: z.enum(['number', 'boolean']).default('number').describe('What kind of value it is'),
      unit: unit().optional().describe('Unit of the value'),
      min: quantity('param:unit').optional().describe('Smallest value a person may set'),
      max: quantity('param:unit').optional().describe('Greatest value a person may set'),
    })
    .refine(({ value, type }) => type === 'boolean' || typeof value === 'number', {
      path: ['value'],
      message: 'expected a number; choose the type boolean for true and false',
    })
    .refine(({ value, type }) => type === 'number' || Number(value) === 0 || Number(value) === 1, {
      path: ['value'],
      message: 'expected true, false, 1 or 0',
    })
    .refine(({ value, type, min, max }) => type === 'boolean' || isWithin(Number(value), min, max), {
      path: ['value'],
      message: 'it lies outside min to max',
    }),
  inputs: {},
  outputs: { value: typeFrom('type', unitFrom('unit'), { doc: 'The value' }) },
  emits: 'value',
  step: (y, _x, _u, { value, type }) => {
    y.value = type === 'boolean' ? value === true || value === 1 : value;
  },
  example: {
    shows: 'Says 50 Hz once and holds it. On a running twin a slider from 0 to 60 Hz sets another value.',
    params: { value: 50, unit: 'Hz', min: 0, max: 60 },
    seconds: 10,
  },
});

function isWithin(value: number, min = -Infinity, max = Infinity): boolean {
  return value >= min && value <= max;
}
