import { describe, expect, it } from 'vitest';
import { crosses } from './crosses.ts';

describe('a stroke', () => {
  const line = [
    [0, 0],
    [100, 0],
    [100, 100],
  ] as const;

  it('crosses a line where it passes from one side of a stretch to the other', () => {
    expect(crosses(line, [50, -10], [60, 10])).toBe(true);
    expect(crosses(line, [90, 50], [110, 50])).toBe(true);
  });

  it('does not where it ends before, or passes beside', () => {
    expect(crosses(line, [50, -10], [60, -1])).toBe(false);
    expect(crosses(line, [-20, -10], [-10, 10])).toBe(false);
    expect(crosses(line, [20, 20], [80, 80])).toBe(false);
  });
});
