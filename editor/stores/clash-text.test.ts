import { describe, expect, it } from 'vitest';
import { clashText } from './clash-text.ts';

describe('a clash', () => {
  it.each([
    [{ path: ['nodes', 'tank', 'params', 'area'], mine: 2, theirs: 3 }, 'tank.area: 2 here, 3 there'],
    [
      { path: ['nodes', 'tank'], mine: undefined, theirs: { type: 'x' } },
      'tank: removed here, changed there',
    ],
    [{ path: ['nodes', 'tank', 'title'], mine: 'A', theirs: undefined }, 'tank.title: A here, removed there'],
    [
      { path: ['edges', 'tank.inflow'], mine: 'a.out -> tank.inflow', theirs: undefined },
      'what is wired to tank.inflow: a.out -> tank.inflow here, removed there',
    ],
    [{ path: ['clock', 'tick'], mine: '1 s', theirs: '2 s' }, 'clock.tick: 1 s here, 2 s there'],
  ])('%j says where and what', (clash, says) => {
    expect(clashText(clash)).toBe(says);
  });
});
