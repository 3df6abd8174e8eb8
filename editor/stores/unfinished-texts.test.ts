import { describe, expect, it } from 'vitest';
import { forgetUnfinished, keepUnfinished, unfinishedText } from './unfinished-texts.ts';

describe('a text that cannot be taken', () => {
  it('is found again at its param, over the value it was typed over', () => {
    keepUnfinished('tank', 'area', '5 bananas', 2);
    expect(unfinishedText('tank', 'area', 2)).toBe('5 bananas');
    expect(unfinishedText('tank', 'orifice', 2)).toBeUndefined();
    expect(unfinishedText('tank', 'area', 3)).toBeUndefined();
  });

  it('is gone once the field holds what the param has', () => {
    keepUnfinished('tank', 'area', '5 bananas', undefined);
    expect(unfinishedText('tank', 'area', undefined)).toBe('5 bananas');
    forgetUnfinished('tank', 'area');
    expect(unfinishedText('tank', 'area', undefined)).toBeUndefined();
  });
});
