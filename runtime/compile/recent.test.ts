import { describe, expect, it } from 'vitest';
import { Recent } from './recent.ts';

describe('texts that were asked for', () => {
  it('are known from the second time on, as many as fit in, the latest', () => {
    const recent = new Recent(2);
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map((text) => recent.isAgain(text))).toEqual([
      false,
      false,
      true,
      false,
      true,
      false,
    ]);
  });
});
