import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { number } from '../node/ports.ts';
import { compileFlow } from './compile.ts';

const MOST = 2 ** 21;

const keeper = defineNode({
  type: 'test/keeper',
  version: 1,
  title: 'Keeper',
  docs: 'Keeps so many numbers.',
  icon: 'dot',
  params: z.object({ many: z.number(), parts: z.number().default(1) }),
  inputs: {},
  outputs: { out: number('1') },
  states: { kept: { length: (p: Readonly<Record<string, unknown>>) => Number(p.many) / Number(p.parts) } },
  rate: 'continuous',
  step: () => undefined,
});

const flowOf = (...many: number[]) => ({
  format: 1 as const,
  nodes: Object.fromEntries(
    many.map((count, i) => [`n${i}`, { type: 'test/keeper', params: { many: count } }]),
  ),
  edges: [],
});

const problemsOf = (...many: number[]) =>
  compileFlow(flowOf(...many) as never, catalogOf([keeper])).diagnostics.filter(
    ({ severity }) => severity === 'error',
  );

describe('what a node keeps', () => {
  it('may be as much as its budget, and no number more', () => {
    expect(problemsOf(MOST)).toEqual([]);
    const [problem] = problemsOf(MOST + 1);
    expect(problem).toMatchObject({ code: 'too-large', at: [{ node: 'n0' }] });
    expect(problem?.says).toBe('it would keep 17 MiB of samples and states; one node may keep 16 MiB');
  });

  it.each([
    [0, 0, 'NaN'],
    [1, 0, 'Infinity'],
    [1, 2, '0.5'],
    [-1, 1, '-1'],
  ])('cannot be %d shared by %d', (many, parts, shown) => {
    const flow = { format: 1, nodes: { n: { type: 'test/keeper', params: { many, parts } } }, edges: [] };
    const { plan, diagnostics } = compileFlow(flow as never, catalogOf([keeper]));
    expect(plan).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({
      code: 'bad-state',
      at: [{ node: 'n' }],
      says: `its state "kept" would hold ${shown} numbers`,
    });
  });
});

describe('what a twin keeps', () => {
  it('may be as much as its budget; beyond it the largest nodes are named', () => {
    const full = Array.from({ length: 16 }, () => MOST);
    expect(problemsOf(...full)).toEqual([]);
    const [problem] = problemsOf(100, 200, ...full.slice(1), MOST - 50);
    expect(problem?.code).toBe('too-large');
    expect(problem?.at).toEqual([{ node: 'n2' }, { node: 'n3' }, { node: 'n4' }]);
    expect(problem?.says).toContain('all nodes together would keep 257 MiB; one twin may keep 256 MiB');
  });
});
