import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';

/**
 * First-order low-pass, exact for an input that is constant between samples: out = x + (1 − e^(−dt/T))·(in − x), x the output before.
 * The first sample passes unchanged; samples may come at any times. T in s; 0 passes everything.
 */
export const lowPass = defineNode({
  type: 'transforms/low-pass',
  version: 1,
  title: 'Low-pass',
  icon: 'filter',
  keywords: ['filter', 'smooth', 'average', 'noise', 'first order', 'PT1'],
  docs: 'Smooths a signal: a step at the input is reached to 63 % after one time constant.',
  doesNotModel: 'Higher orders; what happens between two samples.',
  source: 'Step-invariant (zero-order hold) discretisation of T·dx/dt = in − x',
  params: z.object({
    timeConstant: duration({ tunable: true }).describe('Time after which 63 % of a step are reached'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: { out: number(unitOf('in'), { doc: 'Smoothed signal' }) },
  states: { x: { unit: 'like:in', initial: 'in' } },
  example: {
    shows: 'Each step of the input is reached to 63 % after one time constant, 2 s, and to 95 % after three.',
    params: { timeConstant: '2 s' },
    inputs: {
      in: { params: { shape: 'square', amplitude: '2 bar', offset: '5 bar', period: '20 s', unit: 'bar' } },
    },
    seconds: 38,
  },
  equations: ['out = if(timeConstant > 0, x + (1 - exp(-dt/timeConstant))*(in - x), in)', 'next(x) = out'],
});
