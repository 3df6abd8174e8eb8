import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineNode } from '../node/define-node.ts';
import { duration } from '../node/params.ts';
import { number, unitFrom } from '../node/ports.ts';
import { factsOf } from './definition-facts.ts';

const about = { version: 1, title: 'Trial', docs: 'For the test.', icon: 'dot', inputs: {} };
const unit = z.string().default('1').meta({ widget: 'unit' });

const plain = defineNode({
  ...about,
  type: 'trial/plain',
  params: z.object({ by: z.number().default(1), mode: z.enum(['a', 'b']).default('a') }),
  outputs: { out: number('1') },
  equations: ['out = by'],
});
const shaped = defineNode({
  ...about,
  type: 'trial/shaped',
  params: z.object({ unit }),
  outputs: { out: number(unitFrom('unit')) },
  equations: ['out = 1'],
});
const paced = defineNode({
  ...about,
  type: 'trial/paced',
  params: z.object({ every: duration().default(1) }),
  rate: { every: 'every', otherwise: 'inherit' },
  outputs: { out: number('1') },
  equations: ['out = 1'],
});
const early = defineNode({
  ...about,
  type: 'trial/early',
  params: z.object({}),
  outputs: {},
  beginsAlone: () => true,
});

describe('what is known of a definition', () => {
  it('is found out once, under a number of its own', () => {
    expect(factsOf(plain)).toBe(factsOf(plain));
    expect(factsOf(shaped).number).not.toBe(factsOf(plain).number);
  });

  it('is which params it has, with the options of each', () => {
    expect(factsOf(plain).params).toEqual([
      ['by', undefined],
      ['mode', ['a', 'b']],
    ]);
  });

  it('is whether its form hangs on more than what it says and which params are numbers', () => {
    expect([plain, shaped, paced, early].map((one) => factsOf(one).isPlain)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
