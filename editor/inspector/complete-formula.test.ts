import { describe, expect, it } from 'vitest';
import { completeFormula, putIn } from './complete-formula.ts';

const names = [
  { name: 'depth', says: 'm' },
  { name: 'maxFlow', says: 'm³/h' },
];

const shown = (text: string, caret = text.length, isAsked = false): string[] =>
  completeFormula(text, caret, names, isAsked)?.all.map(({ shows }) => shows) ?? [];

const chosen = (text: string, caret: number, shows: string): { text: string; caret: number } | undefined => {
  const found = completeFormula(text, caret, names);
  const one = found?.all.find((completion) => completion.shows === shows);
  return found && one && putIn(text, found, one);
};

describe('completing a formula', () => {
  it('offers names before functions, and what begins with the word before what has it within', () => {
    expect(shown('2*ma')).toEqual(['maxFlow', 'max(a, b, …)']);
    expect(shown('flow')).toEqual(['maxFlow']);
  });

  it('says the unit of a name and what a function does to units', () => {
    expect(completeFormula('dep', 3, names)?.all[0]).toMatchObject({ kind: 'name', says: 'm' });
    expect(completeFormula('sqr', 3, names)?.all[0]?.says).toBe('square root · square root of the unit');
  });

  it('is silent with no word, in a number, in a text, and where the word is complete', () => {
    expect(shown('depth + ')).toEqual([]);
    expect(shown('2e')).toEqual([]);
    expect(shown('if(mode == "de')).toEqual([]);
    expect(shown('depth')).toEqual([]);
  });

  it('offers everything where it is asked for', () => {
    expect(shown('depth + ', 8, true).slice(0, 3)).toEqual(['depth', 'maxFlow', 'min(a, b, …)']);
    expect(shown('depth', 5, true)).toEqual(['depth']);
  });

  it('knows what other languages call a function', () => {
    expect(shown('arcsin')).toEqual(['asin(x)']);
    expect(shown('sqtr')).toEqual(['sqrt(x)']);
  });

  it('takes the place of the whole word, and leaves the caret between the brackets', () => {
    expect(chosen('2*dexx + 1', 4, 'depth')).toEqual({ text: '2*depth + 1', caret: 7 });
    expect(chosen('1 + cl', 6, 'clamp(x, low, high)')).toEqual({ text: '1 + clamp()', caret: 10 });
  });

  it('puts no second pair of brackets behind a function', () => {
    expect(chosen('sq(depth)', 2, 'sqrt(x)')).toEqual({ text: 'sqrt(depth)', caret: 4 });
  });
});
