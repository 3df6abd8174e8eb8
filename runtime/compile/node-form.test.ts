import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineNode } from '../node/define-node.ts';
import { number } from '../node/ports.ts';
import { formOf } from './node-form.ts';

const about = { version: 1, title: 'Trial', docs: 'For the test.', icon: 'dot' };

const scaled = defineNode({
  ...about,
  type: 'trial/scaled',
  params: z.object({ by: z.number().default(1), most: z.number().optional() }),
  inputs: { in: number('1') },
  outputs: { out: number('1') },
  constants: { g: { value: 9.5, unit: 'm/s2' } },
  equations: ['out = in*by*g'],
});

const kept = defineNode({
  ...about,
  type: 'trial/kept',
  params: z.object({ many: z.number().default(1) }),
  inputs: { in: number('1') },
  outputs: { out: number('1') },
  states: { all: { length: ({ many }: Readonly<Record<string, unknown>>) => Number(many) } },
  step: (y) => void (y.out = 1),
});

describe('the form of a node', () => {
  it('has neither its numbers nor those of its constants, which stand beside it in this order', () => {
    const { form, values } = formOf(scaled, { by: 3, most: 4 });
    expect(form).toMatchObject({ numbers: ['by', 'most'], constants: [{ name: 'g', unit: 'm/s2' }] });
    expect(values).toEqual([3, 4, 9.5]);
  });

  it('is the very same, and of one text, whatever the numbers are', () => {
    const [, one, other] = [1, 2, 3].map((by) => formOf(scaled, { by }));
    expect(other!.form).toBe(one!.form);
    expect(other!.text()).toBe(one!.text());
  });

  it('is another where other params are given, and where an array is longer', () => {
    expect(formOf(scaled, { by: 1, most: 2 }).text()).not.toBe(formOf(scaled, { by: 1 }).text());
    const [two, three] = [2, 3].map((many) => formOf(kept, { many }));
    expect([two, three].map((one) => one!.form.states[0]!.length)).toEqual([2, 3]);
    expect(three!.text()).not.toBe(two!.text());
  });
});
