import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { anyUnit, number, typeFrom, unitOf } from '@twinloom/runtime/node/ports';
import { BAD, type QualityCode } from '@twinloom/runtime/signal/quality';

const NAMES = 'abcdefghijklmnop';

/** Passes the input that `index` names, counted from `first`; a fraction is rounded down. Bad when there is no such input. */
export const select = defineNode({
  type: 'transforms/select',
  version: 1,
  title: 'Select',
  icon: 'sliders-horizontal',
  keywords: ['multiplexer', 'mux', 'choose', 'index', 'selector', 'recipe'],
  docs: 'One of many signals, as a number says: the recipe that runs, the pump that is on duty.',
  doesNotModel: 'A smooth changeover: put a Rate limit behind it.',
  source: 'Multiplexer MUX of IEC 61131-3',
  params: z.object({
    type: z.enum(['number', 'boolean', 'string']).default('number').describe('What the signals are'),
    inputs: z.int().min(2).max(NAMES.length).default(2).describe('How many inputs there are'),
    first: z.int().min(0).max(1).default(1).describe('Number of the first input: 1, or 0 as in a PLC'),
  }),
  inputs: {
    index: number('1', { doc: 'Which input to take' }),
    a: typeFrom('type', anyUnit, { doc: 'The first signal' }),
    b: typeFrom('type', unitOf('a'), { doc: 'The next' }),
  },
  grows: { param: 'inputs' },
  outputs: { out: typeFrom('type', unitOf('a'), { doc: 'The signal it takes' }) },
  onBad: 'step',
  step: (y, _x, u, { inputs, first }, instant) => {
    const i = Math.floor(u.index) - first;
    const taken = i >= 0 && i < inputs ? NAMES[i]! : undefined;
    if (!instant.fresh('index') && !(taken !== undefined && instant.fresh(taken))) return;
    const quality = taken === undefined ? BAD : instant.quality(taken);
    instant.mark(Math.max(quality, instant.quality('index')) as QualityCode);
    y.out = (taken === undefined ? undefined : (u as Record<string, unknown>)[taken]) ?? Number.NaN;
  },
  example: {
    shows: 'The index says which of the two recipes holds: 1 the sine, 2 the triangle.',
    inputs: {
      index: { params: { shape: 'square', amplitude: 0.5, offset: 1.5, period: '40 s', unit: '1' } },
      a: { params: { amplitude: '5 K', offset: 60, period: '10 s', unit: 'Cel' } },
      b: { params: { shape: 'triangle', amplitude: '5 K', offset: 80, period: '10 s', unit: 'Cel' } },
    },
    seconds: 80,
  },
});
