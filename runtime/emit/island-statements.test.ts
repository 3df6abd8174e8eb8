import { describe, expect, it } from 'vitest';
import type { Formula } from '../expression/formula.ts';
import { formulaText } from './formula-text.ts';
import { splitSteady, type Statement } from './island-statements.ts';

const slot = (at: number): Formula => ({ kind: 'slot', slot: at });
const binary = (operator: '+' | '*' | '/', left: Formula, right: Formula): Formula => ({
  kind: 'binary',
  operator,
  left,
  right,
});

/** States stand in slots 7 and 9, params in 2 to 4. */
const split = (...formulas: Formula[]) =>
  splitSteady(
    formulas.map((formula, derivative): Statement => ({ derivative, formula })),
    [7, 9],
  );
const text = ({ slot: to, formula }: Statement): string => `${to ?? 'D'}=${formulaText(formula, String)}`;

describe('statements of a step', () => {
  it('have what moves with no state worked out beforehand, once', () => {
    const ratio = binary('/', slot(2), slot(3));
    const { steady, moving } = split(binary('*', ratio, slot(7)), binary('+', slot(9), ratio));
    expect(steady.map(text)).toEqual(['10=(2/3)']);
    expect(moving.map(text)).toEqual(['D=(10*7)', 'D=(9+10)']);
  });

  it('put it into no slot of a state, though no statement reads the state', () => {
    expect(split(slot(4)).steady.map(text)).toEqual(['10=4']);
  });

  it('keep numbers that JSON cannot tell apart apart', () => {
    const number = (value: number): Formula => ({ kind: 'number', value });
    const of = (value: number): Formula => binary('*', binary('+', slot(2), number(value)), slot(7));
    expect(split(of(Infinity), of(Number.NaN)).steady.map(text)).toEqual(['10=(2+Infinity)', '11=(2+NaN)']);
  });

  it('take what a statement before made of a state for moving', () => {
    const statements = [
      { slot: 5, formula: binary('+', slot(7), slot(2)) },
      { derivative: 0, formula: binary('*', slot(5), slot(3)) },
    ];
    const { steady, moving } = splitSteady(statements, [7]);
    expect(steady.map(text)).toEqual(['8=2', '9=3']);
    expect(moving.map(text)).toEqual(['5=(7+8)', 'D=(5*9)']);
  });
});
