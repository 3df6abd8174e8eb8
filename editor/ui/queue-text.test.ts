import { expect, it } from 'vitest';
import { queueText } from './queue-text.ts';

it('a queue is said in a few words, and not at all while nothing is in it', () => {
  expect(queueText({})).toBeUndefined();
  expect(queueText({ waiting: 12 })).toBe('12 waiting');
  expect(queueText({ waiting: 12, lost: 3 })).toBe('12 waiting, 3 left out');
});
