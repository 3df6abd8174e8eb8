import { describe, expect, it } from 'vitest';
import { questionToKeep } from './kept-question.ts';

const asked = { question: ' Wider? ', horizon: '1 h', from: 7, seed: 3, variants: { wide: {} } };

describe('a question that is kept', () => {
  it('has its words as title, and nothing of when it was asked', () => {
    const wide = { title: 'Wider?', horizon: '1 h', seed: 3, variants: { wide: {} } };
    expect(questionToKeep(asked, undefined)).toEqual({ question: wide });
    const former = { title: 'Old', horizon: 1, record: ['a.b'], mine: { x: 1 } };
    expect(questionToKeep(asked, former)).toEqual({ question: { ...wide, mine: { x: 1 } } });
  });

  it('keeps a title that it has beside its words', () => {
    const former = { title: 'Pipe', question: 'Narrower?', horizon: 1 };
    expect(questionToKeep(asked, former)).toMatchObject({ question: { title: 'Pipe', question: 'Wider?' } });
  });

  it('says why it cannot be: without words, with a draft, or unfinished', () => {
    const problem = (change: object) => {
      const made = questionToKeep({ ...asked, ...change }, undefined);
      return 'problem' in made && made.problem;
    };
    expect(problem({ question: '' })).toMatch(/^Say in words/);
    expect(problem({ variants: { wide: { document: {} } } })).toMatch(/^“wide” runs the flow as it is drawn/);
    expect(problem({ variants: { wide: { investment: Number.NaN } } })).toMatch(
      /^Something is not filled in/,
    );
  });
});
