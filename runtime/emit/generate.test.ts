import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { anyUnit, number, unitOf } from '../node/ports.ts';
import { generate } from './generate.ts';

const gain = defineNode({
  type: 'trial/gain',
  version: 1,
  title: 'Gain',
  docs: 'For the test.',
  icon: 'dot',
  params: z.object({ by: z.number().default(1), most: z.number().optional() }),
  inputs: { in: number(anyUnit, { default: 0 }) },
  outputs: { out: number(unitOf('in')) },
  equations: ({ most }) => [most === undefined ? 'out = in*by' : 'out = min(in*by, most)'],
});

const planOf = (params: object) =>
  compileFlow(
    { twinloom: 1, nodes: { gain: { type: 'trial/gain', params: { ...params } } } },
    catalogOf([gain]),
  ).plan!;

describe('the functions of plans', () => {
  it('are the very same where these differ in values of params alone, and no others', () => {
    const catalog = catalogOf([gain]);
    const of = (params: Record<string, unknown>) =>
      generate(compileFlow({ twinloom: 1, nodes: { gain: { type: 'trial/gain', params } } }, catalog).plan!);
    const [one, other, limited] = [of({ by: 2 }), of({ by: 3 }), of({ by: 2, most: 1 })];
    expect(other).toBe(one);
    expect(limited).not.toBe(one);
  });

  it('are those of the same text where the plans have nothing in common', () => {
    expect(generate(planOf({ by: 2 }))).toBe(generate(planOf({ by: 2 })));
  });
});
