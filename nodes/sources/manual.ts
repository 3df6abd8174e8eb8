import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity, unit } from '@twinloom/runtime/node/params';
import { typeFrom, unitFrom } from '@twinloom/runtime/node/ports';

const PARAM = { slider: 'value', switch: 'on', choice: 'choice', button: undefined } as const;
const SLIDER = { control: ['slider'] };
const CHOICE = { control: ['choice'] };

/**
 * What a person says while the twin runs: a number within limits, on or off, one of several words, or a press, which is an event of one
 * instant. It says what the flow gives at the start, and then what is set, at once and until another is set; a button says nothing before
 * it is pressed. What was set outlives a restart, a press does not.
 */
export const manual = defineNode({
  type: 'sources/manual',
  version: 1,
  title: 'Manual',
  icon: 'sliders-horizontal',
  keywords: ['slider', 'switch', 'button', 'inject', 'operator', 'hand', 'setpoint', 'selector', 'choice'],
  docs: 'What a person sets while the twin runs: a slider, a switch, a choice, or a button that says something when it is pressed. In the inspector, or in the bar above the canvas.',
  doesNotModel: 'Who may set it; a ramp from the old to the new value: put a Rate limit behind it.',
  source: 'What the person says',
  params: z
    .object({
      control: z
        .enum(['slider', 'switch', 'choice', 'button'])
        .default('slider')
        .describe(
          'What it looks like: a slider is a number, a switch true or false, a choice a text, a button an event',
        ),
      value: quantity('param:unit', { tunable: true, when: SLIDER })
        .default(0)
        .describe('Its value until somebody sets another'),
      min: quantity('param:unit', { when: SLIDER }).default(0).describe('Smallest value a person may set'),
      max: quantity('param:unit', { when: SLIDER }).default(100).describe('Greatest value a person may set'),
      unit: unit({ when: SLIDER }).optional().describe('Unit of the value'),
      on: z
        .boolean()
        .meta({ tunable: true, when: { control: ['switch'] } })
        .default(false)
        .describe('Whether it is on until somebody says otherwise'),
      choices: z
        .array(z.string().min(1).max(100))
        .min(1)
        .max(100)
        .meta({ when: CHOICE })
        .default(['low', 'high'])
        .describe('What can be chosen'),
      choice: z
        .string()
        .max(100)
        .meta({ tunable: true, optionsFrom: 'choices', when: CHOICE })
        .optional()
        .describe('What is chosen until somebody chooses otherwise; empty = the first'),
    })
    .refine(({ min, max }) => min < max, {
      path: ['max'],
      message: 'it has to be more than the smallest value',
    })
    .refine(({ control, value, min, max }) => control !== 'slider' || (value >= min && value <= max), {
      path: ['value'],
      message: 'it lies outside of the smallest and the greatest value',
    })
    .refine(
      ({ control, choices, choice }) =>
        control !== 'choice' || choice === undefined || choices.includes(choice),
      {
        path: ['choice'],
        message: 'it is none of the choices',
      },
    ),
  inputs: {},
  outputs: {
    value: typeFrom('control', unitFrom('unit'), {
      doc: 'What was set',
      types: { slider: 'number', switch: 'boolean', choice: 'string', button: 'event' },
    }),
  },
  emits: ({ control }) => PARAM[control],
  byHand: 'value',
  step: (y, _x, _u, p) => {
    if (p.control === 'slider') y.value = p.value;
    else if (p.control === 'switch') y.value = p.on;
    else if (p.control === 'choice') y.value = p.choice ?? p.choices[0];
  },
  example: {
    shows:
      'A speed of 1450 1/min that stays until somebody moves its slider, in the bar above the canvas or in the inspector.',
    params: { value: 1450, min: 0, max: 1750, unit: '1/min' },
    seconds: 10,
  },
  card: { port: 'value', look: 'value' },
});
