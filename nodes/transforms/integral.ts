import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import {
  addStretch,
  emitTotal,
  holdSample,
  startAgain,
  totalInputs,
  totalOutputs,
  totalParams,
  totalStates,
} from './running-total.ts';

/**
 * Sum of samples over time, each counting until the next one (zero-order hold): out = initial + gain·Σ in_k·(t_{k+1} − t_k), in the unit of
 * in (a difference) times s. A bad sample counts nothing until the next good one: that time is `missing`, s, and never filled in; meanwhile
 * the total holds and is uncertain. Afterwards it is as good as the input, and `missing` says what is not in it.
 */
export const integral = defineNode({
  type: 'transforms/integral',
  version: 1,
  title: 'Integral',
  icon: 'sigma',
  keywords: ['sum', 'totaliser', 'counter', 'energy', 'volume', 'hold'],
  docs: 'Sums a signal over time: a flow to a volume, a power to an energy. Each sample counts until the next, as for a signal that is reported when it changes.',
  doesNotModel:
    'What the signal does between two samples; values in the time without a good input, which is only counted as missing; a limit of the total.',
  source: 'Zero-order hold (left rectangles)',
  params: z.object(totalParams),
  inputs: totalInputs,
  outputs: totalOutputs,
  states: totalStates,
  onBad: 'step',
  step: (y, x, u, { initial, gain }, instant) => {
    const { dt } = instant;
    addStretch(x, x.held === 1 ? x.value * dt : Number.NaN, dt, gain);
    if (instant.fresh('reset')) startAgain(x, initial);
    holdSample(x, u.in);
    emitTotal(y, x, instant);
  },
  example: {
    shows: 'A heater of 2 kW that is on half of the time: 60 kW·s more each minute, which are 60 kJ.',
    inputs: {
      in: { params: { shape: 'square', amplitude: '1 kW', offset: '1 kW', period: '60 s', unit: 'kW' } },
    },
    seconds: 300,
  },
});
