import { describe, expect, it } from 'vitest';
import { Question } from './question.ts';

/** A question that counts how often something was made ready, and how often as text. */
function counted(): { question: Question<string[], string[]>; counts: { made: number; texts: number } } {
  const counts = { made: 0, texts: 0 };
  const read = (said: string[]): string[] => {
    counts.made++;
    return said.toReversed();
  };
  const textOf = (made: string[]): string => {
    counts.texts++;
    return made.join();
  };
  return { question: new Question(read, textOf), counts };
}

describe('a question to a definition', () => {
  it('makes ready once what is said again and again', () => {
    const { question, counts } = counted();
    const said = ['a', 'b'];
    const answers = [1, 2, 3, 4].map(() => question.of(said));
    expect(answers.map(({ isSteady }) => isSteady)).toEqual([false, true, true, true]);
    expect(answers.map(({ made }) => made)).toEqual(answers.map(() => ['b', 'a']));
    expect(answers.map((answer) => answer.text())).toEqual(answers.map(() => 'b,a'));
    expect(counts).toEqual({ made: 2, texts: 2 });
  });

  it('makes ready each time what is said anew, though it reads alike', () => {
    const { question, counts } = counted();
    const answers = [1, 2, 3].map(() => question.of(['a']));
    expect(answers.map(({ isSteady }) => isSteady)).toEqual([false, false, false]);
    expect(counts).toEqual({ made: 3, texts: 0 });
  });

  it('takes nothing for steady that was said otherwise at first', () => {
    const { question } = counted();
    const later = ['b'];
    question.of(['a']);
    expect([question.of(later), question.of(later)].map(({ isSteady }) => isSteady)).toEqual([false, false]);
  });

  it('answers what is said for once as that, and goes on with what is steady', () => {
    const { question } = counted();
    const steady = ['a'];
    question.of(steady);
    question.of(steady);
    expect(question.of(['b'])).toMatchObject({ made: ['b'], isSteady: false });
    expect(question.of(steady)).toMatchObject({ made: ['a'], isSteady: true });
  });
});
