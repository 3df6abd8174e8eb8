import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFormula } from '../expression/apply-formula.ts';
import type { BinaryOperator } from '../expression/expr.ts';
import type { Formula } from '../expression/formula.ts';
import { functions } from '../expression/functions.ts';
import { formulaText, helpers, numberText } from './formula-text.ts';

const SLOTS = 3;
const OPERATORS: BinaryOperator[] = ['+', '-', '*', '/', '^', '<', '<=', '>', '>=', '==', '!=', 'and', 'or'];
const SPECIAL = [0, -0, 1, -1, 0.5, 2, Number.NaN, Infinity, -Infinity, 1e308, -1e-308];

const aNumber = fc.oneof(fc.constantFrom(...SPECIAL), fc.double());
const leaf: fc.Arbitrary<Formula> = fc.oneof(
  fc.record({ kind: fc.constant('number' as const), value: aNumber }),
  fc.record({ kind: fc.constant('slot' as const), slot: fc.nat(SLOTS - 1) }),
);

const calls = [...functions].filter(([name]) => name !== 'if');

const formulas = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    leaf,
    fc.record({
      kind: fc.constant('unary' as const),
      operator: fc.constantFrom('-' as const, 'not' as const),
      operand: tie('formula'),
    }),
    fc.record({
      kind: fc.constant('binary' as const),
      operator: fc.constantFrom(...OPERATORS),
      left: tie('formula'),
      right: tie('formula'),
    }),
    fc.record({
      kind: fc.constant('power' as const),
      base: tie('formula'),
      n: fc.integer({ min: -8, max: 8 }),
    }),
    fc.record({
      kind: fc.constant('if' as const),
      condition: tie('formula'),
      yes: tie('formula'),
      no: tie('formula'),
    }),
    fc.constantFrom(...calls).chain(([name, { least, most }]) =>
      fc.record({
        kind: fc.constant('call' as const),
        name: fc.constant(name),
        arguments: fc.array(tie('formula'), { minLength: least, maxLength: Math.min(most, 4) }),
      }),
    ),
  ),
})).formula;

function evaluated(text: string, memory: Float64Array): number {
  // oxlint-disable-next-line no-new-func -- the text under test
  const make = new Function(...Object.keys(helpers), 'm', `let x=0,y=0;return ${text}`) as (
    ...given: unknown[]
  ) => number;
  return make(...Object.values(helpers), memory);
}

describe('the text of a formula', () => {
  it('works out what the closures work out, bit for bit, whatever the numbers', () => {
    fc.assert(
      fc.property(formulas, fc.array(aNumber, { minLength: SLOTS, maxLength: SLOTS }), (formula, numbers) => {
        const memory = Float64Array.from(numbers);
        const text = formulaText(formula, (slot) => `m[${slot}]`);
        expect(evaluated(text, memory)).toBe(applyFormula(formula)(memory));
      }),
      { numRuns: 3_000 },
    );
  });

  it('writes every function there is', () => {
    for (const [name, { least }] of calls) {
      const given = Array.from({ length: least }, (_, slot): Formula => ({ kind: 'slot', slot }));
      const formula: Formula = { kind: 'call', name, arguments: given };
      const memory = Float64Array.of(0.3, 0.2, 0.7);
      expect(
        evaluated(
          formulaText(formula, (slot) => `m[${slot}]`),
          memory,
        ),
      ).toBe(applyFormula(formula)(memory));
    }
  });

  it('refuses a function that is not in the list', () => {
    const call: Formula = { kind: 'call', name: 'constructor', arguments: [{ kind: 'number', value: 1 }] };
    expect(() => formulaText(call, String)).toThrow('there is no function constructor');
  });

  it('reads a number back exactly', () => {
    fc.assert(
      fc.property(aNumber, (value) => {
        expect(evaluated(numberText(value), new Float64Array(0))).toBe(value);
      }),
    );
  });
});
