import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { unit } from '@twinloom/runtime/node/params';
import { number, unitFrom } from '@twinloom/runtime/node/ports';

/** The same quantity in another unit. The edge into the node converts; out = in. */
export const unitConvert = defineNode({
  type: 'transforms/unit-convert',
  version: 1,
  title: 'Unit',
  icon: 'scale',
  keywords: ['convert', 'unit', 'celsius', 'fahrenheit', 'bar', 'rpm', 'gpm'],
  docs: 'Shows a signal in the unit of your choice, for a screen, a record or a partner system. Between nodes units convert by themselves.',
  doesNotModel: 'A change of quantity, such as a mass flow from a volume flow: that takes a density.',
  source: 'The Unified Code for Units of Measure (UCUM), version 2.1',
  params: z.object({ unit: unit().min(1).describe('Unit of the result') }),
  inputs: { in: number(unitFrom('unit'), { doc: 'Signal in any unit of the same kind' }) },
  outputs: { out: number(unitFrom('unit'), { doc: 'The same in the unit asked for' }) },
  equations: ['out = in'],
  example: {
    shows: '10 to 30 °C are 50 to 86 °F.',
    params: { unit: '[degF]' },
    inputs: { in: { params: { amplitude: '10 K', offset: 20, period: '20 s', unit: 'Cel' } } },
    seconds: 60,
  },
});
