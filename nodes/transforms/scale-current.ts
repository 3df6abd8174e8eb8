import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity, unit } from '@twinloom/runtime/node/params';
import { boolean, number, unitFrom } from '@twinloom/runtime/node/ports';
import { UNCERTAIN } from '@twinloom/runtime/signal/quality';

/** mA: the ends of the range, the live zero first. */
const [ZERO, FULL] = [4, 20];
/** mA, NAMUR NE 43: the signal is a measurement in between, and says a failure from there on. */
const MEASURING = { from: 3.8, to: 20.5 };
const FAILURE = { below: 3.6, above: 21 };

/**
 * Current loop to engineering units: out = low + (I − 4 mA)/(16 mA)·(high − low). After NAMUR NE 43: I ≤ 3.6 mA or I ≥ 21 mA says that
 * the transmitter or the loop has failed: `out` is bad. Within 3.8 to 20.5 mA it is a measurement, also a little beyond low and high;
 * in between, 3.6 to 3.8 and 20.5 to 21 mA, it is uncertain. The live zero of 4 mA tells a broken wire (0 mA) from the least value.
 */
export const scaleCurrent = defineNode({
  type: 'transforms/scale-current',
  version: 1,
  title: 'Scale 4–20 mA',
  icon: 'cable',
  keywords: [
    '4-20 mA',
    'current loop',
    'transmitter',
    'NAMUR',
    'NE 43',
    'live zero',
    'analog input',
    'wire break',
  ],
  docs: 'Turns the current of a transmitter into what it measures, and sees by the current itself when the transmitter or its wire has failed.',
  doesNotModel:
    'A square-root characteristic of a differential-pressure flow meter; 0–20 mA signals, which have no live zero; HART; a failure whose current lies in the measuring range.',
  source: 'NAMUR NE 43: signal levels for the failure information of digital transmitters',
  params: z
    .object({
      low: quantity('param:unit', { tunable: true }).default(0).describe('Value at 4 mA'),
      high: quantity('param:unit', { tunable: true }).describe('Value at 20 mA'),
      unit: unit().describe('Unit of what is measured, such as "bar"'),
    })
    .refine(({ low, high }) => low !== high, {
      path: ['high'],
      message: 'it is the same as low, so the current would say nothing: make it another',
    }),
  inputs: { in: number('mA', { doc: 'Loop current' }) },
  outputs: {
    out: number(unitFrom('unit'), { doc: 'What the transmitter measures; bad on a fault' }),
    fault: boolean({ doc: 'Whether the current says that transmitter or loop has failed' }),
  },
  step: (y, _x, u, { low, high }, instant) => {
    const current = u.in;
    y.fault = current <= FAILURE.below || current >= FAILURE.above;
    y.out = y.fault ? Number.NaN : low + ((current - ZERO) / (FULL - ZERO)) * (high - low);
    if (!y.fault && (current < MEASURING.from || current > MEASURING.to)) instant.mark(UNCERTAIN);
  },
  example: {
    shows:
      '4 to 20 mA are 0 to 10 bar. Where the current falls below 3.6 mA the transmitter or its wire has failed: the value is bad.',
    params: { high: 10, unit: 'bar' },
    inputs: {
      in: { params: { shape: 'triangle', amplitude: '9 mA', offset: '12 mA', period: '20 s', unit: 'mA' } },
    },
    seconds: 60,
  },
});
