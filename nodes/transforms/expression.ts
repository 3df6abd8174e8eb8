import { z } from 'zod';
import { functions, namedNumbers } from '@twinloom/runtime/expression/functions';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { expression as formula, names, unit } from '@twinloom/runtime/node/params';
import { number, unitOfExpression } from '@twinloom/runtime/node/ports';

const NAME = /^[A-Za-z_]\w*$/;
const RESERVED = ['t', 'dt', 'time', 'der', 'next', 'out', 'and', 'or', 'not'];
const TAKEN = new Set([...RESERVED, ...functions.keys(), ...namedNumbers.keys()]);

/** A formula over inputs the user names. Its unit follows from theirs unless one is stated. */
export const expression = defineNode({
  type: 'transforms/expression',
  version: 1,
  title: 'Expression',
  icon: 'square-function',
  keywords: ['formula', 'calculate', 'math', 'add', 'multiply', 'difference', 'ratio'],
  docs: 'A formula over the inputs you name: + - * / ^, comparisons, and, or, not, if(c, a, b), min, max, sqrt, exp, log, sin and more. Units are checked: terms of a sum must agree.',
  doesNotModel: 'Memory: the result depends on the present inputs and the time t only.',
  source: 'The formula that is written',
  params: z.object({
    inputs: names()
      .default([])
      .superRefine((inputs, context) => {
        for (const name of Array.isArray(inputs) ? inputs : Object.keys(inputs)) {
          const message = problemOfName(name);
          if (message !== undefined) context.addIssue({ code: 'custom', message });
        }
      })
      .describe('Names of the inputs, with a unit where it matters'),
    expression: formula().describe('The formula, such as measured - modelled'),
    unit: unit().optional().describe('Unit of the result; empty = worked out from the inputs'),
  }),
  inputs: {},
  inputsFrom: 'inputs',
  outputs: { out: number(unitOfExpression('expression', 'unit'), { doc: 'The result' }) },
  equations: (p) => [`out = ${p.expression}`],
  example: {
    shows: 'Pressure times flow is power: 300 kPa and 12 ± 2 m³/h make 1 kW ± 0.17 kW.',
    params: {
      inputs: { pressure: { unit: 'Pa' }, flow: { unit: 'm3/s' } },
      expression: 'pressure*flow',
      unit: 'W',
    },
    inputs: {
      pressure: { type: 'sources/constant', params: { value: 300, unit: 'kPa' } },
      flow: { params: { amplitude: '2 m3/h', offset: '12 m3/h', period: '20 s', unit: 'm3/h' } },
    },
    seconds: 60,
  },
});

function problemOfName(name: string): string | undefined {
  if (TAKEN.has(name)) return `"${name}" has a meaning of its own; give the input another name`;
  if (!NAME.test(name)) return `"${name}" cannot stand in a formula; use letters, digits and _`;
  return undefined;
}
