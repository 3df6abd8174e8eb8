import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { boolean } from '@twinloom/runtime/node/ports';

const NAMES = 'abcdefghijklmnop';

/**
 * Boolean algebra over its inputs: and = all, or = any, xor = an odd number of them, nand and nor their negations, not = the opposite of `a`.
 */
export const logic = defineNode({
  type: 'transforms/logic',
  version: 1,
  title: 'Logic',
  icon: 'toggle-left',
  keywords: ['and', 'or', 'not', 'xor', 'gate', 'interlock', 'boolean'],
  docs: 'Combines conditions: all of them, any of them, an odd number, or the opposite of one. For interlocks and permissives.',
  doesNotModel: 'Memory and time: a latch is a State machine, a delay a Timer.',
  source: 'Boolean algebra; xor of many inputs is their parity',
  params: z.object({
    operation: z
      .enum(['and', 'or', 'xor', 'nand', 'nor', 'not'])
      .default('and')
      .describe('How the inputs are combined; not has one input'),
    inputs: z.int().min(1).max(NAMES.length).default(2).describe('How many inputs there are'),
  }),
  inputs: { a: boolean({ doc: 'Condition' }) },
  grows: { param: 'inputs', single: { param: 'operation', value: 'not' } },
  outputs: { out: boolean({ doc: 'The result' }) },
  equations: ({ operation, inputs }) => {
    const names = [...NAMES].slice(0, inputs);
    switch (operation) {
      case 'and':
        return [`out = ${names.join(' and ')}`];
      case 'or':
        return [`out = ${names.join(' or ')}`];
      case 'nand':
        return [`out = not (${names.join(' and ')})`];
      case 'nor':
        return [`out = not (${names.join(' or ')})`];
      case 'xor':
        return [`out = ${names.reduce((parity, name) => `(${parity}) != ${name}`)}`];
      case 'not':
        return ['out = not a'];
      default:
        throw new Error(`there is no operation ${String(operation satisfies never)}`);
    }
  },
  example: {
    shows: 'True where both are: the level is high, and the pump runs.',
    inputs: {
      a: {
        type: 'transforms/compare',
        params: { threshold: '2.5 m' },
        inputs: { in: { params: { amplitude: '1 m', offset: '2 m', period: '30 s', unit: 'm' } } },
      },
      b: {
        type: 'transforms/compare',
        params: { threshold: '1 kW' },
        inputs: {
          in: { params: { shape: 'square', amplitude: '1 kW', offset: '1 kW', period: '14 s', unit: 'kW' } },
        },
      },
    },
    seconds: 90,
  },
  card: { port: 'out', look: 'state' },
});
