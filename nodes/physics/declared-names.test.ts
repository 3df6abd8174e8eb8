import { describe, expect, it } from 'vitest';
import { nameProblem } from './declared-names.ts';

describe('a name that a user declares', () => {
  it.each(['u', 'flow_2', '_x', 'Temperature'])('%s can stand in an equation', (name) => {
    expect(nameProblem(name)).toBeUndefined();
  });

  it.each(['t', 'dt', 'time', 'der', 'next', 'or', 'sin', 'pi'])('%s has a meaning of its own', (name) => {
    expect(nameProblem(name)).toMatch(/meaning of its own/);
  });

  it.each(['2u', 'flow rate', 'a-b', '', 'größe'])('"%s" cannot be read', (name) => {
    expect(nameProblem(name)).toMatch(/letters, digits/);
  });
});
