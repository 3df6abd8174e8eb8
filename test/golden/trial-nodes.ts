import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration } from '@twinloom/runtime/node/params';
import { anyUnit, boolean, event, number, unitOf } from '@twinloom/runtime/node/ports';

const about = { version: 1, title: 'Trial', icon: 'dot', docs: 'A shape that random flows need.' } as const;

/** Shapes of nodes that the catalog may not have: each must do the same by generated functions as interpreted. */
export const trialNodes = [
  defineNode({
    ...about,
    type: 'transforms/trial-delay',
    params: z.object({}),
    inputs: { in: number(anyUnit) },
    outputs: { out: number(unitOf('in')) },
    states: { x: { unit: 'like:in', initial: 0.5 } },
    equations: ['out = x', 'next(x) = in'],
  }),
  defineNode({
    ...about,
    type: 'transforms/trial-mixed',
    params: z.object({ gain: z.number().default(0.5) }),
    inputs: {
      in: number('1'),
      late: number('1', { default: 0 }),
      held: number('1', { default: 1, held: true }),
    },
    outputs: { out: number('1'), above: boolean() },
    states: { x: { unit: '1', initial: 'gain' } },
    equations: [
      'out = x + in*held',
      'above = in > x',
      'mix = gain*x + late*cos(t)',
      'next(x) = mix/(1 + abs(mix))',
    ],
  }),
  defineNode({
    ...about,
    type: 'transforms/trial-periodic',
    params: z.object({ every: duration().default(0.3) }),
    inputs: { in: number('1') },
    outputs: { out: number('1'), rate: number('1') },
    states: { sum: { unit: '1' } },
    rate: { every: 'every', otherwise: 'continuous' },
    equations: ['out = sum + in*dt', 'rate = if(dt > 0, in/dt, 0)', 'next(sum) = out'],
  }),
  defineNode({
    ...about,
    type: 'transforms/trial-pulse',
    params: z.object({}),
    inputs: { in: number('1') },
    outputs: { up: event() },
    states: { last: { unit: '1' } },
    equations: ['up = in > last', 'next(last) = in'],
  }),
  defineNode({
    ...about,
    type: 'transforms/trial-tally',
    params: z.object({}),
    inputs: { in: number('1'), pulse: event({ optional: true }) },
    outputs: { count: number('1') },
    states: { n: { unit: '1' } },
    equations: ['count = n + pulse', 'next(n) = count'],
  }),
  defineNode({
    ...about,
    type: 'physics/trial-oscillator',
    params: z.object({ stiffness: z.number().default(2), damping: z.number().default(0.1) }),
    inputs: { force: number('1'), brake: number('1', { default: 0 }) },
    outputs: { position: number('1'), speed: number('1'), energy: number('1') },
    states: { p: { unit: '1', initial: 1 }, v: { unit: '1' } },
    equations: [
      'position = p',
      'speed = v',
      'energy = stiffness*p^2/2 + v^2/2',
      'drag = (damping + max(brake, 0))*v',
      'der(p) = v',
      'der(v) = force - stiffness*p - drag',
    ],
  }),
];
